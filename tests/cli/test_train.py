"""``nndesk train``: its results, its files, and going on."""

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

import nndesk
from nndesk.cli import main
from nndesk.project import files
from nndesk.project.edits import set_value
from nndesk.project.run import Run
from tests.cli.helpers import flat_parameters, setting, trained
from tests.experiments import tiny


def test_train_prints_the_object_of_the_interface(capsys):
    result = trained("tiny.json", "-o", "out.nnd", capsys=capsys)
    assert set(result) == {
        *("epoch", "step", "stopped", "loss", "metrics", "seconds", "steps_per_second"),
        *("parameters_sha256", "history"),
    }
    assert (result["epoch"], result["step"], result["stopped"]) == (12, 60, "epochs")
    assert set(result["loss"]) == set(result["metrics"]) == {"train", "test"}
    for rows in ("train", "test"):
        assert list(result["metrics"][rows]) == ["accuracy", "precision", "recall", "f1", "auc"]
    assert result["history"]["epoch"] == list(range(13))
    assert result["history"]["train"][-1] == result["loss"]["train"]
    assert result["history"]["test"][-1] == result["loss"]["test"]
    assert result["steps_per_second"] == pytest.approx(60 / result["seconds"])


def test_a_metric_that_is_not_defined_is_null_and_a_dash(capsys):
    # No output is above a half: the upper class is never chosen.
    never = [*setting("network.layers.2.bias_initializer.kind=constant"),
             *setting("network.layers.2.bias_initializer.value=-50")]  # fmt: skip
    result = trained("tiny.json", *never, "--epochs", "0", capsys=capsys)
    assert result["metrics"]["test"]["precision"] is None
    assert result["metrics"]["test"]["recall"] == 0
    assert main(["train", "tiny.json", *never, "--epochs", "0"]) == 0
    assert "  precision            –           –\n" in capsys.readouterr().out


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
