"""Bad use and bad input: exit status 2, one line, and nothing left behind."""

import os
import sys
from pathlib import Path

import pytest

import nndesk
from nndesk.cli import main
from nndesk.project.run import Run
from nndesk.project.spec import dumps
from tests.cli.helpers import refused
from tests.experiments import tiny


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
        ("train tiny.json --set schedule.kind=cosinus", "did you mean 'cosine'?"),
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
        (
            "render spiral -o out.jpg",
            "-o: is 'out.jpg'; needs a name that ends in .png, .svg, .pdf, .mp4, .webm or .gif",
        ),
        (
            "render spiral -o out.png --scene neuron",
            "--scene: is 'neuron'; this version draws window, canvas, loss, present",
        ),
        (
            "render spiral -o out.svg --transparent",
            "--transparent: is for parts of the window; add --scene canvas or --scene loss",
        ),
        (
            "render spiral -o out.png --fps 30",
            "--fps: is for films; the name of one ends in .mp4, .webm, .gif",
        ),
        ("render spiral -o out.png --epochs 0:4", "--epochs: is a span, which is for films"),
        ("render spiral -o out.mp4 --epochs 4:0", "--epochs: is '4:0', which ends before it begins"),
        ("render spiral -o out.mp4 --epochs 4:", "--epochs: is '4:', not a span such as 0:400"),
        ("render spiral -o out.mp4 --seconds 0", "--seconds: is '0', not a number above 0 and up to 36,000"),
        ("render spiral -o out.mp4 --fps 0", "--fps: is 0; a .mp4 film has 1 to 60 frames a second"),
        ("render spiral -o out.mp4 --size 321x240", "--size: is 321x240; the width and the height of a film"),
        (
            "render spiral -o out.mp4 --scale 4 --size 4000x2000",
            "--size: is 16000x8000; a film is 320x240 to",
        ),
        ("render spiral -o out.webm --codec h264", "--codec: is 'h264'; a .webm file holds vp9"),
        ("render spiral -o out.mp4 --codec av1", "--codec: invalid choice"),
        ("render spiral -o out.mp4 --transparent", "--transparent: is for pictures"),
        ("render spiral -o out.png --size 1440", "--size: is '1440', not a size such as 1440x900"),
        ("render spiral -o out.png --size 9x9", "--size: is '9x9'"),
        ("render spiral -o out.png --scale 0", "--scale: is '0', not a number from 0.5 to 4"),
        ("render spiral -o out.png --sample 500", "--sample: is 500; these data have rows 0 to 499"),
        ("render spiral -o out.png --scale two", "--scale: is 'two'"),
        ("render spiral -o out.png --theme blue", "--theme: invalid choice"),
        ("render spiral -o out.png --lang xx", "--lang: invalid choice"),
        ("render spiral -o out.png --panel neurons", "--panel: invalid choice"),
        ("render spiral -o out.png --select layers", "--select: is 'layers'; needs layers.L"),
        ("render spiral -o out.png --select layers.4", "layer 4 does not exist; there are layers 0 to 3"),
        ("render spiral -o out.png --select layers.1.units.8", "there are units 0 to 7"),
        ("render spiral -o out.png --select layers.0.weights.2.1", "there are inputs 0 to 1"),
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


def test_a_new_run_is_refused_where_the_file_begins_with_weights_that_were_kept(folder: Path, capsys):
    nndesk.save(Run(tiny(), carried=Run(tiny(seed=8)).parameters()), "kept.nnd")
    sentence = "seed: a new value would start a new run, and this one begins with trained weights"
    refused(["train", "kept.nnd", "--set", "seed=4"], sentence, folder, capsys)
    assert main(["check", "kept.nnd"]) == 0
    assert "0 epochs, 0 steps, from weights kept when its shape changed" in capsys.readouterr().out
    single = ["--set", "parameters.0.bias.1=0.5", "--set", "optimizer.learning_rate=0.02"]
    assert main(["train", "kept.nnd", *single, "--epochs", "1", "-o", "out.nnd"]) == 0
    record = nndesk.load_run("out.nnd").record()
    assert [change.step for change in record.changes] == [0]
    assert record.carried is not None


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
