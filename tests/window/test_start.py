"""The program is started, used, closed and started again: what is remembered."""

import ast
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]

_PROGRAM = """
import sys
from PySide6.QtCore import QTimer
from nndesk import start
from nndesk.ui.application import application

def use():
    window = next(each for each in qapp.topLevelWidgets() if each.objectName() == "mainWindow")
    if not window.filled:
        QTimer.singleShot(50, use)
        return
    print(window.width(), window.height(), window.inspector.toggle_action.isChecked(), window.welcomes,
          window.canvas.appearance.theme.name, sep=",", file=sys.stderr)
    exec(sys.argv[1])
    window.close_without_asking()

qapp = application()
QTimer.singleShot(300, use)
source = None
if sys.argv[2:]:
    from nndesk.interop.source import resolve
    source = resolve(sys.argv[2])
sys.exit(start.main(source))
"""


def start(settings: Path, use: str = "", *arguments: str) -> list[Any]:
    """Open the program, do ``use`` with its ``window``, close it; what it looked like at first."""
    screen = {"name": "", "x": 0, "y": 0, "width": 2560, "height": 1440, "logicalDpi": 96, "dpr": 1}
    (settings / "screens.json").write_text(json.dumps({"screens": [screen]}))
    platform = f"offscreen:configfile={settings / 'screens.json'}"
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, use, *arguments],
        env={**os.environ, "XDG_CONFIG_HOME": str(settings), "QT_QPA_PLATFORM": platform},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    line = next(line for line in done.stderr.splitlines() if line.count(",") == 4)
    *values, theme = line.split(",")
    return [*map(ast.literal_eval, values), theme]


def test_size_panel_and_theme_are_there_again(tmp_path: Path):
    assert start(tmp_path) == [1440, 900, True, True, "light"]
    used = (
        "window.resize(1300, 800); window.inspector.toggle_action.trigger(); "
        "window.following.preferences.set('theme', 'dark')"
    )
    assert start(tmp_path, used, "xor") == [1440, 900, True, False, "light"]
    assert start(tmp_path, "", "xor") == [1300, 800, False, False, "dark"]


def test_how_the_network_is_read_is_there_again_and_no_picture_knows_of_it(tmp_path: Path):
    used = (
        "from PySide6.QtTest import QTest; QTest.keyClick(window.canvas, 'n'); "
        "window.findChild(QAction, 'actionGrid').trigger()"
    )
    settings = tmp_path / "settings"
    settings.mkdir()
    start(settings, f"from PySide6.QtGui import QAction; {used}", "xor")
    seen = "print(*vars(window.canvas.options).values(), file=open(sys.argv[3], 'w'))"
    start(settings, seen, "xor", str(tmp_path / "seen"))
    assert (tmp_path / "seen").read_text().split() == ["True", "False", "False"]
    pictures: list[bytes] = []
    for home in (settings, tmp_path):
        out = tmp_path / "xor.png"
        subprocess.run(
            [sys.executable, "-m", "nndesk", "render", "xor", "-o", str(out)],
            env={**os.environ, "XDG_CONFIG_HOME": str(home)},
            cwd=ROOT,
            check=True,
            timeout=60,
        )
        pictures.append(out.read_bytes())
    assert pictures[0] == pictures[1]


def test_settings_that_cannot_be_read_do_no_harm(tmp_path: Path):
    folder = tmp_path / "nndesk"
    folder.mkdir()
    (folder / "nndesk.ini").write_bytes(b"\xff\xfe[[[=\n\x00theme=7\ngeometry=@ByteArray(x)\npanel=\n")
    assert start(tmp_path)[:2] == [1440, 900]


_EMPTY = """
import sys
from PySide6.QtCore import QTimer
from nndesk import start
from nndesk.ui.application import application

def paint():
    window = next(each for each in qapp.topLevelWidgets() if each.objectName() == "mainWindow")
    heavy = [name for name in ("nndesk.engine", "nndesk.ui.canvas.view", "pyqtgraph") if name in sys.modules]
    print(window.filled, window.isVisible(), heavy, file=sys.stderr)
    window.close()

def watch():
    window = next(each for each in qapp.topLevelWidgets() if each.objectName() == "mainWindow")
    window.painted.disconnect()
    window.painted.connect(paint)

qapp = application()
QTimer.singleShot(0, watch)
sys.exit(start.main())
"""


def test_the_window_is_painted_before_what_fills_it_is_imported_and_may_be_closed_then(tmp_path: Path):
    done = subprocess.run(
        [sys.executable, "-c", _EMPTY],
        env={**os.environ, "XDG_CONFIG_HOME": str(tmp_path)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert "False True []" in done.stderr
