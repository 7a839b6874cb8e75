"""What the window and the training thread say to each other: frozen values, safe to keep.

Commands go in through a queue; snapshots come out through a mailbox of one slot, where the
newest wins; events come out through a queue and are never lost.
"""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nndesk.data.dataset import Dataset
from nndesk.engine.flow import Condition
from nndesk.project.files import RunRecord
from nndesk.project.history import History
from nndesk.project.measures import Lost
from nndesk.project.spec import Experiment

Array = NDArray[np.floating[Any]]

SURFACE = 26  # points a side of a neuron's little picture
CURVE = 49  # points of the same where there is one input
FIELD = 96  # of the output's picture, and of a curve over one input
HARDEST = 5  # rows of the largest losses that are listed
PREDICTED = 300  # rows whose predictions are compared with their targets, at the most


def predicted_rows(rows: int) -> NDArray[np.intp]:
    """Which of ``rows`` rows are compared with their targets: all, or an even choice."""
    return np.linspace(0, rows - 1, min(rows, PREDICTED)).astype(np.intp)


# -- commands -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Look:
    """What the window shows, and so what a snapshot carries beyond the bare run."""

    sample: int | None = None  # counts training rows, then test rows; None: the first that none trains on
    marked: bool = False  # somebody chose it: views mark it
    probe: tuple[float, ...] | None = None  # raw columns of a point that is shown instead of a row
    surfaces: bool = True  # the little pictures of the neurons
    field: bool = True  # the large picture of the output
    predictions: bool = True  # of numbers over more than one input
    unit: tuple[int, int] | None = None  # a neuron, layer and unit, that is looked at closely
    weight: tuple[int, int | None, int] | None = None  # a weight: layer, input (None: the bias), unit
    trail: tuple[int, int | None, int] | None = None  # the weight whose path through training is shown
    lens: str = "activation"  # what the canvas shows: also "gradient" and "health"
    health: bool = False  # how the layers do, whatever the lens
    confusion: bool = False  # which classes the rows are taken for
    hardest: bool = False  # the rows with the largest losses
    hints: bool = False  # what there is to remark on


@dataclass(frozen=True, slots=True)
class Load:
    """Open ``experiment`` under a new generation: the run put aside for it, ``record``'s, or a new one.

    A run has a number, by which it is asked for again. A new one begins with the weights of the present
    run where ``reshaped`` says which experiment that is of, and has been trained.
    """

    generation: int
    experiment: Experiment
    record: RunRecord | None = None
    anew: bool = False  # from epoch 0, also where a run was put aside
    number: int | None = None
    reshaped: Experiment | None = None
    apart: bool = False
    other: bool = False  # another document's: of the one before no run is kept


@dataclass(frozen=True, slots=True)
class Apply:
    """Take up an edit that needs no new run."""

    experiment: Experiment


@dataclass(frozen=True, slots=True)
class SetParameters:
    """Set single weights and biases by hand, `parameters.1.weights.4.2`, in the run of that number alone."""

    values: tuple[tuple[str, float], ...]
    number: int


@dataclass(frozen=True, slots=True)
class Play:
    """Train on until `Pause` or a stop rule."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Stop after the present step."""


@dataclass(frozen=True, slots=True)
class Advance:
    """Pause, then take one step, or the rest of the epoch."""

    whole_epoch: bool


@dataclass(frozen=True, slots=True)
class Reach:
    """Train on, as fast as it goes, until so many epochs are done, a fraction being steps of the next one."""

    epoch: float


@dataclass(frozen=True, slots=True)
class Speed:
    """The pace of `Play`; infinite for as fast as it goes."""

    epochs_per_second: float


@dataclass(frozen=True, slots=True)
class Want:
    """The window is ready for the next snapshot."""


@dataclass(frozen=True, slots=True)
class Keep:
    """Answer with a `Kept`: what is needed to save the run."""

    token: int


@dataclass(frozen=True, slots=True)
class Close:
    """End the thread."""


Command = Load | Apply | SetParameters | Play | Pause | Advance | Reach | Speed | Look | Want | Keep | Close


# -- what comes back ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Taken:
    """Which class every row is taken for, and how many of each class are taken for which."""

    chosen: NDArray[np.intp]  # (rows,), training rows first
    matrix: NDArray[np.intp]  # (classes, classes), true down; of the test rows, where there are some


@dataclass(frozen=True, slots=True)
class Hardest:
    """The training rows with the largest losses, the largest first."""

    rows: NDArray[np.intp]  # (n,)
    losses: Array  # (n,)
    outputs: Array  # (n, outputs)


