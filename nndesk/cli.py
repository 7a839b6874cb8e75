"""The command line: what may be typed, and how it ends. What the commands do is in `commands`.

Results go to standard output, everything else to standard error. Exit status: 0 done, 2 bad use
or bad input (one line, no traceback), 3 diverged, 130 interrupted.
"""

import argparse
import os
import re
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn

from nndesk import __version__
from nndesk.console import prepare, show, tell
from nndesk.errors import NndeskError
from nndesk.registry import nearest
from nndesk.resources import resource

BAD_INPUT = 2
INTERRUPTED = 130
COMMANDS = ("presets", "train", "predict", "check", "gradcheck", "render", "bench")

_LENSES = ("activation", "gradient", "health")
_PANELS = ("training", "layer", "neuron", "edge", "data", "loss", "health")
CODECS = ("h264", "vp9")
_SOURCE = "a preset's name, a .nnd or .json file, or a TensorFlow Playground link"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line, ``sys.argv`` where none is given, and return its exit status."""
    # Two BLAS threads give other last bits than one. OpenBLAS reads this once, when NumPy is imported.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    prepare()
    try:
        return _dispatch(sys.argv[1:] if arguments is None else list(arguments))
    except NndeskError as error:
        tell(f"error: {error}")
        return BAD_INPUT
    except SystemExit as ended:  # argparse, after --help and --version
        show("")
        return int(ended.code or 0)
    except KeyboardInterrupt:
        return INTERRUPTED


def _dispatch(arguments: list[str]) -> int:
    first = arguments[0] if arguments else ""
    if first in ("--version", "--verbose"):
        return _version(arguments)
    if first not in (*COMMANDS, "-h", "--help"):
        return _window(arguments)
    options, unknown = parser().parse_known_args(arguments)
    if unknown:
        what = f"{unknown[0]}: unknown, or more than {options.command} takes"
        raise NndeskError(f"{what}; nndesk {options.command} --help shows what is right")
    from nndesk import commands

    run: Callable[[argparse.Namespace], int] = getattr(commands, options.command)
    return run(options)


def _version(arguments: list[str]) -> int:
    parser = _Parser(prog="nndesk", allow_abbrev=False)
    _add_version(parser, required=True)
    options = parser.parse_args(arguments)
    show(f"nndesk {__version__}\n")
    if options.verbose:
        from nndesk import commands

        commands.licences()
    return 0


def _window(arguments: list[str]) -> int:
    parser = _Parser(prog="nndesk", usage=_USAGE, allow_abbrev=False)
    parser.add_argument("source", nargs="?", metavar="SOURCE")
    parser.add_argument("more", nargs="*")
    _add_look(parser, theme=None, language=None)
    options = parser.parse_args(arguments)
    if options.source in COMMANDS:
        raise NndeskError(f"{arguments[0]}: stands before {options.source}; a command comes first")
    if options.more:
        near = nearest(options.source, list(COMMANDS))
        hint = f"did you mean {near!r}?" if near else f"known are {', '.join(COMMANDS)}"
        raise NndeskError(f"{options.source!r} is no command; {hint}")
    return _open_window(options)


def _open_window(options: argparse.Namespace) -> int:
    """Open the window on a source; returns when it is closed."""
    if sys.platform == "linux" and not any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    ):
        raise NndeskError(
            "there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set); "
            "`nndesk train` and `nndesk render` need none"
        )
    source = None
    if options.source is not None:  # what is wrong with it is said before Qt is loaded
        from nndesk.interop.lesson import find
        from nndesk.interop.source import resolve

        source = find(options.source) or resolve(options.source)
    from nndesk.start import main as open_window

    return open_window(source, options.theme, options.lang)


# -- what may be typed ----------------------------------------------------------------------

_USAGE = "nndesk [SOURCE]\n       nndesk COMMAND …"


class _Parser(argparse.ArgumentParser):
    """An ArgumentParser whose complaints are NndeskErrors, so one line each."""

    def error(self, message: str) -> NoReturn:
        raise NndeskError(f"{message.removeprefix('argument ')}; {self.prog} --help shows what is right")


def parser() -> argparse.ArgumentParser:
    """All that may be typed; the man page is made of it."""
    parser = _Parser(
        prog="nndesk",
        usage=_USAGE,
        allow_abbrev=False,
        description="See, train and understand neural networks. Without a command a window opens.",
        epilog=f"SOURCE is {_SOURCE}.",
    )
    _add_version(parser)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", prog="nndesk", required=True)

    def command(name: str, does: str, more: str = "") -> argparse.ArgumentParser:
        return commands.add_parser(
            name, help=does, description=f"{does[0].upper()}{does[1:]}.", epilog=more, allow_abbrev=False
        )

    presets = command("presets", "list the built-in experiments")
    _add_json(presets)

    train = command(
        "train",
        "train without a window",
        "A trained .nnd goes on where it stopped. Ctrl-C ends it and writes what was trained to OUT.nnd.",
    )
    train.add_argument("source", metavar="SOURCE", help=_SOURCE)
    train.add_argument(
        "--epochs",
        type=_count,
        metavar="N",
        help="train N more epochs, instead of up to the experiment's own training.stop.epochs",
    )
    train.add_argument("--seed", metavar="S", help="the seed of start values and order, as --set seed=S")
    train.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="change the experiment first, for example optimizer.learning_rate=0.1; may be repeated",
    )
    _add_json(train)
    _add_out(train, "OUT.nnd", "write the trained network here")

    predict = command(
        "predict",
        "add the network's outputs to the rows of a table",
        "Columns are taken by name where the header has all the input's names, else by position. "
        "A first line of numbers only is a row, unless it counts 0, 1, 2 and so on.",
    )
    predict.add_argument("file", metavar="FILE.nnd", help="a trained network")
    predict.add_argument("rows", metavar="ROWS.csv", help="comma-separated values, UTF-8")
    _add_out(predict, "OUT.csv", "write the table here instead of to standard output")

    check = command("check", "say what a file holds, or what is wrong with it and where")
    check.add_argument("file", metavar="FILE", help="a .nnd or .json file, or a lesson")

    gradcheck = command(
        "gradcheck", "compare the gradient with central differences: the largest relative error"
    )
    gradcheck.add_argument("source", metavar="SOURCE", help=_SOURCE)
    _add_json(gradcheck)

    render = command(
        "render",
        "draw a picture (PNG, SVG, PDF) or make a film (MP4, WebM, GIF) without a screen",
        "A film shows the training of SOURCE from epoch A to epoch B, or a lesson. It needs the extra "
        "nndesk[film]. Ctrl-C leaves no file behind.",
    )
    render.add_argument("source", metavar="SOURCE", help=f"{_SOURCE}; for a film also a lesson")
    _add_out(
        render, "OUT", "the picture, .png, .svg or .pdf, or the film, .mp4, .webm or .gif", required=True
    )
    render.add_argument("--scene", help="window, canvas, loss or present; default window, for a film present")
    render.add_argument("--transparent", action="store_true", help="nothing behind the canvas or loss scene")
    render.add_argument("--lens", choices=_LENSES, default=_LENSES[0], help="what the canvas shows")
    render.add_argument("--panel", choices=_PANELS, help="the panel that is open, whatever is selected")
    render.add_argument("--select", metavar="TARGET", help="what is selected, such as layers.1.units.2")
    render.add_argument("--epochs", type=_span, metavar="N|A:B", help="train N epochs first; a film's span")
    render.add_argument("--sample", type=_count, metavar="N", help="show row N: training rows first, from 0")
    render.add_argument(
        "--size",
        type=_size,
        metavar="WxH",
        help="default 1440x900; of films and all scenes but window 1920x1080",
    )
    render.add_argument("--scale", type=_scale, default=1.0, metavar="S", help="pixels per unit; default 1")
    render.add_argument("--seconds", type=_seconds, metavar="S", help="how long a film takes; default 10")
    render.add_argument("--fps", type=_count, metavar="N", help="frames a second, 1 to 60; default 30")
    render.add_argument(
        "--captions",
        choices=("burn", "file", "none"),
        help="what a lesson says: in its film (default), as WebVTT beside it, or not at all",
    )
    render.add_argument("--codec", choices=CODECS, help="default h264, in a .webm vp9")
    _add_look(render, theme="light", language="en")

    bench = command("bench", "measure this machine's speed: of each line its ratio and its goal")
    bench.add_argument("--film", action="store_true", help="measure films alone")
    _add_json(bench)
    return parser


def _add_version(parser: argparse.ArgumentParser, required: bool = False) -> None:
    version = "show the version and exit"
    parser.add_argument("--version", action="store_true", required=required, help=version)
    verbose = "with --version: also show what nndesk is made of, with licences"
    parser.add_argument("--verbose", action="store_true", help=verbose)


def _add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON, for programs")


def _add_out(parser: argparse.ArgumentParser, metavar: str, does: str, required: bool = False) -> None:
    parser.add_argument("-o", dest="out", metavar=metavar, help=does, required=required)


def _add_look(parser: argparse.ArgumentParser, theme: str | None, language: str | None) -> None:
    parser.add_argument("--theme", choices=("light", "dark"), default=theme, help="its colours")
    found = (file.stem.removeprefix("nndesk_") for file in resource("i18n").glob("nndesk_*.qm"))
    parser.add_argument("--lang", choices=("en", *sorted(found)), default=language, help="its language")


def _count(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise argparse.ArgumentTypeError(f"is {text!r}, not a whole number from 0 to 999,999,999")
    return int(text)


def _span(text: str) -> int | tuple[int, int]:
    found = re.fullmatch(r"([0-9]{1,9}):([0-9]{1,9})", text)
    if found is None:
        if ":" in text:
            raise argparse.ArgumentTypeError(f"is {text!r}, not a span such as 0:400")
        return _count(text)
    first, last = int(found[1]), int(found[2])
    if first > last:
        raise argparse.ArgumentTypeError(f"is {text!r}, which ends before it begins")
    return first, last


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= 36_000:
        raise argparse.ArgumentTypeError(f"is {text!r}, not a number above 0 and up to 36,000")
    return seconds


def _size(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{1,5})[x×](\d{1,5})", text)
    if found:
        width, height = int(found[1]), int(found[2])
        if 320 <= width <= 7680 and 240 <= height <= 4320:
            return width, height
    raise argparse.ArgumentTypeError(f"is {text!r}, not a size such as 1440x900, from 320x240 to 7680x4320")


def _scale(text: str) -> float:
    try:
        scale = float(text)
    except ValueError:
        scale = 0.0
    if not 0.5 <= scale <= 4:
        raise argparse.ArgumentTypeError(f"is {text!r}, not a number from 0.5 to 4")
    return scale
