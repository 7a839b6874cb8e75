"""What each command of the command line does, between its options and its exit status.

Qt is imported inside `window`, `render` and the second half of `bench`, and nowhere else.
"""

import argparse
import hashlib
import json
import math
import os
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from importlib import import_module
from pathlib import Path
from time import perf_counter
from types import TracebackType
from typing import Any

from nndesk import licences as works
from nndesk.console import show, tell
from nndesk.errors import InputError
from nndesk.interop import lesson as lessons
from nndesk.interop import source as sources
from nndesk.interop.predictions import add_outputs
from nndesk.interop.video import FILMS, form_of, pyav
from nndesk.output import Interrupts, destination, progress_bar
from nndesk.project import edits, files
from nndesk.project.changes import Cost, cost, split_keys
from nndesk.project.run import Run, quiet_numbers
from nndesk.project.spec import Experiment, check_trainable, encode, input_count, warnings_of
from nndesk.project.targets import check_target, panel_target

DONE, DIVERGED, INTERRUPTED = 0, 3, 130  # exit statuses

_SCENES = ("window", "canvas", "loss", "present")
_PICTURES = (".png", ".svg", ".pdf")
_SIZE, _FILM_SIZE = (1440, 900), (1920, 1080)


def licences() -> None:
    """Say what the program is made of, and under which licences."""
    folder = works.bundle()
    show("nndesk's own source is under the MIT licence.\n")
    if folder is not None:
        show(
            "This bundle holds x264 and x265 and is as a whole under the GNU General Public License, "
            f"version 3 or later.\nHow to get its source: {folder / 'README.txt'}\n"
        )
    parts = works.parts() + works.libraries()
    name, version = (max(len(part[at]) for part in parts) for at in (0, 1))
    for part in parts:
        show(f"  {part.name:{name}}  {part.version:{version}}  {part.licence}\n")


def presets(options: argparse.Namespace) -> int:
    """List the built-in experiments."""
    found = sources.presets()
    if options.json:
        show(_json([{"name": p.name, "title": p.title, "description": p.description} for p in found]))
    else:
        for preset in found:
            show(f"{preset.name:11}{preset.title:18}{preset.description}\n")
    return DONE


def check(options: argparse.Namespace) -> int:
    """Say what a file holds."""
    lesson = lessons.find(options.file)
    if lesson is not None:
        _say(f"{options.file}: {lesson.title['en']}, a lesson", _lesson_lines(lesson))
        return DONE
    source = sources.resolve(options.file)
    e, record = source.experiment, source.record
    units = " → ".join(f"{layer.units} {layer.activation}" for layer in e.network.layers)
    rows = f", {e.data.samples:,} samples" if "samples" in encode(e)["data"] else ""
    lines = {
        "data": f"{e.data.kind}{rows}, {e.data.train_fraction:.0%} for training",
        "network": f"{input_count(e)} inputs → {units}",
        "loss": e.loss.kind,
        "optimizer": f"{e.optimizer.kind}, learning rate {e.optimizer.learning_rate:g}",
        "trained": "no" if record is None else _progress(record),
    }
    try:
        check_trainable(e)
    except InputError as error:
        lines["note"] = str(error)
    _warn(e)
    _say(f"{options.file}: {e.name or 'an experiment without a name'}", lines)
    return DONE


def _lesson_lines(lesson: lessons.Lesson) -> dict[str, str]:
    seconds = sum(step.seconds("en") + step.asking_seconds("en") for step in lesson.steps)
    questions = sum(step.ask is not None for step in lesson.steps)
    lines = {
        "begins with": lesson.source,
        "steps": f"{len(lesson.steps)}, {questions} of them with a question",
        "takes": f"{seconds:,.0f} s as a film",
    }
    return lines | {f"step {index}": step.title["en"] for index, step in enumerate(lesson.steps)}


def _say(title: str, lines: Mapping[str, str]) -> None:
    """A title, and below it names and what is to be said of each."""
    show(f"{title}\n")
    for name, text in lines.items():
        show(f"  {name:{max(11, *(len(name) + 1 for name in lines))}}{text}\n")


def _progress(record: files.RunRecord) -> str:
    kept = "" if record.carried is None else ", from weights kept when its shape changed"
    return f"{record.epoch:,} epochs, {record.step:,} steps{kept}"


