"""The other commands: presets, check, gradcheck, render, bench."""

import json
import os
import re
import struct
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

import nndesk
from nndesk.cli import main
from nndesk.engine.network import parameter_layout
from nndesk.interop.lesson import Lesson
from nndesk.project import bench
from nndesk.project.bench import Figure
from nndesk.project.run import Run
from nndesk.project.spec import dumps
from nndesk.resources import resource
from tests.cli.helpers import refused, run
from tests.experiments import tiny


def test_presets_lists_the_nine_with_one_sentence_each(capsys):
    assert main(["presets", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [preset["name"] for preset in found] == [
        *("gauss", "xor", "circle", "spiral", "reg_plane", "reg_gauss", "sine", "digits", "textbook")
    ]
    for preset in found:
        assert set(preset) == {"name", "title", "description"}
        assert preset["title"]
        assert preset["description"].endswith(".")


def test_presets_for_people_are_one_line_each(capsys):
    assert main(["presets"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 9
    assert lines[3].startswith("spiral ")


def test_check_says_what_a_file_holds(network: Run, capsys):
    assert main(["check", "net.nnd"]) == 0
    printed = capsys.readouterr().out
    assert "spiral, 60 samples, 50% for training" in printed
    assert "2 inputs → 5 tanh → 3 relu → 1 sigmoid" in printed
    assert "12 epochs, 60 steps" in printed


def test_check_says_what_a_lesson_holds_or_which_step_is_wrong(folder: Path, capsys):
    text = resource("lessons/neuron.json").read_text(encoding="utf-8")
    (folder / "lesson.json").write_text(text, encoding="utf-8")
    assert main(["check", "lesson.json"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("lesson.json: What a neuron does, a lesson\n")
    assert re.search(r"steps +8, 2 of them with a question", printed)
    (folder / "lesson.json").write_text(
        text.replace('"layers.0.units.0"', '"layers.0.units.1"'), encoding="utf-8"
    )
    assert main(["check", "lesson.json"]) == 2
    error = capsys.readouterr().err
    assert error == "nndesk: error: steps.2.do.0: unit 1 does not exist; units are 0 to 0\n"


def test_check_says_what_cannot_be_trained_yet(folder: Path, capsys):
    later = tiny(data__kind="points", data__rows=[[1, 2, 0], [2, 1, 1]])
    (folder / "later.json").write_text(dumps(later), encoding="utf-8")
    assert main(["check", "later.json"]) == 0
    assert 'data.kind: is "points"' in capsys.readouterr().out
    refused(["train", "later.json"], 'data.kind: is "points"', folder, capsys)


def test_check_and_train_warn_of_what_will_go_wrong(folder: Path, capsys):
    (folder / "odd.json").write_text(dumps(tiny(network__layers__2__activation="relu")), encoding="utf-8")
    for command in (["check", "odd.json"], ["train", "odd.json", "--epochs", "1"]):
        assert main(command) == 0
        printed = capsys.readouterr()
        assert printed.err.startswith(
            "nndesk: warning: network.layers.2.activation: outputs of relu leave 0 … 1;"
        )
        assert "warning" not in printed.out


def test_divergence_names_its_first_neuron(folder: Path, capsys):
    changes = {f"network__layers__{number}__activation": "linear" for number in range(3)}
    explosive = tiny(loss__kind="mean_squared_error", optimizer__kind="sgd", optimizer__learning_rate=40.0,
                     training__stop__epochs=200, **changes)  # fmt: skip
    (folder / "loud.json").write_text(dumps(explosive), encoding="utf-8")
    assert main(["train", "loud.json"]) == 3
    assert re.search(
        r"diverged after epoch \d+ \(first in layer \d, unit \d, at step \d+\)", capsys.readouterr().err
    )


def test_gradcheck_compares_at_the_parameters_of_the_source(network: Run, capsys):
    assert main(["gradcheck", "net.nnd", "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert set(result) == {"relative_error", "parameters", "worst"}
    assert set(result["worst"]) == {"place", "analytic", "numeric"}
    assert result["parameters"] == 37
    assert result["relative_error"] < 1e-6
    layout = parameter_layout(2, [5, 3, 1])
    gradient = network.trainer.gradient()
    _, layer, name, *index = result["worst"]["place"].split(".")
    place = layout[int(layer)]
    part = gradient[place.weights].reshape(place.shape) if name == "weights" else gradient[place.bias]
    assert result["worst"]["analytic"] == part[tuple(map(int, index))]
    assert main(["gradcheck", "net.nnd"]) == 0
    assert "largest relative error" in capsys.readouterr().out


def test_render_needs_no_screen_and_draws_the_same_picture_again(folder: Path):
    pictures: list[bytes] = []
    for name in ("one.png", "two.png"):
        done = run(
            "render",
            "tiny.json",
            "--epochs",
            "3",
            "--size",
            "1280x720",
            "--scale",
            "1.5",
            "-o",
            name,
            screen=False,
        )
        assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
        pictures.append((folder / name).read_bytes())
    assert pictures[0] == pictures[1]
    assert struct.unpack(">II", pictures[0][16:24]) == (1920, 1080)


@pytest.mark.parametrize(
    "options", [("--panel", "layer"), ("--select", "matrix.1"), ("--panel", "data", "--select", "layers.1")]
)
def test_render_shows_the_panel_and_what_is_selected(folder: Path, options: tuple[str, ...]):
    for name, more in (("plain.png", ()), ("chosen.png", options)):
        done = run("render", "tiny.json", "--size", "1180x680", *more, "-o", name, screen=False)
        assert (done.returncode, done.stderr) == (0, b"")
    assert (folder / "plain.png").read_bytes() != (folder / "chosen.png").read_bytes()


def test_a_part_is_drawn_as_lines_and_letters_without_its_ground(folder: Path):
    options = ("--scene", "canvas", "--transparent", "--size", "1000x700")
    for name in ("canvas.svg", "canvas.pdf"):
        done = run("render", "tiny.json", *options, "-o", name, screen=False)
        assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    svg, pdf = (folder / "canvas.svg").read_text(encoding="utf-8"), (folder / "canvas.pdf").read_bytes()
    assert 'viewBox="0 0 1000 700"' in svg
    assert ">Hidden 1</text>" in svg
    assert b"/MediaBox [0 0 750" in pdf


def test_bench_prints_every_figure_with_its_ratio_goal_and_verdict(monkeypatch, capsys):
    figures = [
        Figure("Steps", 90.0, "steps/s", 100.0, 0.9, 0.75),
        Figure("Losses", 3.0, "µs", 2.0, 1.5, 1.3, at_least=False),
        Figure("Epochs", 7.0, "epochs/s"),
    ]
    monkeypatch.setattr(bench, "engine_figures", lambda progress: figures[:2])
    monkeypatch.setitem(sys.modules, "nndesk.app", SimpleNamespace(window_figures=lambda: figures[2:]))
    assert main(["bench", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [figure["name"] for figure in found] == ["Steps", "Losses", "Epochs"]
    assert [figure["ratio"] for figure in found] == [0.9, 1.5, None]
    assert [figure["goal"] for figure in found] == [0.75, 1.3, None]
    assert [figure["holds"] for figure in found] == [True, False, None]
    assert main(["bench"]) == 0
    printed = capsys.readouterr()
    assert printed.out == bench.table(figures)
    assert printed.err == "nndesk: measuring the window\n"


def test_bench_of_films_measures_films_alone(monkeypatch, capsys):
    pytest.importorskip("av", reason="films need PyAV, the extra nndesk[film]")
    figures = [Figure("Film", 50.0, "frames/s", 70.0, 0.7, 0.5)]
    monkeypatch.setattr(bench, "engine_figures", lambda progress: pytest.fail("not the engine"))
    monkeypatch.setitem(sys.modules, "nndesk.app", SimpleNamespace(film_figures=lambda: figures))
    assert main(["bench", "--film"]) == 0
    assert capsys.readouterr().out == bench.table(figures)


def test_pictures_need_no_extra_and_films_say_which_they_need(folder: Path):
    (folder / "without").mkdir()
    (folder / "without" / "av.py").write_text("raise ImportError('it is not installed')\n", encoding="utf-8")
    root = str(Path(nndesk.__file__).parents[1])
    path = os.pathsep.join([str(folder / "without"), root])
    done = run("render", "tiny.json", "--size", "1180x680", "-o", "out.png", PYTHONPATH=path)
    assert (done.returncode, done.stderr) == (0, b"")
    done = run("render", "tiny.json", "-o", "out.mp4", PYTHONPATH=path)
    assert done.returncode == 2
    assert done.stderr == (
        b"nndesk: error: PyAV cannot be loaded (it is not installed); "
        b"`pip install nndesk[film]` adds what films need\n"
    )
    assert sorted(path.name for path in folder.iterdir()) == ["out.png", "tiny.json", "without"]


def test_a_lesson_opens_the_window(monkeypatch: pytest.MonkeyPatch):
    opened: list[object] = []

    def window(source: object, theme: str | None, lang: str | None) -> int:
        opened.append(source)
        return 0

    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setattr("nndesk.start.main", window)
    assert main([str(resource("lessons/loss.json"))]) == 0
    assert [lesson.title["en"] for lesson in opened if isinstance(lesson, Lesson)] == ["What a loss measures"]
