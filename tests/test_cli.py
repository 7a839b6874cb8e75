"""The command line: what it prints, writes and returns, and how it refuses."""

import csv
import hashlib
import json
import os
import signal
import struct
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import safetensors.numpy

import nndesk
from nndesk import commands
from nndesk.cli import COMMANDS, main
from nndesk.engine.network import parameter_layout
from nndesk.project import bench, files
from nndesk.project.bench import Figure
from nndesk.project.edits import set_value
from nndesk.project.run import Run
from nndesk.project.spec import dumps
from tests.experiments import tiny

NOT_WINDOWS = pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal of POSIX")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The present folder: empty but for tiny.json, which has 12 epochs of 5 steps."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tiny.json").write_text(dumps(tiny()), encoding="utf-8")
    return tmp_path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def setting(*assignments: str) -> list[str]:
    return [word for text in assignments for word in ("--set", text)]


def trained(*arguments: str, capsys: pytest.CaptureFixture[str]) -> dict:
    """The JSON of a ``train`` that must succeed."""
    assert main(["train", *arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def flat_parameters(path: Path) -> np.ndarray:
    """The parameters in a .nnd, in file order, read without nndesk."""
    from zipfile import ZipFile

    with ZipFile(path) as archive:
        tensors = safetensors.numpy.load(archive.read("weights.safetensors"))
    parts = [tensors[f"layers.{layer}.{name}"].ravel() for layer in range(3) for name in ("weights", "bias")]
    return np.concatenate(parts).astype("<f8")


# -- presets ------------------------------------------------------------------------------


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


# -- train --------------------------------------------------------------------------------


def test_train_prints_the_object_of_the_interface(capsys):
    result = trained("tiny.json", "-o", "out.nnd", capsys=capsys)
    assert set(result) == {
        *("epoch", "step", "stopped", "loss", "metrics", "seconds", "steps_per_second"),
        *("parameters_sha256", "history"),
    }
    assert (result["epoch"], result["step"], result["stopped"]) == (12, 60, "epochs")
    assert set(result["loss"]) == set(result["metrics"]) == {"train", "test"}
    assert set(result["metrics"]["train"]) == set(result["metrics"]["test"]) == {"accuracy"}
    assert result["history"]["epoch"] == list(range(13))
    assert result["history"]["train"][-1] == result["loss"]["train"]
    assert result["history"]["test"][-1] == result["loss"]["test"]
    assert result["steps_per_second"] == pytest.approx(60 / result["seconds"])


def test_the_sha256_is_of_the_flat_parameters_in_the_file(folder: Path, capsys):
    result = trained("tiny.json", "-o", "out.nnd", capsys=capsys)
    digest = hashlib.sha256(flat_parameters(folder / "out.nnd").tobytes()).hexdigest()
    assert result["parameters_sha256"] == digest


def test_the_cli_and_the_api_give_the_same_numbers(capsys):
    result = trained("tiny.json", capsys=capsys)
    run = nndesk.train(nndesk.load("tiny.json"))
    assert result["history"]["train"] == run.history.train.tolist()
    assert result["loss"]["test"] == run.loss.test


def test_ten_epochs_equal_four_and_six_through_a_file_bit_for_bit(folder: Path, capsys):
    assert main(["train", "tiny.json", "--epochs", "4", "-o", "four.nnd"]) == 0
    capsys.readouterr()
    parts = trained("four.nnd", "--epochs", "6", "-o", "parts.nnd", capsys=capsys)
    whole = trained("tiny.json", "--epochs", "10", "-o", "whole.nnd", capsys=capsys)
    for result in (parts, whole):
        del result["seconds"], result["steps_per_second"]
    assert parts == whole
    assert (folder / "parts.nnd").read_bytes() == (folder / "whole.nnd").read_bytes()


def test_a_trained_file_goes_on_to_its_own_stop_rule(capsys):
    main(["train", "tiny.json", "--epochs", "4", "-o", "four.nnd"])
    capsys.readouterr()
    result = trained("four.nnd", capsys=capsys)
    assert (result["epoch"], result["step"]) == (12, 60)
    assert result["steps_per_second"] == pytest.approx(40 / result["seconds"])


def test_a_run_at_its_stop_rule_says_so_and_stays(capsys):
    main(["train", "tiny.json", "-o", "done.nnd"])
    capsys.readouterr()
    assert main(["train", "done.nnd", "--json"]) == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out)["epoch"] == 12
    assert "--epochs N trains N more" in printed.err


def test_epochs_are_not_written_into_the_file(folder: Path):
    assert main(["train", "tiny.json", "--epochs", "3", "-o", "out.nnd"]) == 0
    assert files.read("out.nnd").experiment == tiny()


def test_no_epochs_write_the_initial_weights(folder: Path, capsys):
    result = trained("tiny.json", "--epochs", "0", "-o", "out.nnd", capsys=capsys)
    assert (result["epoch"], result["step"], result["stopped"]) == (0, 0, "epochs")
    assert result["history"]["epoch"] == [0]
    assert np.array_equal(flat_parameters(folder / "out.nnd"), Run(tiny()).parameters())


def test_seed_sets_the_seed_and_not_the_points(capsys):
    result = trained("tiny.json", "--seed", "11", "-o", "out.nnd", capsys=capsys)
    assert files.read("out.nnd").experiment == set_value(tiny(), "seed", 11)
    assert result["history"]["train"] == nndesk.train(tiny(seed=11)).history.train.tolist()


def test_set_takes_json_and_text(capsys):
    arguments = [
        "optimizer.kind=sgd",
        "network.layers.0.units=16",
        "optimizer.learning_rate=0.5",
        "name=7 = 7",
    ]
    trained("tiny.json", *setting(*arguments), "-o", "out.nnd", capsys=capsys)
    experiment = files.read("out.nnd").experiment
    assert experiment.optimizer.kind == "sgd"
    assert experiment.network.layers[0].units == 16
    assert experiment.optimizer.learning_rate == 0.5
    assert experiment.name == "7 = 7"


def test_a_rate_set_on_a_trained_file_is_a_change_at_its_step(capsys):
    main(["train", "tiny.json", "--epochs", "4", "-o", "four.nnd"])
    capsys.readouterr()
    result = trained(
        "four.nnd", "--epochs", "2", "--set", "optimizer.learning_rate=0.2", "-o", "out.nnd", capsys=capsys
    )
    run = Run(tiny())
    run.train(4)
    run.apply(set_value(run.experiment, "optimizer.learning_rate", 0.2))
    run.train(2)
    assert result["history"]["train"] == run.history.train.tolist()
    record = files.read("out.nnd").run
    assert record is not None
    assert [(change.step, dict(change.set)) for change in record.changes] == [
        (20, {"optimizer.learning_rate": 0.2})
    ]
    assert record.start == tiny()


def test_a_file_at_epoch_0_takes_any_set(capsys):
    main(["train", "tiny.json", "--epochs", "0", "-o", "start.nnd"])
    capsys.readouterr()
    result = trained("start.nnd", "--set", "network.layers.0.units=7", capsys=capsys)
    assert (
        result["history"]["train"] == nndesk.train(tiny(network__layers__0__units=7)).history.train.tolist()
    )


def test_notes_and_layout_of_a_file_are_kept():
    project = files.Project(tiny(), Run(tiny()).record(), view={"zoom": 2}, bookmarks=[], notes="mine")
    files.write("noted.nnd", project)
    assert main(["train", "noted.nnd", "--epochs", "1", "-o", "noted.nnd"]) == 0
    kept = files.read("noted.nnd")
    assert (kept.view, kept.notes) == ({"zoom": 2}, "mine")
    assert kept.run is not None
    assert kept.run.epoch == 1


def test_without_test_rows_their_loss_and_history_are_null(capsys):
    result = trained("tiny.json", "--set", "data.train_fraction=1", "--epochs", "2", capsys=capsys)
    assert result["loss"]["test"] is None
    assert result["metrics"]["test"] == {}
    assert result["history"]["test"] == [None, None, None]


def test_train_for_people_shows_the_losses_and_where_it_was_written(capsys):
    assert main(["train", "tiny.json", "-o", "out.nnd"]) == 0
    printed = capsys.readouterr()
    assert "epoch 12, step 60" in printed.out
    assert "accuracy" in printed.out
    assert printed.err == "nndesk: written to out.nnd\n"


def test_the_textbook_example_says_why_its_accuracy_is_0(capsys):
    assert main(["train", "textbook"]) == 0
    assert "accuracy counts outputs that round to the target" in capsys.readouterr().out


def test_no_progress_bar_without_a_terminal(capsys):
    assert main(["train", "tiny.json", "--json"]) == 0
    assert capsys.readouterr().err == ""


# -- divergence and Ctrl-C ----------------------------------------------------------------


LINEAR = [f"network.layers.{layer}.activation=linear" for layer in range(3)]
DIVERGING = [*LINEAR, "loss.kind=mse", "optimizer.kind=sgd", "optimizer.learning_rate=9"]


def test_divergence_is_exit_3_with_the_last_finite_state_in_the_file(folder: Path, capsys):
    assert main(["train", "tiny.json", *setting(*DIVERGING), "--json", "-o", "out.nnd"]) == 3
    printed = capsys.readouterr()
    result = json.loads(printed.out)
    assert result["stopped"] == "diverged"
    assert "diverged after epoch" in printed.err
    assert np.isfinite(flat_parameters(folder / "out.nnd")).all()
    digest = hashlib.sha256(flat_parameters(folder / "out.nnd").tobytes()).hexdigest()
    assert result["parameters_sha256"] == digest
    assert result["history"]["epoch"] == list(range(result["epoch"] + 1))


def interrupted(monkeypatch: pytest.MonkeyPatch, epoch: int, times: int) -> None:
    """Have Ctrl-C pressed ``times`` times at the end of ``epoch``."""
    train = Run.train

    def pressed(self: Run, epochs: int, progress: Callable[[int], None]) -> None:
        def noted(now: int) -> None:
            if now == epoch:
                for _ in range(times):
                    signal.raise_signal(signal.SIGINT)
            progress(now)

        train(self, epochs, noted)

    monkeypatch.setattr(Run, "train", pressed)


def test_ctrl_c_saves_what_was_trained(folder: Path, monkeypatch, capsys):
    with monkeypatch.context() as patched:
        interrupted(patched, epoch=5, times=1)
        assert main(["train", "tiny.json", "--json", "-o", "out.nnd"]) == 130
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err == "nndesk: interrupted at epoch 5; written to out.nnd\n"
    assert main(["train", "out.nnd", "-o", "out.nnd"]) == 0
    assert main(["train", "tiny.json", "-o", "whole.nnd"]) == 0
    assert (folder / "out.nnd").read_bytes() == (folder / "whole.nnd").read_bytes()


def test_a_second_ctrl_c_saves_the_epoch_before(monkeypatch):
    interrupted(monkeypatch, epoch=5, times=2)
    monkeypatch.setattr(
        commands, "perf_counter", iter(range(0, 1000, 2)).__next__
    )  # every epoch takes seconds
    assert main(["train", "tiny.json", "-o", "out.nnd"]) == 130
    record = files.read("out.nnd").run
    assert record is not None
    assert (record.epoch, record.step, len(record.train)) == (4, 20, 5)


def test_ctrl_c_without_an_output_file_leaves_none(folder: Path, monkeypatch, capsys):
    interrupted(monkeypatch, epoch=5, times=1)
    assert main(["train", "tiny.json"]) == 130
    assert capsys.readouterr().err == "nndesk: interrupted at epoch 5\n"
    assert names(folder) == ["tiny.json"]


def test_the_handler_of_ctrl_c_is_put_back():
    before = signal.getsignal(signal.SIGINT)
    assert main(["train", "tiny.json", "--epochs", "1"]) == 0
    assert signal.getsignal(signal.SIGINT) is before


def test_ctrl_c_outside_training_is_130_without_a_traceback(monkeypatch, capsys):
    def pressed(_options: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(commands, "presets", pressed)
    assert main(["presets"]) == 130
    assert capsys.readouterr() == ("", "")


@NOT_WINDOWS
def test_a_terminal_shows_a_bar_and_ctrl_c_there_saves(folder: Path):
    import pty
    import termios

    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (25, 80))  # a bar needs room
    command = [sys.executable, "-m", "nndesk", "train", str(folder / "tiny.json"), "--epochs", "9999999"]
    process = subprocess.Popen(
        [*command, "-o", "out.nnd"], stdout=subprocess.PIPE, stderr=theirs, env=environment(), cwd=folder
    )
    os.close(theirs)
    shown = b""
    while b"epochs/s" not in shown:
        shown += os.read(ours, 4096)
    process.send_signal(signal.SIGINT)
    output, _ = process.communicate(timeout=30)
    os.close(ours)
    assert (process.returncode, output) == (130, b"")
    record = files.read(folder / "out.nnd").run
    assert record is not None
    assert record.epoch > 0


# -- predict ------------------------------------------------------------------------------


@pytest.fixture
def network(folder: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    assert main(["train", "tiny.json", "-o", "net.nnd"]) == 0
    capsys.readouterr()
    return nndesk.load_run("net.nnd")


def predicted(text: str, capsys: pytest.CaptureFixture[str], network: str = "net.nnd") -> list[list[str]]:
    Path("rows.csv").write_text(text, encoding="utf-8")
    assert main(["predict", network, "rows.csv"]) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    return list(csv.reader(printed.out.splitlines()))


def test_predict_adds_output_and_class_to_the_rows(network: Run, capsys):
    rows = predicted("id,x2,x1\na,0.5,-1\nb,2,3e0\n", capsys)
    assert rows[0] == ["id", "x2", "x1", "output", "prediction"]
    assert [row[:3] for row in rows[1:]] == [["a", "0.5", "-1"], ["b", "2", "3e0"]]
    outputs = network.network.predict(np.array([[-1, 0.5], [3, 2]]))[:, 0]
    assert [float(row[3]) for row in rows[1:]] == outputs.tolist()
    assert [row[4] for row in rows[1:]] == ["1" if output > 0.5 else "0" for output in outputs]


def test_predict_takes_columns_by_position_where_their_number_is_right(network: Run, capsys):
    rows = predicted("width,height\n-1,0.5\n", capsys)
    assert rows[0] == ["width", "height", "output", "prediction"]
    assert float(rows[1][2]) == network.network.predict(np.array([[-1, 0.5]]))[0, 0]


def test_a_first_line_of_numbers_is_a_row(network: Run, capsys):
    rows = predicted("-1,0.5\n2,3\n", capsys)
    assert [row[:2] for row in rows] == [["x1", "x2"], ["-1", "0.5"], ["2", "3"]]


def test_a_first_line_that_counts_from_0_is_a_header(network: Run, capsys):
    rows = predicted("0,1\n2,3\n", capsys)
    assert [row[:2] for row in rows] == [["0", "1"], ["2", "3"]]


def test_predict_reads_what_spreadsheets_write(network: Run, capsys):
    rows = predicted('\ufeffx1,x2,note\r\n1,2,"a, b"\r\n\r\n3,4,\r\n', capsys)
    assert rows[0][:3] == ["x1", "x2", "note"]
    assert [row[2] for row in rows[1:]] == ["a, b", ""]


def test_a_header_without_rows_gives_a_header(network: Run, capsys):
    assert predicted("x1,x2\n", capsys) == [["x1", "x2", "output", "prediction"]]


def test_predict_writes_a_file(network: Run, folder: Path, capsys):
    Path("rows.csv").write_text("x1,x2\n1,2\n", encoding="utf-8")
    assert main(["predict", "net.nnd", "rows.csv"]) == 0
    printed = capsys.readouterr().out
    assert main(["predict", "net.nnd", "rows.csv", "-o", "out.csv"]) == 0
    assert capsys.readouterr() == ("", "")
    assert (folder / "out.csv").read_text(encoding="utf-8") == printed


def test_several_classes_get_a_probability_each(capsys):
    assert main(["train", "digits", "--epochs", "1", "-o", "digits.nnd"]) == 0
    capsys.readouterr()
    data = nndesk.load_run("digits.nnd").data
    text = "\n".join(",".join(map(str, row)) for row in data.raw_test[:20])
    rows = predicted(text, capsys, "digits.nnd")
    assert rows[0][64:] == [*(f"p_{digit}" for digit in range(10)), "prediction"]
    for row in rows[1:]:
        probabilities = [float(cell) for cell in row[64:74]]
        assert sum(probabilities) == pytest.approx(1)
        assert row[74] == str(int(np.argmax(probabilities)))


def test_a_number_is_predicted_without_a_class(capsys):
    assert main(["train", "sine", "--epochs", "1", "-o", "sine.nnd"]) == 0
    capsys.readouterr()
    assert predicted("x\n1\n", capsys, "sine.nnd")[0] == ["x", "output"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("x1,x2\n1,2\n3,four\n", 'rows.csv: line 3, column 2 (x2): is "four"; needs a number'),
        ("x2,x1\n1,2\n3,\n", "rows.csv: line 3, column 2 (x1): is empty; needs a number"),
        ("x1,x2\n1,nan\n", 'line 2, column 2 (x2): is "nan"'),
        ("x1,x2\n1,1_0\n", 'line 2, column 2 (x2): is "1_0"'),
        ("x1,x2\n1,2\n3\n", "rows.csv: line 3: has 1 cell; the first line has 2"),
        ("x1,x2\n1,2,3\n", "rows.csv: line 2: has 3 cells; the first line has 2"),
        ("a,b,c\n1,2,3\n", 'line 1: has 3 columns, none of them called "x1"; needs the columns x1, x2'),
        ("x1;x2\n1;2\n", "has 1 column, none of them called"),
        ("1,2,3\n", "line 1: has 3 columns"),
        ("x1,x2,x1\n1,2,3\n", 'line 1: has 2 columns "x1"'),
        ("x1,x2,output\n1,2,3\n", 'line 1: has a column "output"'),
        ("", "rows.csv: is empty; needs a header and rows with the columns x1, x2"),
        ('x1,x2\n"1,2\n', "line 2: is no CSV"),
        ("x1,x2\n1,2\n\udcff,4\n", "line 3: is not UTF-8 text"),
    ],
)
def test_a_bad_table_is_refused_by_line_and_column(
    network: Run, text: str, sentence: str, folder: Path, capsys
):
    (folder / "rows.csv").write_bytes(text.encode("utf-8", "surrogateescape"))
    refused(["predict", "net.nnd", "rows.csv", "-o", "out.csv"], sentence, folder, capsys)


def test_numbers_that_overflow_the_network_are_refused(folder: Path, capsys):
    assert main(["train", "reg_plane", "--epochs", "1", "-o", "net.nnd"]) == 0
    capsys.readouterr()
    (folder / "rows.csv").write_text("x1,x2\n1,2\n1.7e308,-1.7e308\n1.7e308,1.7e308\n", encoding="utf-8")
    network = files.read("net.nnd")
    assert network.run is not None
    files.write("net.nnd", replace(network, run=replace(network.run, parameters=np.full(3, 2.0))))
    refused(
        ["predict", "net.nnd", "rows.csv", "-o", "out.csv"], "line 3: has no finite output", folder, capsys
    )


# -- check and gradcheck ------------------------------------------------------------------


def test_check_says_what_a_file_holds(network: Run, capsys):
    assert main(["check", "net.nnd"]) == 0
    printed = capsys.readouterr().out
    assert "spiral, 60 samples, 50% for training" in printed
    assert "2 inputs → 5 tanh → 3 relu → 1 sigmoid" in printed
    assert "12 epochs, 60 steps" in printed


def test_check_says_what_cannot_be_trained_yet(folder: Path, capsys):
    (folder / "later.json").write_text(dumps(tiny(network__layers__0__activation="gelu")), encoding="utf-8")
    assert main(["check", "later.json"]) == 0
    assert 'network.layers.0.activation: is "gelu"' in capsys.readouterr().out
    refused(["train", "later.json"], 'network.layers.0.activation: is "gelu"', folder, capsys)


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


# -- render and bench ---------------------------------------------------------------------


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


# -- how it refuses -----------------------------------------------------------------------


def refused(arguments: list[str], sentence: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 2, one line that has ``sentence`` in it, nothing on standard output, no file left."""
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    assert main(arguments) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("nndesk: error: ")
    assert printed.err.count("\n") == 1
    assert printed.err.endswith("\n")
    assert sentence in printed.err
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("train", "required: SOURCE; nndesk train --help"),
        ("train tiny.json --epoch 3", "--epoch: unknown"),
        ("train tiny.json spiral", "spiral: unknown, or more than train takes"),
        ("train tiny.json --epochs -1", "--epochs: is '-1', not a whole number"),
        ("train tiny.json --epochs 1.5", "--epochs: is '1.5'"),
        ("train tiny.json --epochs", "--epochs: expected one argument"),
        ("train tiny.json --seed x", "seed: is"),
        ("train tiny.json --seed -1", "seed: is -1"),
        ("train tiny.json --seed 2147483648", "seed: is 2147483648"),
        ("train tiny.json --set rate", "--set: has"),
        ("train tiny.json --set optimizer.rate=1", "optimizer.rate: unknown key"),
        ("train tiny.json --set network.layers.0.units=0", "network.layers.0.units: is 0"),
        ("train tiny.json --set network.layers.7.units=1", "network.layers.7: does not exist"),
        ("train tiny.json --set data.kind=digits", "network.layers.2.units"),
        ("train tiny.json --set optimizer.kind=adamm", "did you mean"),
        ("train tiny.json --set schedule.kind=cosine", "schedule.kind: is"),
        ("train tiny.json --set training.stop.epochs=null", "training.stop.epochs: is null; say --epochs N"),
        ("train spirale", "did you mean 'spiral'?"),
        ("train missing.json", "missing.json: cannot be read"),
        ("train missing.nnd", "missing.nnd: cannot be read"),
        ("train table.csv", "table.csv is a table"),
        ("train .", ".: cannot be read"),
        ("train tiny.json -o out.json", "-o: is 'out.json'; needs a name that ends in .nnd"),
        ("train tiny.json -o missing/out.nnd", "-o: the folder 'missing' does not exist"),
        ("train missing.json -o out.nnd", "missing.json"),
        ("train tiny.json --set foo=1 -o out.nnd", "foo: unknown key"),
        ("predict tiny.json rows.csv", "tiny.json: holds no weights"),
        ("predict missing.nnd rows.csv", "missing.nnd: cannot be read"),
        ("predict tiny.json", "required: ROWS.csv"),
        ("predict tiny.json rows.csv -o out.nnd", "-o: is 'out.nnd'; needs a name that ends in .csv"),
        ("check", "required: FILE"),
        ("check missing.nnd", "missing.nnd: cannot be read"),
        ("gradcheck", "required: SOURCE"),
        ("gradcheck missing.nnd", "missing.nnd: cannot be read"),
        ("presets --jsn", "--jsn: unknown"),
        ("render spiral", "required: -o"),
        ("render spiral -o out.jpg", "-o: is 'out.jpg'; needs a name that ends in .png"),
        (
            "render spiral -o out.png --scene canvas",
            "--scene: is 'canvas'; this version draws the scene window",
        ),
        ("render spiral -o out.png --size 1440", "--size: is '1440', not a size such as 1440x900"),
        ("render spiral -o out.png --size 9x9", "--size: is '9x9'"),
        ("render spiral -o out.png --scale 0", "--scale: is '0', not a number from 0.5 to 4"),
        ("render spiral -o out.png --scale two", "--scale: is 'two'"),
        ("render spiral -o out.png --theme blue", "--theme: invalid choice"),
        ("render spiral -o out.png --lang xx", "--lang: invalid choice"),
        ("render missing.nnd -o out.png", "missing.nnd: cannot be read"),
        ("trian spiral", "'trian' is no command; did you mean 'train'?"),
        ("spiral xor", "'spiral' is no command; known are presets, train"),
        ("--theme dark train spiral", "--theme: stands before train"),
        ("--jsn", "unrecognized arguments: --jsn"),
    ],
)
def test_bad_use_is_one_line(line: str, sentence: str, folder: Path, capsys):
    refused(line.split(), sentence, folder, capsys)


def test_a_folder_is_no_output_file(folder: Path, capsys):
    (folder / "out.nnd").mkdir()
    refused(["train", "tiny.json", "-o", "out.nnd"], "-o: 'out.nnd' is a folder", folder, capsys)


def test_a_folder_that_cannot_be_written_to_is_refused_before_training(folder: Path, monkeypatch, capsys):
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write everywhere
    monkeypatch.setattr(Run, "train", None)
    refused(["train", "tiny.json", "-o", "out.nnd"], "cannot be written to", folder, capsys)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{", "bad.json: is not JSON"),
        ("[]", "needs an object"),
        ('{"format": "nndesk.experiment", "version": 99}', "version"),
        (dumps(tiny()).replace('"seed": 3', '"sed": 3'), "sed: unknown key; did you mean"),
        (dumps(tiny()).replace('"seed": 3', '"seed": "3"'), "seed: is"),
        (dumps(tiny()).replace('"units": 5', '"units": 2000'), "network.layers.0.units: is 2000"),
    ],
)
@pytest.mark.parametrize("command", ["check", "train", "window"])
def test_a_bad_file_is_one_line_that_names_the_place(
    command, text: str, sentence: str, folder: Path, monkeypatch, capsys
):
    monkeypatch.setenv("DISPLAY", ":0")  # the sentence comes before Qt asks for it
    (folder / "bad.json").write_text(text, encoding="utf-8")
    refused(["bad.json"] if command == "window" else [command, "bad.json"], sentence, folder, capsys)


@pytest.mark.parametrize(
    ("setting", "key"),
    [("network.layers.0.units=6", "network.layers.0.units"), ("optimizer.kind=sgd", "optimizer.kind")],
)
def test_a_set_that_would_begin_anew_is_refused_on_a_trained_file(network, setting, key, folder, capsys):
    arguments = [
        "train",
        "net.nnd",
        "--set",
        "optimizer.learning_rate=0.5",
        "--set",
        setting,
        "-o",
        "net.nnd",
    ]
    refused(arguments, f"{key}: a new value would start a new run", folder, capsys)


def test_another_seed_is_refused_on_a_trained_file_and_the_same_is_not(network: Run, folder: Path, capsys):
    refused(["train", "net.nnd", "--seed", "4"], "seed: a new value would start a new run", folder, capsys)
    assert main(["train", "net.nnd", "--seed", "3", "--epochs", "1"]) == 0


def test_names_with_line_breaks_stay_one_line(folder: Path, capsys):
    refused(["train", "two\nlines"], "two", folder, capsys)
    refused(["train", "\x1b[31mred.json"], "red.json", folder, capsys)
    refused(["train", "tiny.json", "--set", "name\n=1"], "name", folder, capsys)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a display")
@pytest.mark.parametrize("arguments", [[], ["spiral"], ["tiny.json", "--theme", "dark"]])
def test_no_display_is_one_sentence(arguments: list[str], folder: Path, monkeypatch, capsys):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    refused(arguments, "there is no display", folder, capsys)


# -- the outermost part -------------------------------------------------------------------


def environment(**more: str) -> dict[str, str]:
    """The variables for a command of this checkout in a process of its own."""
    root = str(Path(nndesk.__file__).parents[1])
    return {**os.environ, "PYTHONPATH": root, **more}


def run(*arguments: str, screen: bool = True, **more: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "nndesk", *arguments]
    variables = environment(**more)
    if not screen:
        for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
            variables.pop(name, None)
    return subprocess.run(command, capture_output=True, env=variables, timeout=60, check=False)


def test_help_and_version_are_results(capsys):
    assert main(["--version"]) == 0
    assert capsys.readouterr() == (f"nndesk {nndesk.__version__}\n", "")
    assert main(["--help"]) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    assert all(command in printed.out for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_its_help(command: str, capsys):
    assert main([command, "--help"]) == 0
    assert f"usage: nndesk {command}" in capsys.readouterr().out


def test_python_m_nndesk_is_the_command_and_returns_its_status():
    done = run("train", "spirale")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().rstrip("\r\n").endswith("did you mean 'spiral'?")


@NOT_WINDOWS
@pytest.mark.parametrize("arguments", ["presets", "--help", "train tiny.json --json"])
def test_a_reader_who_has_gone_is_no_error(arguments: str):
    ours, theirs = os.pipe()
    os.close(ours)
    command = [sys.executable, "-m", "nndesk", *arguments.split()]
    done = subprocess.run(
        command, stdout=theirs, stderr=subprocess.PIPE, env=environment(), timeout=60, check=False
    )
    os.close(theirs)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(sys.platform != "linux", reason="needs /dev/full")
def test_a_full_disk_under_standard_output_is_one_line():
    with open("/dev/full", "wb") as full:
        command = [sys.executable, "-m", "nndesk", "presets"]
        done = subprocess.run(
            command, stdout=full, stderr=subprocess.PIPE, env=environment(), timeout=60, check=False
        )
    assert done.returncode == 2
    assert done.stderr.startswith(b"nndesk: error: standard output: cannot be written")
    assert done.stderr.count(b"\n") == 1


def test_ascii_terminals_get_the_names_all_the_same(folder: Path):
    (folder / "é.json").write_text(dumps(tiny(name="Spirale é 神")), encoding="utf-8")
    done = run("check", "é.json", PYTHONIOENCODING="ascii:strict")
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"Spirale \\xe9" in done.stdout


def test_json_is_read_by_any_parser_from_an_ascii_terminal(folder: Path):
    done = run("presets", "--json", PYTHONIOENCODING="ascii:strict")
    assert {preset["name"] for preset in json.loads(done.stdout)} >= {"spiral", "textbook"}
    assert all(byte < 128 for byte in done.stdout)


@NOT_WINDOWS
def test_closed_standard_streams_are_no_error(folder: Path):
    command = f'"{sys.executable}" -m nndesk train tiny.json --epochs 1 -o out.nnd >&- 2>&-'
    assert subprocess.run(command, shell=True, env=environment(), timeout=60, check=False).returncode == 0
    assert files.read("out.nnd").run is not None


def test_numpy_is_limited_to_one_thread_unless_the_user_says_otherwise():
    code = (
        "import os; from nndesk.cli import main; main(['presets']); print(os.environ['OPENBLAS_NUM_THREADS'])"
    )
    for given, expected in ((None, "1"), ("2", "2")):
        variables = environment()
        variables.pop("OPENBLAS_NUM_THREADS", None)
        if given:
            variables["OPENBLAS_NUM_THREADS"] = given
        output = subprocess.check_output([sys.executable, "-c", code], env=variables, text=True)
        assert output.splitlines()[-1] == expected
