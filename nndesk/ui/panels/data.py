"""The Data panel: what is learned from."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nndesk.data.dataset import FEATURES, SCALINGS
from nndesk.data.encoding import MISSING
from nndesk.data.kinds import KINDS, Kind
from nndesk.project import edits
from nndesk.project.catalogue import MAX_SEED
from nndesk.project.spec import Experiment
from nndesk.registry import QT_TRANSLATE_NOOP
from nndesk.session.controller import Controller
from nndesk.session.document import Document
from nndesk.ui.classes import ClassChips
from nndesk.ui.drawings import DataSketch, data_sketch
from nndesk.ui.fields import NumberField
from nndesk.ui.numbers import Scale
from nndesk.ui.panels.base import ButtonBar, ExperimentPanel, Problem, bounds
from nndesk.ui.rows import ComboRow, FieldRow, SliderRow
from nndesk.ui.theme import Appearance
from nndesk.ui.tiles import ChipTiles, Tile, TileGroup
from nndesk.ui.widgets import Button, Panel, Section
from nndesk.ui.words import label_of

_SKETCH_NOISE = 0.1


class DataPanel(ExperimentPanel):
    """Kinds of data as pictures, and what may be chosen for the present one."""

    def __init__(self, document: Document, controller: Controller, appearance: Appearance) -> None:
        super().__init__(document, controller, appearance, "dataPanel", self.tr("Data"))
        self._make_kinds(appearance)
        self._make_features(appearance)
        self._make_rows(appearance)
        self._start()

    # -- parts ------------------------------------------------------------------------------------

    def _make_kinds(self, appearance: Appearance) -> None:
        both = QWidget()
        both.setObjectName("datasetTiles")
        both.setAccessibleName(self.tr("Kinds of data"))
        column = QVBoxLayout(both)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._kind_problem = Problem(appearance)
        self._kinds: list[TileGroup] = []
        for task, name, heading in (
            ("classes", "classifyTiles", self.tr("Classify")),
            ("number", "predictTiles", self.tr("Predict a number")),
        ):
            tiles = [
                Tile(kind.id, label_of(KINDS, "data", kind.id), _sketch(kind))
                for kind in KINDS
                if kind.task == task
            ]
            group = TileGroup(
                appearance,
                name,
                heading,
                tiles,
                columns=4,
                picture=(66, 66),
                height=99,
                role="label",
                free=(4, 6),
            )
            group.asked.connect(self._ask_kind)
            self._kinds.append(group)
            section = Section(appearance, heading)
            section.add(group)
            if task == "number":
                section.add(self._kind_problem)
            column.addWidget(section)
        self.add(both)

    @Slot(str)
    def _ask_kind(self, kind: str) -> None:
        self._ask(self._kind_problem, lambda e: edits.set_data_kind(e, kind), self.tr("data"))

    def _make_features(self, appearance: Appearance) -> None:
        self._feature_section = Section(appearance, self.tr("Features"))
        tiles = [Tile(feature.id, feature.label) for feature in FEATURES]
        self._features = ChipTiles(appearance, "featureTiles", self.tr("Features"), tiles)
        self._feature_problem = Problem(appearance)
        self._features.asked.connect(
            lambda id: self._ask(self._feature_problem, lambda e: _turned_over(e, id), self.tr("features"))
        )
        self._feature_section.add(self._features)
        self._feature_section.add(self._feature_problem)
        self.add(self._feature_section)

    def _make_rows(self, appearance: Appearance) -> None:
        section = Section(appearance, line=False)
        self._samples = SliderRow(
            appearance,
            "samplesBox",
            self.tr("Points"),
            Scale(20, 2000, log=True, integer=True),
            *bounds("data.samples"),
            default=500,
            live=False,
        )
        self._connect(self._samples, "data.samples", self.tr("points"))
        self._share = SliderRow(
            appearance,
            "trainFractionBox",
            self.tr("For training"),
            Scale(0.1, 1.0),
            *bounds("data.train_fraction"),
            default=0.5,
            live=False,
            percent=True,
            tooltip=self.tr("The rest tests what was learned"),
        )
        self._connect(self._share, "data.train_fraction", self.tr("share for training"))
        self._noise = SliderRow(
            appearance,
            "noiseBox",
            self.tr("Noise"),
            Scale(0.0, 0.5),
            *bounds("data.noise"),
            default=0.0,
            live=False,
            percent=True,
        )
        self._connect(self._noise, "data.noise", self.tr("noise"))
        self._scaling = ComboRow(
            appearance,
            "scalingBox",
            self.tr("Scaling"),
            [(entry.id, label_of(SCALINGS, "scaling", entry.id)) for entry in SCALINGS],
            tooltip=self.tr("Of the inputs, fitted on the training rows"),
        )
        self._connect_choice(self._scaling, "data.scaling", self.tr("scaling"))
        self._missing = ComboRow(
            appearance,
            "missingBox",
            self.tr("Gaps"),
            [(entry.id, label_of(MISSING, "missing", entry.id)) for entry in MISSING],
            tooltip=self.tr("What stands in for missing values, fitted on the training rows"),
        )
        self._connect_choice(self._missing, "data.missing", self.tr("missing values"))
        seed = NumberField(
            appearance,
            "dataSeedBox",
            self.tr("Seed of the data"),
            0,
            MAX_SEED,
            integer=True,
            grouped=False,
            wide=True,
        )
        self._seed = FieldRow(
            appearance, self.tr("Seed"), seed, tooltip=self.tr("Decides the points and the split")
        )
        self._connect(self._seed, "data.seed", self.tr("seed of the data"))
        self._new_points = Button(appearance, self.tr("New points"), icon="dices")
        self._new_points.setObjectName("newPointsButton")
        self._new_points.clicked.connect(
            lambda: self._ask(self._seed, edits.new_points, self.tr("new points"))
        )
        for row in (self._samples, self._share, self._noise, self._scaling, self._missing, self._seed):
            section.add(row)
        section.body.addSpacing(6)
        section.add(ButtonBar(self._new_points))
        self.add(section)
        self._class_section = Section(appearance, self.tr("Classes"), line=False)
        self._classes = ClassChips(appearance, "classChips")
        self._class_section.add(self._classes)
        self.add(self._class_section)

    # -- showing ----------------------------------------------------------------------------------

    def _show(self, experiment: Experiment) -> None:
        data = experiment.data
        for group in self._kinds:
            group.show_checked(data.kind)
        kind = next((kind for kind in KINDS if kind.id == data.kind), None)
        self._kind_problem.show_problem("")
        self._feature_problem.show_problem("")
        self._feature_section.setVisible(kind is not None and kind.plane)
        self._features.show_checked(*data.features)
        self._samples.show_value(data.samples)
        self._samples.setVisible(kind is not None and kind.made)
        dots = kind is None or kind.plane or kind.curve is not None
        self._samples.show_label(self.tr("Points") if dots else self.tr("Rows"))
        self._share.show_value(data.train_fraction)
        self._noise.show_value(data.noise)
        self._noise.setVisible(kind is not None and kind.noisy)
        self._scaling.show_problem("")
        self._scaling.show_value(data.scaling)
        self._missing.show_problem("")
        self._missing.show_value(data.missing)
        self._missing.setVisible(kind is not None and bool(kind.gaps))
        self._seed.show_value(data.seed)
        classes = kind.classes if kind is not None else ()
        self._classes.show_names(classes)
        self._class_section.setVisible(bool(classes))
        # A bundled table has no other rows; its seed only splits it otherwise.
        bundled = kind is not None and not kind.made
        rows = self.tr("New points") if dots else self.tr("New rows")
        self._new_points.setText(self.tr("New split") if bundled else rows)


def _turned_over(experiment: Experiment, feature: str) -> Experiment:
    """``experiment`` with ``feature`` where it was not, or without it; in the order of the catalogue."""
    wanted = set(experiment.data.features) ^ {feature}
    return edits.set_value(experiment, "data.features", [name for name in FEATURES.ids if name in wanted])


def _sketch(kind: Kind) -> DataSketch:
    """Points on a plane are somewhat noisy: those along a line would hide each other."""
    return data_sketch(kind.id, _SKETCH_NOISE if kind.plane and kind.noisy else 0.0)


PANEL = Panel("data", QT_TRANSLATE_NOOP("Panel", "Data"), "network", DataPanel)
