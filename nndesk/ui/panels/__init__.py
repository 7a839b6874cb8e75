"""The panels of the inspector, named one by one so that packagers find them."""

from nndesk.ui.panels import data, health, layer, loss, matrix, training

PANELS = (
    training.PANEL,
    layer.PANEL,
    matrix.PANEL,
    data.PANEL,
    loss.PANEL,
    health.PANEL,
)