@dataclass(frozen=True, slots=True)
class UnitView:
    """One neuron over the training rows, or an even choice of them; layers are counted as in the experiment.

    ``flat`` is the share of outputs near a bound of the activation, or at 0 where that is the only bound;
    None where it has none. ``picture`` is the output over the input plane, (side, side) from the top, over
    one input (points,), else (0,).
    """

    layer: int
    unit: int
    outputs: Array
    mean: float
    flat: float | None
    picture: Array


@dataclass(frozen=True, slots=True)
class WeightView:
    """One weight and what it does for the shown sample.

    ``gradient`` is ∂L/∂w of that sample alone, whether or not it is learned from; ``change`` is what the
    next step does.
    """

    layer: int
    source: int | None  # None: the bias
    unit: int
    value: float
    input: float
    gradient: float
    change: float


@dataclass(frozen=True, slots=True)
class Hint:
    """Something to remark on, of a kind; layers are counted as in the experiment.

    ``rate``: it is 0, as chosen; ``schedule``: it has come to 0; ``dead``: ``units`` of the layer's neurons
    are; ``chance``: targets are drawn by chance; ``parted``: since ``epoch`` the test loss rises while the
    train loss falls.
    """

    kind: str
    layer: int = 0
    units: int = 0
    of: int = 0  # so many neurons of the layer
    epoch: int = 0


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What the window may know about one moment of training; safe to keep, all of one step.

    Activations and surfaces count the inputs as layer 0. Rows of a surface run from the top
    (largest x2) down, as they are drawn. What `Look` did not ask for is empty or None.
    """

    generation: int
    epoch: int
    step: int
    steps_per_epoch: int
    parameters: Array  # (n,), file order
    sample: int
    activations: tuple[Array, ...]  # per layer (units,), of the probe or else the shown sample
    surfaces: tuple[Array, ...]  # plane data: per layer (units, 26, 26) float32; one input: (units, 49)
    field: Array  # plane data: (outputs, 96, 96) float32; one input: (outputs, 96); else (0,)
    predictions: Array  # numbers: (n,), of `predicted_rows`, training rows first; one input: (0,)
    recorded: int  # how many epochs of the history belong to it
    train_loss: float
    test_loss: float | None
    metrics: Mapping[str, float]  # over the test rows, or the training rows where there are none
    rate: float  # epochs per second of late; 0 while paused
    learning_rate: float  # of the next step, as the schedule has it
    handled: int = 0  # how many commands were done before it
    start_parameters: Array | None = None  # (n,), file order: what the run began with
    unit: UnitView | None = None  # as `Look.unit` asks
    weight: WeightView | None = None  # as `Look.weight` asks
    trail: tuple[Array, Array] | None = None  # as `Look.trail` asks: epochs, from 0 to now, and values
    # What follows is there while it is looked at, else empty; the mean over so many training rows.
    flow_rows: int = 0
    gradient: Array | None = None  # (n,), file order: of what training minimises
    deltas: tuple[Array, ...] = ()  # per layer (units,): |∂L/∂z|; here and below inputs do not count
    diagnostics: tuple[Condition, ...] = ()  # per layer
    marked: bool = False  # the sample was chosen by somebody
    probe: tuple[float, ...] | None = None  # the point whose activations these are, no row
    confusion: Taken | None = None
    hardest: Hardest | None = None
    hints: tuple[Hint, ...] = ()  # as of the last half second, while it trains


@dataclass(frozen=True, slots=True)
class Loaded:
    """A run is open."""

    generation: int
    experiment: Experiment
    data: Dataset
    history: History
    stopped: str | None
    number: int  # of the run
    step: int
    start_parameters: Array  # (n,), file order, read-only: what it began with
    carried: bool  # those were kept when the shape changed, and are not the drawn ones
    lost: Lost | None = None  # of a run that had diverged


@dataclass(frozen=True, slots=True)
class Stopped:
    """Training paused by itself: a stop rule, or "diverged" in ``epoch``."""

    generation: int
    reason: str
    epoch: int
    lost: Lost | None = None  # of a run that diverged


@dataclass(frozen=True, slots=True)
class Kept:
    """The run for saving, as `Keep` asked; ``record`` is None where no run could be opened."""

    token: int
    experiment: Experiment | None
    record: RunRecord | None


@dataclass(frozen=True, slots=True)
class Failed:
    """Something raised; training is paused and the worker lives on."""

    generation: int
    error: Exception


@dataclass(frozen=True, slots=True)
class Idle:
    """All of the first ``handled`` commands are done and nothing moves."""

    handled: int


Event = Loaded | Stopped | Kept | Failed | Idle


class Mailbox:
    """One slot: the newest snapshot wins."""

    def __init__(self) -> None:
        self._slot: deque[Snapshot] = deque(maxlen=1)  # append and pop are atomic

    def put(self, snapshot: Snapshot) -> None:
        self._slot.append(snapshot)

    def take(self) -> Snapshot | None:
        try:
            return self._slot.pop()
        except IndexError:
            return None
