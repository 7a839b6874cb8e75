"""Sentences about bad input in the window's language: every one that the sources can raise is known."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication

from nndesk.errors import FileError, InputError
from nndesk.interop.source import preset
from nndesk.project import edits, files
from nndesk.project.catalogue import OBJECTS
from nndesk.project.spec import decode
from nndesk.resources import resource
from nndesk.ui.refusals import is_known
from nndesk.ui.words import failure, refusal

PACKAGE = Path(__file__).parents[2] / "nndesk"
# What the window opens, saves and edits by; the rest speaks on the command line alone.
RAISERS = [
    *sorted((PACKAGE / "project").glob("*.py")),
    *(PACKAGE / "interop" / name for name in ("source.py",)),
]
THIN = "\u2009"


def _templates(path: Path) -> Iterator[str]:
    """Every sentence that ``path`` raises, with holes where it puts a value in."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name in ("InputError", "FileError", "VersionError", "_error"):
            around = [f for f in functions if f.lineno <= node.lineno <= (f.end_lineno or 0)]
            within = max(around, key=lambda function: function.lineno)
            for argument in node.args[1:] if name == "InputError" else node.args[-1:]:
                yield from _sentences(argument, within)


def _sentences(node: ast.expr, function: ast.FunctionDef | None) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr():
            holes = iter(range(9))
            yield "".join(
                str(part.value) if isinstance(part, ast.Constant) else f"{{{next(holes)}}}"
                for part in node.values
            )
        case ast.IfExp():
            yield from _sentences(node.body, function)
            yield from _sentences(node.orelse, function)
        case ast.Name(id=name) if function is not None:
            for each in ast.walk(function):
                if isinstance(each, ast.Assign) and any(
                    isinstance(target, ast.Name) and target.id == name for target in each.targets
                ):
                    yield from _sentences(each.value, None)
        case _:
            pass  # a field's own words, which the next test goes through


_NAMED = {  # that have other words in them
    "{0} has {1} bytes; {2} is the most that is read": ["has {1} bytes; {2} is the most that is read"],
    "layer {0} has {1}s 0 to {2}": ["layer {0} has units 0 to {2}", "layer {0} has inputs 0 to {2}"],
    "{0} {1} does not exist": ["unit {1} does not exist", "input {1} does not exist"],
    "{0}s are 0 to {1}": ["units are 0 to {1}", "inputs are 0 to {1}"],
}


def _pieces(template: str) -> list[str]:
    """``template`` without the name of a file before it, and where it is two sentences, both."""
    template = template.removeprefix("{0}: ")
    return [piece for piece in template.split("; ") if piece not in ("{0} {1}", "{1}")]


ALL = sorted({template for path in RAISERS for template in _templates(path)})


def test_the_sources_raise_many_sentences():
    assert len(ALL) > 80
    assert "has {0} layers" in ALL


@pytest.mark.parametrize("template", ALL)
def test_every_sentence_that_the_sources_raise_is_known(template: str):
    for sentence in _NAMED.get(template, [template]):
        assert is_known(sentence) or [each for each in _pieces(sentence) if not is_known(each)] == []


def test_what_a_field_needs_is_known():
    needed = {one.expected for fields in OBJECTS.values() for one in fields.values()}
    assert len(needed) > 20
    assert [words for words in needed if not is_known(words)] == []


@pytest.fixture
def chinese(qapp: QApplication) -> Iterator[None]:
    translator = QTranslator()
    assert translator.load(str(resource("i18n/nndesk_zh_CN.qm")))
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)


@pytest.mark.usefixtures("chinese")
def test_a_damaged_file_is_named_in_chinese(tmp_path: Path):
    path = tmp_path / "a.nnd"
    path.write_text("no file of ours")
    with pytest.raises(FileError) as caught:
        files.read(path)
    assert failure(caught.value).replace(THIN, " ") == f"{path}：不是 nndesk 文件：既不是 ZIP 也不是 JSON"


@pytest.mark.usefixtures("chinese")
def test_a_file_that_cannot_be_saved_is_named_by_the_name_that_the_user_gave(tmp_path: Path):
    path = tmp_path / "nowhere" / "a.nnd"
    with pytest.raises(FileError) as caught:
        files.write(path, files.Project(preset("xor")))
    assert failure(caught.value).replace(THIN, " ") == f"{path}：无法写入：所在的文件夹不存在"


@pytest.mark.usefixtures("chinese")
def test_a_key_out_of_range_is_named_in_chinese_with_its_place():
    tree = {"format": "nndesk.experiment", "version": 1, "data": {"kind": "xor", "noise": 2}}
    with pytest.raises(InputError) as caught:
        decode(
            {
                **tree,
                "network": {"layers": [{"units": 1}]},
                "loss": {"kind": "mean_squared_error"},
                "optimizer": {"kind": "gd"},
            }
        )
    assert failure(caught.value).replace(THIN, " ") == "data.noise：现为 2；需要 0 到 0.5 的数"


@pytest.mark.usefixtures("chinese")
def test_a_refused_edit_has_no_english_left():
    with pytest.raises(InputError) as caught:
        edits.duplicate_layer(preset("spiral"), 3)
    assert refusal(caught.value) == "是输出层；只能复制隐藏层"


def test_in_english_nothing_changes(tmp_path: Path, qapp: QApplication):
    with pytest.raises(FileError) as caught:
        files.read(tmp_path)
    assert failure(caught.value) == str(caught.value)
