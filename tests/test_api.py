"""The Python API of interface §5, as its example uses it."""

from pathlib import Path

import numpy as np
import pytest

import nndesk
from nndesk.data.encoding import MISSING
from nndesk.data.kinds import KINDS
from nndesk.errors import InputError, NndeskError
from nndesk.project import files
from nndesk.project.edits import set_data_kind, set_value, set_values
from nndesk.project.spec import dumps, input_count
from tests.experiments import tiny


def test_the_example_of_the_interface(tmp_path: Path):
    experiment = nndesk.preset("spiral")
    run = nndesk.train(experiment, epochs=3)
    assert run.history.epoch.tolist() == [0, 1, 2, 3]
    assert run.loss.test == run.history.test[-1]
    assert run.loss.train == run.history.train[-1]
    assert run.network.predict(np.zeros((4, 2))).shape == (4, 1)
    nndesk.save(run, tmp_path / "trained.nnd")
    assert nndesk.load(tmp_path / "trained.nnd") == experiment
    again = nndesk.load_run(tmp_path / "trained.nnd")
    assert (again.epoch, again.step) == (run.epoch, run.step)
    assert np.array_equal(again.parameters(), run.parameters())


def test_ten_epochs_equal_four_and_six_through_a_file_bit_for_bit(tmp_path: Path):
    run = nndesk.train(tiny(), epochs=4)
    nndesk.save(run, tmp_path / "four.nnd")
    parts = nndesk.load_run(tmp_path / "four.nnd")
    parts.train(6)
    whole = nndesk.train(tiny(), epochs=10)
    assert np.array_equal(parts.parameters(), whole.parameters())
    assert parts.history.test.tolist() == whole.history.test.tolist()


@pytest.mark.parametrize(
    ("kind", "missing"),
    [(kind.id, missing) for kind in KINDS for missing in (MISSING.ids if kind.gaps else ("drop",))],
)
def test_every_kind_of_data_trains_in_parts_as_in_one_and_predicts_from_its_raw_rows(
    kind: str, missing: str, tmp_path: Path
):
    experiment = set_data_kind(tiny(data__scaling="standard"), kind)
    rules = {"training.stop.patience": 9, "training.stop.loss_below": 1e-9}
    treatment = {"data.missing": missing} if KINDS[kind].gaps else {}
    experiment = set_values(experiment, rules | treatment)
    nndesk.save(nndesk.train(experiment, epochs=4), tmp_path / "part.nnd")
    run = nndesk.load_run(tmp_path / "part.nnd")
    run.train(6)
    whole = nndesk.train(experiment, epochs=10)
    nndesk.save(run, tmp_path / "part.nnd")
    nndesk.save(whole, tmp_path / "whole.nnd")
    assert (tmp_path / "part.nnd").read_bytes() == (tmp_path / "whole.nnd").read_bytes()
    predicted, outputs = run.network.predict(run.data.raw_test), run.trainer.outputs()[1]
    np.testing.assert_allclose(predicted, outputs, rtol=1e-12, atol=1e-14)
    assert run.data.x_train.shape[1] == input_count(experiment) == len(run.data.input_names)


def test_the_rows_are_what_the_network_sees_and_cannot_be_written():
    data = nndesk.train(nndesk.preset("spiral"), epochs=0).data
    assert (data.x_train.shape, data.y_train.shape) == ((300, 2), (300, 1))
    assert (data.x_test.shape, data.y_test.shape) == ((200, 2), (200, 1))
    for rows in (data.x_train, data.y_train, data.x_test, data.y_test):
        with pytest.raises(ValueError, match="read-only"):
            rows[0, 0] = 1


def test_predict_takes_raw_columns_and_applies_features_and_scaling():
    experiment = tiny(data__features=["x1", "x1_x2"], data__scaling="standard")
    run = nndesk.train(experiment, epochs=2)
    assert np.array_equal(run.network.predict(run.data.raw_test), run.trainer.outputs()[1])


def test_training_ends_by_the_experiments_own_rule_where_no_epochs_are_given():
    seen: list[int] = []
    run = nndesk.train(tiny(), progress=seen.append)
    assert (run.epoch, run.stopped) == (12, "epochs")
    assert seen == list(range(1, 13))


def test_training_without_an_end_is_refused():
    with pytest.raises(InputError, match=r"training\.stop\.epochs: is null; say epochs=N"):
        nndesk.train(tiny(training__stop__epochs=None))


def test_divergence_is_a_result():
    experiment = tiny(loss__kind="mse", optimizer__kind="sgd", optimizer__learning_rate=9)
    for layer in range(3):
        experiment = set_value(experiment, f"network.layers.{layer}.activation", "linear")
    run = nndesk.train(experiment)
    assert run.stopped == "diverged"
    assert np.isfinite(run.parameters()).all()
    assert np.isfinite(run.history.train).all()


def test_an_experiment_is_saved_with_its_start_values_in_a_nnd_and_alone_in_a_json(tmp_path: Path):
    nndesk.save(tiny(), tmp_path / "start.nnd")
    nndesk.save(tiny(), tmp_path / "start.json")
    record = files.read(tmp_path / "start.nnd").run
    assert record is not None
    assert record.step == 0
    assert np.array_equal(record.parameters, nndesk.train(tiny(), epochs=0).parameters())
    assert (tmp_path / "start.json").read_text(encoding="utf-8") == dumps(tiny())


def test_a_run_from_a_json_begins_at_epoch_0(tmp_path: Path):
    nndesk.save(nndesk.train(tiny(), epochs=2), tmp_path / "alone.json")
    run = nndesk.load_run(tmp_path / "alone.json")
    assert (run.epoch, run.experiment) == (0, tiny())


def test_another_ending_is_refused_and_writes_nothing(tmp_path: Path):
    with pytest.raises(InputError, match=r"needs a name that ends in \.nnd or \.json"):
        nndesk.save(tiny(), tmp_path / "tiny.txt")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["missing.nnd", "missing.json"])
@pytest.mark.parametrize("read", [nndesk.load, nndesk.load_run], ids=["load", "load_run"])
def test_a_missing_file_is_named(read, name: str, tmp_path: Path):
    with pytest.raises(NndeskError, match=name):
        read(tmp_path / name)


def test_a_mistyped_preset_is_answered_with_the_nearest():
    with pytest.raises(InputError, match="did you mean 'spiral'"):
        nndesk.preset("spirale")
