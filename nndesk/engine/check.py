"""An analytic gradient against one by differences."""

from dataclasses import dataclass

import numpy as np

from nndesk.engine.arrays import Array
from nndesk.engine.network import Network


@dataclass(frozen=True)
class GradientCheck:
    """Analytic against central-difference gradients.

    ``relative_error`` is the largest over arrays of ‖a-n‖ / (‖a‖+‖n‖); ``place`` and the two
    numbers are those of the largest difference in that array.
    """

    relative_error: float
    parameters: int
    place: str
    analytic: float
    numeric: float


def compare(network: Network, analytic: Array, numeric: Array) -> GradientCheck:
    """The worst array of two flat gradients in file order."""
    worst = GradientCheck(-1.0, network.size, "", 0.0, 0.0)
    for layer, place in enumerate(network.layout):
        for name, part, shape in (
            ("weights", place.weights, place.shape),
            ("bias", place.bias, (place.shape[1],)),
        ):
            a, n = analytic[part], numeric[part]
            difference = np.abs(a - n)
            size = float(np.linalg.norm(a) + np.linalg.norm(n))
            error = float(np.linalg.norm(difference)) / size if size else 0.0
            if not error <= worst.relative_error:
                at = int(difference.argmax())
                index = ".".join(str(i) for i in np.unravel_index(at, shape))
                worst = GradientCheck(
                    error, network.size, f"parameters.{layer}.{name}.{index}", float(a[at]), float(n[at])
                )
    return worst
