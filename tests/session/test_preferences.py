"""What is remembered from one start to the next."""

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QSettings
from pytestqt.qtbot import QtBot

from nndesk.session.preferences import Preferences, user_settings
from nndesk.session.recent import MOST, Recent


def store(path: Path) -> QSettings:
    return QSettings(str(path / "settings.ini"), QSettings.Format.IniFormat)


CHOSEN = {
    "language": "zh_CN",
    "theme": "dark",
    "text_size": 1.5,
    "reduced_motion": "on",
    "values": True,
    "dashes": True,
    "grid": False,
    "undo_limit": 25,
    "welcome": False,
    "panel": False,
}


def test_every_preference_is_there_again_at_the_next_start(tmp_path: Path, qtbot: QtBot):
    first = Preferences(store(tmp_path))
    for name, value in CHOSEN.items():
        with qtbot.waitSignal(first.changed) as told:
            first.set(name, value)
        assert told.args == [name]
    first.keep_geometry(QByteArray(b"here"))
    second = Preferences(store(tmp_path))
    assert {name: second[name] for name in CHOSEN} == CHOSEN
    assert second.geometry == QByteArray(b"here")


def test_what_is_given_for_one_start_is_not_remembered(tmp_path: Path):
    first = Preferences(store(tmp_path))
    first.give(theme="dark", language=None)
    assert (first["theme"], first["language"]) == ("dark", "")
    assert Preferences(store(tmp_path))["theme"] == "system"
    first.set("theme", "dark")  # chosen, although it is so already
    assert Preferences(store(tmp_path))["theme"] == "dark"


@pytest.mark.parametrize(
    ("name", "text"),
    [("theme", "blue"), ("text_size", "7"), ("undo_limit", "-3"), ("undo_limit", "9" * 30), ("panel", "?")],
)
def test_what_cannot_be_preferred_is_the_default(tmp_path: Path, name: str, text: str):
    settings = store(tmp_path)
    settings.setValue(name, text)
    assert Preferences(settings)[name] == Preferences(None)[name]


@pytest.mark.parametrize(("text", "now"), [("true", "on"), ("false", "off"), ("perhaps", "system")])
def test_reduced_motion_of_an_earlier_version_is_understood(tmp_path: Path, text: str, now: str):
    settings = store(tmp_path)
    settings.setValue("reduced_motion", text)
    assert Preferences(settings)["reduced_motion"] == now


def test_nothing_is_remembered_without_a_store():
    preferences = Preferences(None)
    preferences.set("theme", "dark")
    preferences.keep_geometry(QByteArray(b"here"))
    assert (preferences["theme"], preferences.geometry) == ("dark", None)


def test_the_users_settings_are_where_the_tests_lead_them():
    assert "nndesk-tests-" in user_settings().fileName()


def test_recent_files_are_the_newest_first_and_each_once(tmp_path: Path):
    recent = Recent(Preferences(store(tmp_path)))
    for name in ("a.nnd", "b.nnd", "a.nnd"):
        recent.add(tmp_path / name, (2, 4, 1))
    again = Recent(Preferences(store(tmp_path)))
    assert [Path(file.path).name for file in again.files] == ["a.nnd", "b.nnd"]
    assert again.files[0].units == (2, 4, 1)
    assert not again.files[0].exists
    (tmp_path / "a.nnd").touch()
    assert again.files[0].exists
    for number in range(20):
        again.add(tmp_path / f"{number}.nnd", (1,))
    assert len(again.files) == MOST
    again.clear()
    assert Recent(Preferences(store(tmp_path))).files == ()


@pytest.mark.parametrize(
    "text", ["", "{}", "[1]", '[{"path": "x"}]', "[", '[{"path":1,"units":[1e999],"time":0}]']
)
def test_a_list_that_is_none_is_empty(tmp_path: Path, text: str):
    settings = store(tmp_path)
    settings.setValue("recent", text)
    assert Recent(Preferences(settings)).files == ()
