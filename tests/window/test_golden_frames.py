"""The window's pictures against those that were looked at and blessed: `--bless` writes them anew.

Each is drawn from a run stored beside it, not trained here: trained numbers differ in their last bits from
one processor to another, and pictures may by two levels of a colour. The runs were made once, by
`python -m tests.window.test_golden_frames`.
"""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from nndesk.app import create_window
from nndesk.interop import lesson as lessons
from nndesk.interop.source import preset
from nndesk.project import files
from nndesk.project.run import Run, quiet_numbers
from nndesk.resources import resource
from nndesk.session.player import Told
from nndesk.session.preferences import Preferences
from nndesk.ui import film
from nndesk.ui.pictures import Picture
from nndesk.ui.window import MainWindow

FOLDER = Path(__file__).parents[1] / "golden" / "frames"
RUNS = {"spiral": 214, "digits": 20, "reg_gauss": 120, "sine": 200}  # epochs of each preset
LEVELS = 2

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="text is drawn differently elsewhere"),
]


@dataclass(frozen=True)
class Frame:
    """What a picture is of. Without a run it is the first page; a ``panel`` is cut out of the window.

    With ``present`` it is what Present shows.
    """

    run: str | None
    size: tuple[int, int] = (1440, 900)
    theme: str = "light"
    lang: str = "en"
    lens: str = "activation"
    select: str = "none"
    panel: bool = False
    present: tuple[str, int, bool] | None = None  # lesson, step, and whether its answer is shown


SMALL = 1280, 720
FRAMES = {
    "welcome": Frame(None),
    "welcome-dark-zh": Frame(None, SMALL, "dark", "zh_CN"),
    "spiral": Frame("spiral"),
    "spiral-dark": Frame("spiral", theme="dark"),
    "spiral-zh": Frame("spiral", SMALL, lang="zh_CN"),
    "spiral-gradient": Frame("spiral", SMALL, lens="gradient"),
    "spiral-health-dark": Frame("spiral", SMALL, "dark", lens="health"),
    "digits": Frame("digits"),
    "digits-dark-zh": Frame("digits", SMALL, "dark", "zh_CN"),
    "hills": Frame("reg_gauss"),
    "curve": Frame("sine", SMALL),
    "present": Frame("spiral", present=("neuron", 3, False)),
    "present-asked": Frame("digits", SMALL, present=("activation", 0, True)),
    "present-dark-zh": Frame("spiral", SMALL, "dark", "zh_CN", present=("neuron", 0, False)),
    "panel-layer": Frame("spiral", select="layers.1", panel=True),
    "panel-layer-dark-zh": Frame("spiral", SMALL, "dark", "zh_CN", select="layers.1", panel=True),
    "panel-neuron": Frame("spiral", select="layers.1.units.2", panel=True),
    "panel-edge": Frame("spiral", select="layers.1.weights.4.2", panel=True),
    "panel-data": Frame("spiral", select="data", panel=True),
    "panel-loss": Frame("digits", select="loss", panel=True),
    "panel-health": Frame("spiral", select="health", panel=True),
    "panel-matrix": Frame("digits", select="matrix.0", panel=True),
}


@pytest.fixture
def draw(qapp: QApplication) -> Iterator[Callable[[Frame], QImage]]:
    windows: list[MainWindow] = []

    def drawer(frame: Frame) -> QImage:
        source = str(FOLDER / f"{frame.run}.nnd") if frame.run else None
        window = create_window(source, frame.theme, frame.lang, Preferences(None))
        windows.append(window)
        window.resize(*frame.size)
        window.show()
        window.canvas.set_lens(frame.lens)
        window.selection.set(frame.select)
        image = film.picture(window)
        if frame.present is not None:
            return present(window, frame.size, *frame.present)
        if frame.panel:
            inspector = window.inspector
            image = image.copy(QRect(inspector.mapTo(window, QPoint()), inspector.size()))
        return image

    yield drawer
    for window in windows:
        window.close_without_asking()
        window.deleteLater()


def present(window: MainWindow, size: tuple[int, int], name: str, step: int, marked: bool) -> QImage:
    lesson = lessons.find(resource(f"lessons/{name}.json"))
    assert lesson is not None
    view = window.teaching.presenter.make_view()
    view.show_told(Told(lesson, step, marked, marked))
    view.resize(*size)
    view.show()
    image = Picture(window, "present", QSize(*size), view=view).image()
    view.leave()
    view.deleteLater()
    return image


def pixels(image: QImage) -> NDArray[np.int16]:
    """Rows, columns, and blue, green, red."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    flat = np.frombuffer(plain.constBits(), np.uint8)
    return flat.reshape(plain.height(), plain.width(), 4)[..., :3].astype(np.int16)


def difference(drawn: NDArray[np.int16], blessed: NDArray[np.int16]) -> str:
    """What differs by more than is allowed, in words; "" where nothing does."""
    if drawn.shape != blessed.shape:
        return f"is {drawn.shape[1]}×{drawn.shape[0]}, was {blessed.shape[1]}×{blessed.shape[0]}"
    off = np.abs(drawn - blessed).max(axis=2)
    rows, columns = np.nonzero(off > LEVELS)
    if not rows.size:
        return ""
    left, top, right, bottom = columns.min(), rows.min(), columns.max(), rows.max()
    return f"{rows.size} pixels differ, by {off.max()} at most, from {left},{top} to {right},{bottom}"


@pytest.mark.parametrize("name", FRAMES)
def test_a_picture_is_the_blessed_one(
    name: str,
    draw: Callable[[Frame], QImage],
    request: pytest.FixtureRequest,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    blessed = FOLDER / f"{name}.png"
    image = draw(FRAMES[name])
    if blessed.exists():
        found = difference(pixels(image), pixels(QImage(str(blessed))))
    else:
        found = "there is no blessed picture"
    if request.config.getoption("--bless"):
        if found:
            assert image.save(str(blessed))
            with capsys.disabled():
                print(f"\nblessed {blessed.name}: {found}")
    elif found:
        drawn = tmp_path / f"{name}.png"
        image.save(str(drawn))
        pytest.fail(f"{name}: {found}; drawn: {drawn}, blessed: {blessed}; look at both, then --bless")


def test_the_same_run_gives_the_same_picture_to_the_byte(draw: Callable[[Frame], QImage]) -> None:
    frame = Frame("spiral", SMALL, "dark", "zh_CN", select="layers.1.units.2")
    first = draw(frame)
    assert draw(frame) == first


def test_every_blessed_picture_is_compared() -> None:
    assert {file.stem for file in FOLDER.glob("*.png")} == set(FRAMES)


def test_a_difference_is_told() -> None:
    blessed = np.full((4, 5, 3), 100, np.int16)
    drawn = blessed + LEVELS
    assert difference(drawn, blessed) == ""
    drawn[1:3, 2] += 1
    assert difference(drawn, blessed) == "2 pixels differ, by 3 at most, from 2,1 to 2,2"
    assert difference(drawn[1:], blessed) == "is 5×3, was 5×4"


def make_runs() -> None:
    """Train the runs that the pictures are drawn from, and write them."""
    for name, epochs in RUNS.items():
        run = Run(preset(name))
        with quiet_numbers():
            run.advance(run.trainer.steps_until(epochs))
        files.write(FOLDER / f"{name}.nnd", files.Project(run.experiment, run.record()))


if __name__ == "__main__":
    make_runs()
