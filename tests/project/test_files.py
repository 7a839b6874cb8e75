"""Files: nothing is lost, nothing is left behind, and whatever the bytes, it ends in one sentence."""

import io
import json
import os
import stat
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import safetensors.numpy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nndesk.engine.network import parameter_layout
from nndesk.engine.optimizers import OPTIMIZERS
from nndesk.errors import FileError, InputError, NndeskError, VersionError
from nndesk.project import files
from nndesk.project.files import Project, RunRecord
from nndesk.project.spec import Change, Experiment, decode, dumps, input_count
from tests.experiments import tiny
from tests.strategies import PATIENT, experiment_trees

SIZE = parameter_layout(2, (5, 3, 1))[-1].bias.stop


def trained(experiment: Experiment | None = None, **changes: Any) -> Project:
    """A project whose run stands at step 12 of epoch 2, with numbers of no meaning."""
    experiment = experiment or tiny(optimizer__learning_rate=0.5)
    units = [layer.units for layer in experiment.network.layers]
    size = parameter_layout(input_count(experiment), units)[-1].bias.stop
    numbers = np.random.default_rng(0).standard_normal((3, size))
    slots = {"adam": {"m": numbers[1], "v": numbers[2]}, "momentum": {"velocity": numbers[1]}}
    record = {
        "epoch": 2,
        "step": 12,
        "stopped": "epochs",
        "threads": 1,
        "start": experiment,
        "changes": (Change(step=3, set=(("optimizer.learning_rate", 0.5),)),),
        "parameters": numbers[0],
        "slots": slots.get(experiment.optimizer.kind, {}),
        "train": np.array([0.7, 0.5, 0.4]),
        "test": np.array([0.8, np.nan, 0.6]),
        **changes,
    }
    return Project(experiment, RunRecord(**record), {"zoom": 1.5}, [{"epoch": 1}], "A note.\nΩ")


def same(one: Project, other: Project) -> bool:
    """Equality to the last bit."""
    a, b = one.run, other.run
    if (one.experiment, one.view, one.bookmarks, one.notes) != (
        other.experiment,
        other.view,
        other.bookmarks,
        other.notes,
    ):
        return False
    if a is None or b is None:
        return a is b
    arrays = [
        (a.parameters, b.parameters),
        (a.train, b.train),
        (a.test, b.test),
        *((a.slots[name], b.slots[name]) for name in a.slots),
    ]
    if (a.carried is None) != (b.carried is None):
        return False
    if a.carried is not None and b.carried is not None:
        arrays.append((a.carried, b.carried))
    return (
        (a.epoch, a.step, a.stopped, a.threads, a.start, a.changes, list(a.slots))
        == (b.epoch, b.step, b.stopped, b.threads, b.start, b.changes, list(b.slots))
    ) and all(x.tobytes() == y.tobytes() for x, y in arrays)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "file.nnd"


# -- round trips ----------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["adam", "momentum", "sgd"])
def test_a_trained_project_is_read_as_it_was_written(path, kind):
    project = trained(tiny(optimizer__kind=kind))
    files.write(path, project)
    assert same(files.read(path), project)


def test_start_values_that_were_kept_are_read_as_they_were_written(path):
    project = trained(carried=np.random.default_rng(1).standard_normal(SIZE))
    files.write(path, project)
    assert same(files.read(path), project)
    assert not same(files.read(path), trained())
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
    assert names[2:5] == ["weights.safetensors", "optimizer.safetensors", "start.safetensors"]


def test_rules_that_stopped_the_run_are_kept_and_unknown_ones_named(path):
    files.write(path, trained(met=("patience",)))
    run = files.read(path).run
    assert run is not None
    assert run.met == ("patience",)
    rewritten(
        path,
        lambda members: members.update(
            {"project.json": members["project.json"].replace(b'"patience"\n', b'"patiense"\n')}
        ),
    )
    with pytest.raises(InputError, match=r"run\.met\.0: .*did you mean 'patience'"):
        files.read(path)


