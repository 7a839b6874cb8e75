"""What the panels of one neuron and of one weight share: they set single parameters."""

from PySide6.QtCore import QCoreApplication

from nndesk.errors import InputError
from nndesk.project.spec import Layer
from nndesk.ui.panels.base import Complaint, RunPanel
from nndesk.ui.words import refusal


def frozen_reason(layer: Layer, unit: int) -> str:
    """Why no lock of a neuron's weights matters: its layer or the whole of it is frozen; else ""."""
    if not layer.trainable:
        return QCoreApplication.translate("ParameterPanel", "The whole layer is frozen")
    if unit in layer.frozen.units:
        return QCoreApplication.translate("ParameterPanel", "The whole neuron is frozen")
    return ""


class ParameterPanel(RunPanel):
    """Of one neuron of a layer."""

    _layer = _unit = 0

    def _set_parameter(
        self, beside: Complaint, source: int | None, value: float, gesture: int | None = None
    ) -> bool:
        """Have the weight from ``source``, or the bias for None, be ``value``; says whether it can be."""
        text = self.tr("bias") if source is None else self.tr("weight")
        beside.show_problem("")
        try:
            self._controller.set_parameters({(self._layer, source, self._unit): value}, text, gesture)
        except InputError as error:
            beside.show_problem(refusal(error))
            return False
        return True