def predict(options: argparse.Namespace) -> int:
    """Add the network's outputs to the rows of a table."""
    out = destination(options.out, ".csv")
    project = files.read(options.file)
    if project.run is None:
        raise InputError(options.file, "holds no weights", "`nndesk train` with -o OUT.nnd writes some")
    run = Run(project.experiment, project.run)
    text = add_outputs(options.rows, run)
    if out is None:
        show(text)
    else:
        with files.replacing(out) as file:
            file.write(text.encode())
    return DONE


def gradcheck(options: argparse.Namespace) -> int:
    """Compare the analytic gradient with central differences at the source's parameters."""
    source = sources.resolve(options.source)
    run = Run(source.experiment, source.record)
    with quiet_numbers():
        found = run.trainer.check_gradient()
    if options.json:
        worst = {"place": found.place, "analytic": found.analytic, "numeric": found.numeric}
        show(_json({"relative_error": found.relative_error, "parameters": found.parameters, "worst": worst}))
    else:
        show(
            f"largest relative error  {found.relative_error:.2e} over {found.parameters:,} parameters\n"
            f"worst  {found.place}: analytic {found.analytic:.9g}, numeric {found.numeric:.9g}\n"
        )
    return DONE


def render(options: argparse.Namespace) -> int:
    """Draw a source into a picture, or make a film of its training or of a lesson."""
    out = destination(options.out, *_PICTURES, *FILMS)
    assert out is not None
    films = out.suffix.lower() in FILMS
    scene = options.scene or ("present" if films else "window")
    if scene not in _SCENES:
        raise InputError("--scene", f"is {scene!r}", f"this version draws {', '.join(_SCENES)}")
    return (_film if films else _picture)(options, out, scene)


def _picture(options: argparse.Namespace, out: Path, scene: str) -> int:
    for name in ("seconds", "fps", "captions", "codec"):
        if getattr(options, name) is not None:
            ending = ", ".join(FILMS)
            raise InputError(f"--{name}", "is for films", f"the name of one ends in {ending}")
    if isinstance(options.epochs, tuple):
        raise InputError("--epochs", "is a span, which is for films", "a picture shows one epoch: --epochs N")
    if options.transparent and scene in ("window", "present"):
        raise InputError("--transparent", "is for parts of the window", "add --scene canvas or --scene loss")
    source = sources.resolve(options.source)
    selected = _selected(source.experiment, options.select, options.panel)
    app = _offscreen()
    size = options.size or (_SIZE if scene == "window" else _FILM_SIZE)
    view = _view(app, options, scene, size, selected)
    app.render(source, out, view, options.epochs, transparent=options.transparent)
    return DONE


def _film(options: argparse.Namespace, out: Path, scene: str) -> int:
    if options.transparent:
        raise InputError("--transparent", "is for pictures", "leave it out")
    size = options.size or _FILM_SIZE
    width, height = (math.floor(options.scale * length + 0.5) for length in size)
    form = form_of(out, (width, height), 30 if options.fps is None else options.fps, options.codec)
    found = lessons.find(options.source) or sources.resolve(options.source)
    if isinstance(found, lessons.Lesson):
        for name in ("epochs", "seconds"):
            if getattr(options, name) is not None:
                raise InputError(f"--{name}", "is not for lessons", "a lesson says itself how long it takes")
        experiment = lessons.source_of(found.source, found.folder).experiment
    else:
        if options.captions is not None:
            raise InputError("--captions", "is for lessons", "nothing is said in the film of a source")
        experiment = found.experiment
    span = (0, options.epochs) if isinstance(options.epochs, int) else options.epochs
    selected = _selected(experiment, options.select, options.panel)
    app = _offscreen()
    view = _view(app, options, scene, size, selected)
    filming = app.Filming(form, span, options.seconds or 10.0, options.captions or "burn")
    bar: Any = None

    def begin(frames: int) -> Callable[[int], None]:
        nonlocal bar
        bar = progress_bar(frames, " frames")
        return lambda done: None if bar is None else bar.update(done - bar.n)

    try:
        with Interrupts() as interrupts:  # one in the middle of a paint event would be lost
            app.film(found, out, view, filming, begin, interrupts.check)
    finally:
        if bar is not None:
            bar.close()
    return DONE