def test_what_is_read_cannot_be_changed(path):
    files.write(path, trained(carried=np.zeros(SIZE)))
    run = files.read(path).run
    assert run is not None
    assert run.carried is not None
    for array in (run.parameters, run.train, run.test, run.carried, *run.slots.values()):
        assert not array.flags.writeable


@settings(PATIENT, max_examples=40)
@given(experiment_trees())
def test_any_experiment_survives_both_kinds_of_file(given):
    project = Project(decode(given))
    for name in ("file.nnd", "file.json"):
        path = Path(os.environ["XDG_CONFIG_HOME"]) / name  # a folder for these tests alone
        files.write(path, project)
        assert same(files.read(path), project)


def test_equal_projects_give_equal_bytes(tmp_path):
    for name in ("a.nnd", "b.nnd"):
        files.write(tmp_path / name, trained())
    assert (tmp_path / "a.nnd").read_bytes() == (tmp_path / "b.nnd").read_bytes()


def test_the_members_are_those_of_the_interface(path):
    files.write(path, trained())
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        assert names[0] == "mimetype"
        assert archive.infolist()[0].compress_type == zipfile.ZIP_STORED
        assert {"project.json", "weights.safetensors", "optimizer.safetensors"} <= set(names)
        text = archive.read("project.json").decode()
        weights = safetensors.numpy.load(archive.read("weights.safetensors"))
    tree = json.loads(text)
    assert text == json.dumps(tree, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    assert (tree["format"], tree["version"]) == ("nndesk.project", 1)
    assert tree["run"]["changes"] == [{"step": 3, "set": {"optimizer.learning_rate": 0.5}}]
    assert {name: (array.dtype.name, array.shape) for name, array in weights.items()} == {
        "layers.0.weights": ("float64", (2, 5)),
        "layers.0.bias": ("float64", (5,)),
        "layers.1.weights": ("float64", (5, 3)),
        "layers.1.bias": ("float64", (3,)),
        "layers.2.weights": ("float64", (3, 1)),
        "layers.2.bias": ("float64", (1,)),
    }


def test_a_json_holds_the_experiment_alone(tmp_path):
    path = tmp_path / "file.json"
    files.write(path, trained())
    assert path.read_text(encoding="utf-8") == dumps(trained().experiment)
    assert files.read(path).run is None


def test_the_first_bytes_say_what_a_file_is_not_its_name(tmp_path):
    files.write(tmp_path / "a.nnd", trained())
    files.write(tmp_path / "b.json", trained())
    (tmp_path / "a.nnd").rename(tmp_path / "c.json")
    (tmp_path / "b.json").rename(tmp_path / "d.nnd")
    assert files.read(tmp_path / "c.json").run is not None
    assert files.read(tmp_path / "d.nnd").run is None


def test_rows_of_the_user_lie_in_a_member_of_their_own(path):
    rows = [[0.0, 1.5, 1], [2, 3, 0]]
    points = decode(
        {
            "format": "nndesk.experiment",
            "version": 1,
            "data": {"kind": "points", "rows": rows},
            "network": {"layers": [{"units": 1}]},
            "loss": {"kind": "mse"},
            "optimizer": {"kind": "sgd"},
        }
    )
    project = trained(points, changes=())
    files.write(path, project)
    assert same(files.read(path), project)
    with zipfile.ZipFile(path) as archive:
        named = json.loads(archive.read("project.json"))["experiment"]["data"]["rows"]
        assert np.load(io.BytesIO(archive.read("data.npz")))["rows"].tolist() == rows
    assert list(named) == ["sha256"]


# -- writing safely -------------------------------------------------------------------------


class Broken(Exception):
    pass


def test_nothing_is_left_behind_where_writing_fails_and_the_old_file_stays(path):
    path.write_text("old")
    with pytest.raises(Broken), files.replacing(path) as file:  # noqa: PT012 — both belong together
        file.write(b"half")
        raise Broken
    assert path.read_text() == "old"
    assert os.listdir(path.parent) == ["file.nnd"]


def test_a_project_that_cannot_be_packed_leaves_no_file(path):
    with pytest.raises(AssertionError):
        files.write(path, Project(tiny(network__layers__0__units=4), trained().run))
    assert os.listdir(path.parent) == []


@pytest.mark.parametrize("place", ["missing/file.nnd", ".", "missing/file.json"])
def test_a_place_that_cannot_be_written_is_named(tmp_path, place):
    with pytest.raises(FileError, match="cannot be written: ") as error:
        files.write(tmp_path / place, trained())
    assert str(error.value).startswith(str(tmp_path / place))
    assert os.listdir(tmp_path) == []


def test_rows_too_many_for_json_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "MAX_JSON", 100)
    with pytest.raises(FileError, match=r"write a \.nnd"):
        files.write(tmp_path / "file.json", trained())
    assert os.listdir(tmp_path) == []


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions and links")
def test_a_file_keeps_its_permissions_and_a_link_stays_one(tmp_path):
    real, link = tmp_path / "real.nnd", tmp_path / "link.nnd"
    files.write(real, trained())
    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE(real.stat().st_mode) == 0o666 & ~mask
    real.chmod(0o640)
    link.symlink_to(real)
    files.write(link, Project(tiny()))
    assert link.is_symlink()
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert files.read(real).run is None


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX devices")
def test_a_device_is_written_to_and_not_replaced():
    files.write("/dev/null", trained())
    assert not Path("/dev/null").is_file()


