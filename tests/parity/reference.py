"""The same mathematics in PyTorch, float64, with its own derivatives: each registry entry by its id.

An entry that is added to a registry needs one here; a test says so.
"""

import torch
from torch.nn import functional as F

CLIP = 1e-7  # Keras's epsilon()

ACTIVATE = {
    "linear": lambda z: z,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "leaky_relu": lambda z, negative_slope=0.2: F.leaky_relu(z, negative_slope),
    "elu": lambda z, alpha=1.0: F.elu(z, alpha),
    "selu": F.selu,
    "gelu": F.gelu,
    "silu": F.silu,
    "softplus": lambda z: F.softplus(z, threshold=700.0),  # above which PyTorch takes z itself
    "softmax": lambda z: torch.softmax(z, dim=1),
}


def _binary(y, z, a, last):
    if last == "sigmoid":
        return F.binary_cross_entropy_with_logits(z, y, reduction="none").mean(dim=1)
    return F.binary_cross_entropy(a.clamp(CLIP, 1 - CLIP), y, reduction="none").mean(dim=1)


def _categorical(y, z, a, last):
    if last == "softmax":
        return F.cross_entropy(z, y, reduction="none")
    return -(y * (a / a.sum(dim=1, keepdim=True)).clamp(CLIP, 1 - CLIP).log()).sum(dim=1)


# (y, z, a, activation of the output layer) → each row's loss.
ROW_LOSS = {
    "mean_squared_error": lambda y, z, a, last: F.mse_loss(a, y, reduction="none").mean(dim=1),
    "half_squared_error": lambda y, z, a, last: F.mse_loss(a, y, reduction="none").mean(dim=1) / 2,
    "mean_absolute_error": lambda y, z, a, last: F.l1_loss(a, y, reduction="none").mean(dim=1),
    "huber": lambda y, z, a, last, delta=1.0: F.huber_loss(a, y, reduction="none", delta=delta).mean(dim=1),
    "binary_crossentropy": _binary,
    "categorical_crossentropy": _categorical,
}


class Net:
    """A network of (units, activation[, its setting]) from a flat vector in file order."""

    def __init__(self, inputs, shape, flat):
        self.shape = [(units, name, *rest) for units, name, *rest in shape]
        self.weights, self.biases, start = [], [], 0
        for units, *_ in self.shape:
            middle = start + inputs * units
            self.weights.append(leaf(flat[start:middle].reshape(inputs, units)))
            self.biases.append(leaf(flat[middle : middle + units]))
            start, inputs = middle + units, units

    @property
    def leaves(self):
        return [leaf for pair in zip(self.weights, self.biases, strict=True) for leaf in pair]

    def forward(self, x):
        """z and a of the last layer."""
        z = a = torch.tensor(x)
        for (_, name, *setting), weights, bias in zip(self.shape, self.weights, self.biases, strict=True):
            z = a @ weights + bias
            a = ACTIVATE[name](z, *setting)
        return z, a

    def row_losses(self, x, y, loss, *setting):
        z, a = self.forward(x)
        return ROW_LOSS[loss](torch.tensor(y), z, a, self.shape[-1][1], *setting)

    def gradient(self, value):
        """The flat gradient of a value that was made with this network; also left at the leaves."""
        for leaf in self.leaves:
            leaf.grad = None
        value.backward()
        return torch.cat([leaf.grad.ravel() for leaf in self.leaves]).numpy()

    def parameters(self):
        return torch.cat([leaf.detach().ravel() for leaf in self.leaves]).numpy()


def leaf(values):
    return torch.tensor(values, dtype=torch.float64, requires_grad=True)
