"""The panels of the inspector, named one by one so that packagers find them."""

from nndesk.ui.panels import data, layer, loss, training

PANELS = (training.PANEL, layer.PANEL, data.PANEL, loss.PANEL)