# -- what is wrong with a file ----------------------------------------------------------------


def rewritten(path: Path, change: Callable[[dict[str, bytes]], None]) -> None:
    """Change a file's members by name."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def with_json(path: Path, *place: Any, value: Any) -> None:
    def change(members: dict[str, bytes]) -> None:
        tree: Any = json.loads(members["project.json"])
        here = tree
        for key in place[:-1]:
            here = here[key]
        if value is ...:
            del here[place[-1]]
        else:
            here[place[-1]] = value
        members["project.json"] = json.dumps(tree).encode()

    rewritten(path, change)


@pytest.mark.parametrize(
    ("place", "value", "message"),
    [
        (["format"], "zip", 'format: is "zip"; needs "nndesk.project"'),
        (["version"], 0, "version: is 0; needs 1"),
        (["experiment"], ..., "experiment: is missing; "),
        (["experiment", "network", "layers", 0, "units"], 0, "network.layers.0.units: is 0; a layer needs "),
        (["experiment", "network", "layers", 0, "units"], 4, "run.start.network: has another shape; "),
        (["run", "start", "optimizer", "kind"], "adm", 'run.start.optimizer.kind: "adm" is no optimizer; '),
        (["run"], 3, "run: is 3; needs an object with epoch, "),
        (["run", "epoch"], -1, "run.epoch: is -1; "),
        (["run", "step"], 1.5, "run.step: is 1.5; "),
        (["run", "step"], ..., "run.step: is missing; "),
        (["run", "stopped"], "bored", 'run.stopped: "bored" is no reason to stop; known are '),
        (["run", "threads"], 0, "run.threads: is 0; "),
        (["run", "thread"], 1, "run.thread: unknown key; did you mean 'threads'?"),
        (["run", "changes"], {}, "run.changes: is {}; "),
        (["run", "changes", 0, "step"], 13, "run.changes.0.step: is 13; needs 0 to 12, in order"),
        (["run", "changes", 0, "set"], [], "run.changes.0.set: is []; "),
        (
            ["run", "changes", 0, "set"],
            {"optimizer.rate": 1},
            "run.changes.0.set.optimizer.rate: unknown key; ",
        ),
        (["run", "changes", 0, "set"], {"network.layers.0.units": 3}, "run.changes.0.set: changes the "),
        (["run", "changes", 0, "set"], {"training.stop": {}}, "run.changes.0.set: sets a whole object; "),
        (["view"], [], "view: is []; needs {}"),
        (["view"], {"a": json.loads("[" * 40 + "]" * 40)}, "view: is nested too deeply; "),
        (["bookmarks"], None, "bookmarks: is null; "),
        (["notes"], 3, "notes: is 3; "),
        (["notes"], "\ud800", "notes: holds half a character; "),
        (["viewe"], {}, "viewe: unknown key; did you mean 'view'?"),
    ],
)
def test_what_is_wrong_in_project_json_is_named(path, place, value, message):
    files.write(path, trained())
    with_json(path, *place, value=value)
    with pytest.raises(InputError) as error:
        files.read(path)
    assert str(error.value).startswith(message)


def test_a_newer_version_of_either_kind_of_file_is_refused_with_both_versions(path, tmp_path):
    files.write(path, trained())
    with_json(path, "version", value=2)
    bare = tmp_path / "file.json"
    files.write(bare, trained())
    bare.write_text(bare.read_text().replace('"version": 1', '"version": 2'))
    for newer in (path, bare):
        with pytest.raises(
            VersionError, match=r"version: is 2; this nndesk reads versions up to 1$"
        ) as error:
            files.read(newer)
        assert str(error.value).startswith(f"{newer}: ")


def dropped(name: str) -> Callable[[dict[str, bytes]], None]:
    return lambda members: members.pop(name) and None


def put(name: str, content: bytes) -> Callable[[dict[str, bytes]], None]:
    return lambda members: members.update({name: content})


def tensors(name: str, **changes: Any) -> Callable[[dict[str, bytes]], None]:
    """Replace, or with None take out, tensors of a member; ``__`` stands for a dot."""

    def change(members: dict[str, bytes]) -> None:
        found = safetensors.numpy.load(members[name])
        for key, array in changes.items():
            key = key.replace("__", ".")
            if array is None:
                del found[key]
            else:
                found[key] = array
        members[name] = safetensors.numpy.save(found)

    return change


W, O, H = "weights.safetensors", "optimizer.safetensors", "history/losses.safetensors"  # noqa: E741


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (dropped("mimetype"), "holds no mimetype"),
        (put("mimetype", b"text/plain"), "its mimetype is not "),
        (dropped("project.json"), r"holds no project\.json"),
        (put("project.json", b"{"), r"project\.json is not JSON: .* line 1"),
        (put("project.json", b" " * (8 * 2**20 + 1)), r"project\.json has 8,388,609 bytes; at most "),
        (put("readme.txt", b""), r'holds "readme\.txt", which no \.nnd of version 1 has'),
        (put("../evil", b""), r'holds "\.\./evil"'),
        (dropped(W), r"holds no weights\.safetensors"),
        (put(W, b"junk"), r"weights\.safetensors is damaged"),
        (put(W, bytes(10**6)), r"weights\.safetensors has 1,000,000 bytes; at most "),
        (tensors(W, layers__0__bias=None), r"weights\.safetensors holds no layers\.0\.bias"),
        (tensors(W, layers__0__bias=np.zeros(4)), r"of shape \(4,\); .* needs float64 of \(5,\)"),
        (tensors(W, layers__0__weights=np.zeros((5, 2))), r"shape \(5, 2\); .* of \(2, 5\)"),
        (tensors(W, layers__0__bias=np.zeros(5, "f4")), r"float32 of shape"),
        (tensors(W, layers__0__bias=np.full(5, np.nan)), "not finite"),
        (tensors(W, layers__3__bias=np.zeros(1)), r'holds "layers\.3\.bias", which the experiment has not'),
        (dropped(O), r"holds no optimizer\.safetensors"),
        (tensors(O, m__layers__0__bias=None), r"optimizer\.safetensors holds no m\.layers\.0\.bias"),
        (tensors(O, extra=np.zeros(1)), r'holds "extra"'),
        (dropped(H), "holds no history/losses"),
        (tensors(H, test=None), "holds no test losses up to epoch 2"),
        (tensors(H, train=np.zeros(2)), "holds no train losses up to epoch 2"),
        (tensors(H, train=np.zeros(4)), "holds 4 train and 3 test losses"),
        (tensors(H, train=np.zeros((3, 1))), "holds no train losses"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_member_is_named(path, change, message):
    files.write(path, trained())
    rewritten(path, change)
    with pytest.raises(FileError, match=message) as error:
        files.read(path)
    assert str(error.value).startswith(f"{path}: ")


S = "start.safetensors"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (put(S, b"junk"), r"start\.safetensors is damaged"),
        (put(S, bytes(10**6)), r"start\.safetensors has 1,000,000 bytes; at most "),
        (tensors(S, layers__0__bias=None), r"start\.safetensors holds no layers\.0\.bias"),
        (tensors(S, layers__0__bias=np.zeros(4)), r"start\.safetensors: .* needs float64 of \(5,\)"),
        (tensors(S, layers__0__bias=np.full(5, np.inf)), r"start\.safetensors holds numbers that are not"),
        (tensors(S, layers__3__bias=np.zeros(1)), r'start\.safetensors holds "layers\.3\.bias", which'),
    ],
)
def test_what_is_wrong_with_start_values_is_named(path, change, message):
    files.write(path, trained(carried=np.zeros(SIZE)))
    rewritten(path, change)
    with pytest.raises(FileError, match=message):
        files.read(path)


def test_more_losses_than_epochs_are_right_where_a_run_went_back(path):
    project = trained(train=np.arange(9.0), test=np.arange(9.0), stopped=None)
    files.write(path, project)
    assert same(files.read(path), project)


@pytest.mark.parametrize("kind", OPTIMIZERS.ids)
def test_state_of_every_optimizer_is_kept(path, kind):
    slots = {name: np.arange(float(SIZE)) + number for number, name in enumerate(OPTIMIZERS[kind].slots)}
    project = trained(tiny(optimizer__kind=kind), slots=slots)
    files.write(path, project)
    assert same(files.read(path), project)


def test_a_member_that_says_less_than_it_holds_is_not_unpacked(path):
    """A bomb: a megabyte of zeros in a few bytes, in the place of an empty optimizer state."""
    files.write(path, trained(tiny(optimizer__kind="sgd")))
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, bytes(10**9 // 100) if name == O else content)
    content = bytearray(path.read_bytes())
    lie = (len(members[O])).to_bytes(4, "little")
    assert (
        content.count((10**7).to_bytes(4, "little")) == 2
    )  # in the member's header and in the list of members
    path.write_bytes(content.replace((10**7).to_bytes(4, "little"), lie))
    with pytest.raises(FileError, match=r"optimizer\.safetensors"):
        files.read(path)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_packing_that_cannot_be_undone_within_bounds_is_refused(path, method):
    files.write(path, trained())
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    with pytest.raises(FileError, match="mimetype is packed in an unknown way"):
        files.read(path)


def test_a_file_packed_anew_with_another_tool_is_read(path):
    files.write(path, trained())
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in reversed(archive.namelist())}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.mkdir("history")
        for name, content in members.items():
            archive.writestr(name, content)
    assert same(files.read(path), trained())


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_member_that_stands_twice_is_refused(path):
    files.write(path, trained())
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("project.json", "{}")
    with pytest.raises(FileError, match=r"holds project\.json twice"):
        files.read(path)


def points_file(path: Path) -> None:
    experiment = tiny(data={"kind": "points", "rows": [[0, 1, 1], [2, 3, 0]]})
    files.write(path, Project(experiment))


def npy(array: np.ndarray, **options: Any) -> bytes:
    """A ``data.npz`` that holds ``array``."""
    file = io.BytesIO()
    np.savez(file, **options, rows=array)
    return file.getvalue()


def npz_of(content: bytes, method: int = zipfile.ZIP_STORED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        archive.writestr("rows.npy", content)
    return file.getvalue()


HUGE = b"\x93NUMPY\x01\x00\x76\x00" + (
    b"{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000000, 3), }".ljust(117) + b"\n"
)


@pytest.mark.parametrize(
    "content",
    [
        b"junk",
        npy(np.zeros((2, 3))),  # other rows than project.json names
        npy(np.zeros((2, 3), "f4")),
        npy(np.asfortranarray(np.zeros((2, 3)))),
        npy(np.zeros(3)),
        npy(np.array([[None]]), allow_pickle=True),
        npz_of(b"\x93NUMPY"),
        npz_of(b"\x93NUMPY\x02\x00"),
        npz_of(HUGE),
        npz_of(bytes(1000), zipfile.ZIP_DEFLATED),
    ],
)
def test_rows_that_are_not_those_named_are_refused(path, content):
    points_file(path)
    rewritten(path, put("data.npz", content))
    with pytest.raises(FileError, match=r"data\.npz"):
        files.read(path)


def test_rows_that_are_missing_are_missed(path):
    points_file(path)
    rewritten(path, dropped("data.npz"))
    with pytest.raises(FileError, match=r"data\.npz does not hold the rows"):
        files.read(path)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.nnd", b"", "neither a ZIP nor JSON"),
        ("a.nnd", b"\x89PNG", "neither a ZIP nor JSON"),
        ("a.nnd", b"PK\x03\x04", "is a damaged ZIP"),
        ("a.json", b"", "is not JSON"),
        ("a.json", b"\xff", "is not UTF-8"),
        ("a.json", b"[" * 10**6, "nested too deeply"),
        ("a.json", b" " * (9 * 2**20), "is the most that is read"),
    ],
)
def test_a_file_that_is_something_else_is_said_so(tmp_path, name, content, message):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(FileError, match=message) as error:
        files.read(path)
    assert str(error.value).startswith(f"{path}: ")


def test_a_file_that_cannot_be_opened_is_named(tmp_path):
    for path in (tmp_path / "missing.nnd", tmp_path):
        with pytest.raises(FileError, match="cannot be read: ") as error:
            files.read(path)
        assert str(error.value).startswith(str(path))


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound file that holds every member, beside which damaged ones are put."""
    path = tmp_path_factory.mktemp("files") / "sound.nnd"
    experiment = tiny(data={"kind": "points", "rows": [[0, 1, 1], [2, 3, 0]]})
    files.write(path, trained(experiment))
    return path


