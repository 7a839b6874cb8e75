"""The mathematics: activations, losses, optimizers, networks and their training. NumPy only."""
