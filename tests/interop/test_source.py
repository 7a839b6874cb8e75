"""SOURCE: presets, files, and what is said of everything else."""

import pytest

from nndesk.errors import FileError, InputError, NndeskError
from nndesk.interop import source
from nndesk.interop.source import PRESETS, preset, presets, resolve
from nndesk.project import files
from nndesk.project.spec import check_trainable
from tests.experiments import tiny


def test_the_presets_are_the_interfaces_in_its_order():
    assert [one.name for one in presets()] == [
        "gauss", "xor", "circle", "spiral", "reg_plane", "reg_gauss", "sine", "digits", "textbook",
    ]  # fmt: skip


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_can_be_trained_and_is_described_in_both_languages(name):
    experiment = resolve(name).experiment
    check_trainable(experiment)
    assert experiment == preset(name)
    [found] = [one for one in presets() if one.name == name]
    assert found.title == found.titles["en"]
    assert set(found.titles) == set(found.descriptions) == {"en", "zh_CN"}
    assert found.description.endswith(".")
    assert found.descriptions["zh_CN"].endswith("。")


# What interface §2 says of each preset: layers, loss, optimizer and rate, and the values named.
SAID = {
    "gauss": ([(1, "sigmoid")], "binary_crossentropy", ("sgd", 0.1), {}),
    "xor": ([(4, "tanh"), (1, "sigmoid")], "binary_crossentropy", ("adam", 0.03), {}),
    "circle": (
        [(4, "tanh"), (2, "tanh"), (1, "tanh")], "half_squared_error", ("sgd", 0.03), {"batch_size": 10},
    ),
    "spiral": (
        [(8, "tanh"), (8, "tanh"), (6, "tanh"), (1, "sigmoid")], "binary_crossentropy", ("adam", 0.01),
        {"batch_size": 12, "noise": 0.1, "train_fraction": 0.6},
    ),
    "reg_plane": ([(1, "linear")], "mean_squared_error", ("sgd", 0.03), {}),
    "reg_gauss": (
        [(8, "tanh"), (6, "tanh"), (1, "linear")], "mean_squared_error", ("adam", 0.01), {"batch_size": 20},
    ),
    "sine": (
        [(8, "tanh"), (8, "tanh"), (1, "linear")], "half_squared_error", ("adam", 0.01),
        {"samples": 90, "noise": 0.12},
    ),
    "digits": (
        [(32, "relu"), (10, "softmax")], "categorical_crossentropy", ("adam", 0.003),
        {"batch_size": 32, "scaling": "minmax", "train_fraction": 0.8, "epochs": 30},
    ),
    "textbook": (
        [(32, "relu"), (1, "sigmoid")], "binary_crossentropy", ("adam", 0.001),
        {"kind": "uniform", "samples": 100, "train_fraction": 1.0, "batch_size": 32, "epochs": 10},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_is_what_the_interface_says(name):
    experiment = preset(name)
    layers, loss, optimizer, values = SAID[name]
    assert [(layer.units, layer.activation) for layer in experiment.network.layers] == layers
    assert experiment.loss.kind == loss
    assert (experiment.optimizer.kind, experiment.optimizer.learning_rate) == optimizer
    assert experiment.data.kind == values.get("kind", name)
    for key, value in values.items():
        holders = (experiment.data, experiment.training, experiment.training.stop)
        assert value in [getattr(holder, key, None) for holder in holders], key


def test_a_mistyped_preset_is_told_the_nearest_one():
    for find in (resolve, preset):
        with pytest.raises(InputError, match="did you mean 'spiral'"):
            find("spirl")


@pytest.mark.parametrize("name", ["", "qqqqq", "a/b", "x" * 5000, "a\nb", "a\0b"])
def test_what_is_neither_preset_nor_file_is_told_the_presets_in_one_line(name):
    with pytest.raises(InputError, match="presets are gauss, xor, ") as error:
        resolve(name)
    assert str(error.value).isprintable()
    assert len(str(error.value)) < 200


def test_a_file_is_opened_with_its_run_and_its_path(tmp_path):
    for name in ("file.nnd", "file.json"):
        path = tmp_path / name
        files.write(path, files.Project(tiny()))
        found = resolve(str(path))
        assert (found.experiment, found.path, found.record) == (tiny(), path, None)


def test_a_preset_wins_over_a_file_of_its_name_and_has_no_path(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    files.write("spiral", files.Project(tiny()))
    assert resolve("spiral").experiment == preset("spiral")
    assert resolve("spiral").path is None
    assert resolve("./spiral").experiment == tiny()


def test_a_file_that_is_missing_is_said_to_be(tmp_path):
    for name in ("file.nnd", "file.json", "FILE.NND"):
        with pytest.raises(FileError, match="cannot be read: No such file"):
            resolve(str(tmp_path / name))


def test_a_table_is_said_to_come_later():
    with pytest.raises(InputError, match="cannot read tables yet"):
        resolve("rows.csv", target="y")


def test_a_target_goes_with_a_table_alone():
    with pytest.raises(InputError, match="--target"):
        resolve("spiral", target="y")


def test_a_preset_that_is_not_installed_is_said_so(tmp_path, monkeypatch):
    source._read_preset.cache_clear()
    monkeypatch.setattr(source, "resource", lambda name: tmp_path / name)
    with pytest.raises(FileError, match="not installed whole"):
        preset("spiral")
    assert issubclass(FileError, NndeskError)