def survives(path: Path, content: bytes) -> None:
    """Reading ``content`` gives a project or an NndeskError, never anything else."""
    damaged = path.with_name("damaged.nnd")
    damaged.write_bytes(content)
    try:
        project = files.read(damaged)
    except NndeskError:
        return
    files.write(path.with_name("again.nnd"), project)


NO_CHECK = settings(PATIENT, suppress_health_check=list(HealthCheck), max_examples=300)


@NO_CHECK
@given(content=st.binary())
def test_any_bytes_are_survived(sound, content):
    survives(sound, content)
    survives(sound, b"PK\x03\x04" + content)


@NO_CHECK
@given(data=st.data())
def test_a_damaged_file_is_survived(sound, data):
    content = bytearray(sound.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(content) - 1))
        content[start : start + data.draw(st.integers(0, 8))] = data.draw(st.binary(max_size=8))
    survives(sound, bytes(content))


@NO_CHECK
@given(data=st.data())
def test_a_damaged_member_of_a_sound_zip_is_survived(sound, data):
    with zipfile.ZipFile(sound) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    name = data.draw(st.sampled_from(sorted(members)))
    content = bytearray(members[name])
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, max(0, len(content) - 1)))
        content[start : start + data.draw(st.integers(0, 8))] = data.draw(st.binary(max_size=8))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for key, value in {**members, name: bytes(content)}.items():
            archive.writestr(key, value)
    survives(sound, file.getvalue())


def test_a_parameter_set_by_hand_survives_the_file_and_training_goes_on(tmp_path):
    from nndesk.project.run import Run, quiet_numbers
    from tests.experiments import tiny

    run = Run(tiny(training__stop__epochs=None))
    with quiet_numbers():
        run.advance(11)
        run.set_parameters({"parameters.1.weights.4.2": 0.75})
        run.advance(4)
        files.write(tmp_path / "a.nnd", files.Project(run.experiment, run.record()))
        read = files.read(tmp_path / "a.nnd")
        again = Run(read.experiment, read.run)
        again.advance(7)
        run.advance(7)
    assert again.changes == run.changes
    assert np.array_equal(again.parameters(), run.parameters())
