"""The panels of the inspector, named one by one so that packagers find them."""

from nndesk.ui.panels import data, edge, health, layer, loss, matrix, neuron, training

PANELS = (
    training.PANEL,
    layer.PANEL,
    neuron.PANEL,
    edge.PANEL,
    matrix.PANEL,
    data.PANEL,
    loss.PANEL,
    health.PANEL,
)