def _offscreen() -> Any:
    """The module that draws, without a screen: the same picture with one and without."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    return import_module("nndesk.app")


def _view(app: Any, options: argparse.Namespace, scene: str, size: tuple[int, int], selected: str) -> Any:
    """How the source is to be seen."""
    look = options.scale, options.theme, options.lang, options.lens
    return app.View(scene, size, *look, selected, options.panel, options.sample)


def _selected(experiment: Experiment, target: str | None, panel: str | None) -> str:
    """What is selected: ``target``, checked, or what ``panel`` shows where none is given."""
    if target is None:
        return "none" if panel is None else panel_target(panel, "none")
    check_target(experiment, target, "--select")
    return target


# -- train --------------------------------------------------------------------------------


def train(options: argparse.Namespace) -> int:
    """Train an experiment, or a trained one further, and print where it got to."""
    out = destination(options.out, ".nnd")
    source = sources.resolve(options.source)
    run = _begin(source, _values(options))
    _warn(run.experiment)
    # The layout of the canvas, the bookmarks and the notes stay with the file.
    project = files.Project(source.experiment) if source.path is None else files.read(source.path)
    epochs = _epochs_to_train(run, options.epochs)
    interrupted = False
    with _Progress(run, epochs) as progress:
        began = perf_counter()
        try:
            run.train(epochs, progress)
        except KeyboardInterrupt:
            interrupted = True
        seconds = perf_counter() - began
        record = progress.whole_record()
        if out is not None:
            files.write(out, replace(project, experiment=run.experiment, run=record))
    if interrupted:
        tell(f"interrupted at epoch {record.epoch:,}" + (f"; written to {out}" if out else ""))
        return INTERRUPTED
    result = _result(run, seconds)
    show(_json(result) if options.json else _table(run, result))
    if out is not None:
        tell(f"written to {out}")
    if run.stopped == "diverged":
        tell(
            f"training diverged after epoch {run.epoch:,}{_first(run)}; try a smaller optimizer.learning_rate"
        )
        return DIVERGED
    return DONE


def _first(run: Run) -> str:
    """Where numbers first left their range."""
    lost = run.lost
    return "" if lost is None else f" (first in layer {lost.layer}, unit {lost.unit}, at step {lost.step:,})"


def _warn(experiment: Experiment) -> None:
    for text in warnings_of(experiment):
        tell(f"warning: {text}")


def _values(options: argparse.Namespace) -> dict[str, Any]:
    """What ``--seed`` and ``--set`` ask for, by key."""
    seed = [] if options.seed is None else [f"seed={options.seed}"]
    return dict(edits.parse_assignment(text) for text in [*seed, *options.set])


def _begin(source: sources.Source, values: Mapping[str, Any]) -> Run:
    """The run to train: a new one, or the one in the file with ``values`` from the next step on."""
    old = source.experiment
    values, single = split_keys(values)
    new = edits.set_values(old, values) if values else old
    record = source.record
    moved = record is not None and (record.step > 0 or record.carried is not None)
    if single and not moved:
        place = next(iter(single))
        raise InputError(place, "cannot be set before the first step", "use network.layers.N.values")
    rebuild = cost(old, new) is Cost.REBUILD
    if record is None or (rebuild and not moved):
        return Run(new)
    if rebuild:
        key = next(key for key in values if _rebuilds(old, key, values[key]))
        stands = f"is at epoch {record.epoch:,}" if record.step else "begins with trained weights"
        problem = f"a new value would start a new run, and this one {stands}"
        raise InputError(key, problem, "leave it out, or train the experiment from its start")
    run = Run(old, record)
    run.apply(new)
    if single:
        run.set_parameters(single)
    return run


def _rebuilds(experiment: Experiment, key: str, value: Any) -> bool:
    try:
        return cost(experiment, edits.set_value(experiment, key, value)) is Cost.REBUILD
    except InputError:  # right only together with the others
        return True


def _epochs_to_train(run: Run, wanted: int | None) -> int:
    if wanted is not None:
        return wanted
    stop = run.experiment.training.stop.epochs
    if stop is None:
        raise InputError("training.stop.epochs", "is null", "say --epochs N, or set it")
    if run.epoch >= stop > 0:
        tell(f"already at epoch {run.epoch:,} of {stop:,}; --epochs N trains N more")
    return max(0, stop - run.epoch)


class _Progress:
    """What happens after each epoch: the bar on a terminal, and Ctrl-C.

    The first Ctrl-C is heeded at the end of the epoch, where the run is whole, and the second at
    once: then the record of about a second ago stands in for the run.
    """

    def __init__(self, run: Run, epochs: int) -> None:
        self._run = run
        self._epochs = epochs
        self._interrupts = Interrupts(most=1)
        self._record = run.record()
        self._recorded = perf_counter()
        self._bar: Any = None

    def __enter__(self) -> "_Progress":
        self._interrupts.__enter__()
        self._bar = progress_bar(self._epochs, " epochs")
        return self

    def __exit__(self, *error: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._interrupts.__exit__(*error)
        if self._bar is not None:
            self._bar.close()

    def __call__(self, epoch: int) -> None:
        if self._bar is not None:
            self._bar.set_postfix_str(f"loss {self._run.loss.train:.4g}", refresh=False)
            self._bar.update()
        self._interrupts.check()
        if perf_counter() - self._recorded > 1.0:
            self._record, self._recorded = self._run.record(), perf_counter()

    def whole_record(self) -> files.RunRecord:
        """The run as it stands, or as it last was whole where it was stopped in mid-step."""
        return self._record if self._interrupts.count > 1 else self._run.record()


def _result(run: Run, seconds: float) -> dict[str, Any]:
    """The object of ``train --json`` (interface §4)."""
    parameters = run.parameters().astype("<f8")
    return {
        "epoch": run.epoch,
        "step": run.step,
        "stopped": run.stopped,
        "loss": run.loss._asdict(),
        "metrics": run.metrics._asdict(),
        "seconds": seconds,
        "steps_per_second": run.steps_taken / seconds,
        "parameters_sha256": hashlib.sha256(parameters.tobytes()).hexdigest(),
        "history": {
            "epoch": run.history.epoch.tolist(),
            "train": run.history.train.tolist(),
            "test": run.history.test.tolist(),
        },
    }


def _table(run: Run, result: Mapping[str, Any]) -> str:
    """The same for people."""
    title = f"{run.experiment.name or run.experiment.data.kind}: epoch {run.epoch:,}, step {run.step:,}"
    rows = {"": ("train", "test"), "loss": (run.loss.train, run.loss.test)}
    for name, value in run.metrics.train.items():
        rows[name] = (value, run.metrics.test.get(name))
    lines = [f"{title}, stopped: {run.stopped}"]
    for name, (train, test) in rows.items():
        lines.append(f"  {name:10}{_cell(train)}{_cell(test)}".rstrip())
    if run.data.kind.task == "number" and "accuracy" in run.metrics.train:
        lines.append("  accuracy counts outputs that round to the target; these targets lie between 0 and 1")
    lines.append(f"  {result['steps_per_second']:,.0f} steps/s, {result['seconds']:.2f} s")
    return "\n".join(lines) + "\n"


def _cell(value: float | str | None) -> str:
    if isinstance(value, str):
        return f"{value:>12}"
    return f"{'–' if value is None or math.isnan(value) else f'{value:.4g}':>12}"


# -- bench --------------------------------------------------------------------------------


def bench(options: argparse.Namespace) -> int:
    """Measure the engine, then the window, or films alone, each line against its floor or yardstick."""
    from nndesk.project.bench import engine_figures, table

    if options.film:
        pyav()  # what is missing is said before Qt is loaded
        _tell_measuring("films")
        figures = _offscreen().film_figures()
    else:
        figures = engine_figures(progress=_tell_measuring)
        _tell_measuring("the window")
        figures += _offscreen().window_figures()
    show(
        _json([{**asdict(figure), "holds": figure.holds} for figure in figures])
        if options.json
        else table(figures)
    )
    return DONE


def _tell_measuring(what: str) -> None:
    tell(f"measuring {what}")


# -- JSON -----------------------------------------------------------------------


def _json(value: Any) -> str:
    return json.dumps(_finite(value), allow_nan=False) + "\n"


def _finite(value: Any) -> Any:
    """``value`` with null for every number that JSON does not have."""
    match value:
        case dict():
            return {key: _finite(part) for key, part in value.items()}
        case list():
            return [_finite(part) for part in value]
        case float():
            return value if math.isfinite(value) else None
        case _:
            return value
