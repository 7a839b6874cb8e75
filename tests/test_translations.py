"""The program in Chinese: all of it, in the agreed words, in letters that the bundled fonts have."""

import ast
import os
import re
import shutil
import string
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from importlib import import_module
from itertools import chain
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import PySide6
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QTranslator
from PySide6.QtGui import QFont, QRawFont
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from nndesk.app import create_window
from nndesk.data.dataset import FEATURES, SCALINGS
from nndesk.data.encoding import MISSING
from nndesk.data.kinds import KINDS
from nndesk.engine.activations import ACTIVATIONS
from nndesk.engine.initializers import INITIALIZERS
from nndesk.engine.losses import LOSSES
from nndesk.engine.optimizers import OPTIMIZERS
from nndesk.engine.schedules import SCHEDULES
from nndesk.errors import InputError
from nndesk.interop.source import PRESETS, preset, presets
from nndesk.project import edits
from nndesk.project.spec import Experiment
from nndesk.registry import Registry
from nndesk.resources import resource
from nndesk.session.preferences import Preferences
from nndesk.ui.panels import PANELS
from nndesk.ui.theme import recorded_text
from nndesk.ui.window import MainWindow
from nndesk.ui.words import refusal

ROOT = Path(__file__).parents[1]
TS = resource("i18n/nndesk_zh_CN.ts")
QM = TS.with_suffix(".qm")
THIN = "\u2009"


class Message(NamedTuple):
    context: str
    source: str
    translation: str
    unfinished: bool


def _read() -> list[Message]:
    messages: list[Message] = []
    for context in ET.parse(TS).getroot().iter("context"):
        for message in context.iter("message"):
            found = message.find("translation")
            assert found is not None
            messages.append(
                Message(
                    context.findtext("name", ""),
                    message.findtext("source", ""),
                    found.text or "",
                    found.get("type") is not None,
                )
            )
    return messages


MESSAGES = _read()
TEXTS = [
    *((f"{each.context}: {each.source}", each.translation) for each in MESSAGES),
    *((f"title of {each.name}", each.titles["zh_CN"]) for each in presets()),
    *((f"description of {each.name}", each.descriptions["zh_CN"]) for each in presets()),
]

# -- the files ------------------------------------------------------------------------------------


def test_every_entry_is_translated():
    assert MESSAGES
    assert [each for each in MESSAGES if each.unfinished or not each.translation] == []


def test_every_string_that_the_sources_mark_has_an_entry():
    known = {(each.context, each.source) for each in MESSAGES}
    marked = set(chain.from_iterable(_marked(path) for path in (ROOT / "nndesk").rglob("*.py")))
    assert marked - known == set()
    assert known - marked == set()


def _marked(path: Path) -> Iterator[tuple[str, str]]:
    """Context and text of all that is marked for translation in ``path``."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    yield from _marked_below(tree, "", path)


def _marked_below(node: ast.AST, name: str, path: Path) -> Iterator[tuple[str, str]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call):
            words = [each.value if isinstance(each, ast.Constant) else None for each in child.args]
            match child.func:
                case ast.Attribute(attr="tr"):
                    assert isinstance(words[0], str), f"{path}:{child.lineno}: no plain text"
                    yield name, words[0]
                case ast.Attribute(attr="translate") | ast.Name(id="translate" | "QT_TRANSLATE_NOOP"):
                    if isinstance(words[0], str):  # what painters translate are numbers
                        assert isinstance(words[1], str), f"{path}:{child.lineno}: no plain text"
                        yield words[0], words[1]
        inner = child.name if isinstance(child, ast.ClassDef) else name
        yield from _marked_below(child, inner, path)


@pytest.fixture
def tools(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(ROOT / "packaging")
    return import_module("translations")


def _run(command: list[object]) -> None:
    """Run one of Qt's tools; skip where it cannot start, as without a library that it needs."""
    words = [str(word) for word in command]
    try:
        ready = subprocess.run([words[0], "-version"], capture_output=True, text=True)
    except OSError as error:
        pytest.skip(f"{words[0]} cannot start: {error}")
    if ready.returncode:
        pytest.skip(f"{words[0]} cannot start: {ready.stderr.strip()}")
    done = subprocess.run(words, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def _tool(name: str) -> Path:
    return Path(PySide6.__file__).with_name(name + (".exe" if sys.platform == "win32" else ""))


def test_collecting_the_strings_again_changes_nothing(tools: ModuleType, tmp_path: Path):
    copy = tmp_path / TS.name
    shutil.copy(TS, copy)
    _run(tools.collect(_tool("lupdate"), copy))
    assert copy.read_text(encoding="utf-8") == TS.read_text(encoding="utf-8")


def test_the_file_that_is_read_is_made_of_the_one_that_is_written(tools: ModuleType, tmp_path: Path):
    made = tmp_path / QM.name
    _run(tools.release(_tool("lrelease"), TS, made))
    assert made.read_bytes() == QM.read_bytes()


@pytest.mark.parametrize(
    ("context", "registry"),
    [
        ("data", KINDS),
        ("scaling", SCALINGS),
        ("missing", MISSING),
        ("activation", ACTIVATIONS),
        ("loss", LOSSES),
        ("optimizer", OPTIMIZERS),
        ("initializer", INITIALIZERS),
        ("schedule", SCHEDULES),
    ],
)
def test_labels_of_registries_are_translated(context: str, registry: Registry):
    translator = QTranslator()
    assert translator.load(str(QM))
    missing = [entry.label for entry in registry if not translator.translate(context, entry.label)]
    assert missing == []


# -- the words ------------------------------------------------------------------------------------

# Names and signs that are the same in both languages.
SAME = {
    "Adam",
    "GD",
    "SGD",
    "Nesterov",
    "Adagrad",
    "RMSprop",
    "AdamW",
    "ReLU",
    "Leaky",
    "ELU",
    "SELU",
    "GELU",
    "SiLU",
    "Softplus",
    "He",
    "LeCun",
    "Sigmoid",
    "Softmax",
    "Tanh",
    "Glorot (Xavier)",
    "/ {0}",
    "{0}[*] – nndesk",
}

# The words agreed on, as the design gives them.
_AGREED = """Build = 搭建 · Explain = 讲解 · Compare = 对比 · Present = 演示 · Record = 录制 ·
File = 文件 · Edit = 编辑 · View = 视图 · Network = 网络 · Train = 训练 · Teach = 教学 · Help = 帮助 ·
Input = 输入 · Hidden {0} = 隐藏层 {0} · Output = 输出层 · Data = 数据 · Loss = 损失 · Layer = 层 ·
Neuron = 神经元 · Neurons = 神经元 · Weight = 权重 · Weights = 权重 · Bias = 偏置 · Biases = 偏置 ·
Activation = 激活 · Gradient = 梯度 · Health = 健康 · Values = 数值 · Step by = 步长 · Term = 项 ·
Phase = 阶段 · Batch = 批 · Epoch = 轮 · Epoch {0} = 第 {0} 轮 · Speed = 速度 · Play = 播放 · Pause = 暂停 ·
Restart = 重新开始 · Bookmark = 书签 · Branch from here = 从此处分支 · Back to latest = 回到最新 ·
Viewing epoch {0} = 正在查看第 {0} 轮 · read-only = 只读 · Train loss = 训练损失 · Test loss = 测试损失 ·
Accuracy = 准确率 · accuracy = 准确率 · Parameters = 参数 · Optimizer = 优化器 · Learning rate = 学习率 ·
Batch size = 批大小 · Momentum = 动量 · Momentum β = 动量 β · Weight decay = 权重衰减 ·
Schedule = 学习率计划 · Initialiser = 初始化 · Go on = 继续 · Restored = 已恢复 · Seed = 种子 ·
Stop when = 停止条件 · Dropout = 随机失活 · Freeze = 冻结 · New start = 重新初始化 · Points = 点 ·
Noise = 噪声 · For training = 训练占比 · Features = 特征 · Mean squared error = 均方误差 ·
Half squared error = 半平方误差 · Mean absolute error = 平均绝对误差 · Huber = 胡贝尔 ·
Binary cross-entropy = 二元交叉熵 · Softmax cross-entropy = 多类交叉熵 · Circle = 圆环 ·
Exclusive or = 异或 · Two blobs = 双团 · Spiral = 螺旋 · Plane = 平面 · Hills = 山丘 · Digits = 手写数字 ·
Iris = 鸢尾花 · Paint = 手绘 · Empty canvas = 空白画布 · Lessons = 课程 · Recent = 最近 · Open = 打开 ·
Open… = 打开… · Import CSV = 导入 CSV · Weighted sum = 加权求和 · Error at the output = 输出误差 ·
Error back through a layer = 误差反传 · Update = 更新参数 · Back = 上一步 · Next = 下一步 ·
Play terms = 逐项播放 · Training stopped = 训练已停止 · Tried for you = 已为你试过 · Apply = 应用 ·
Go to last good epoch = 回到最后正常的一轮 · File not found = 找不到文件 · Not in the video = 不进入视频"""
AGREED = dict(pair.split(" = ") for pair in re.split(r"\s·\s", _AGREED))


def test_the_agreed_words_are_used():
    used = [each for each in MESSAGES if each.source in AGREED]
    assert len(used) > 50
    others = [each for each in used if each.translation.replace(THIN, " ") != AGREED[each.source]]
    assert others == []


def test_the_labels_of_data_are_the_titles_of_their_examples():
    labels = {each.source: each.translation for each in MESSAGES if each.context == "data"}
    titles = {each.titles["en"]: each.titles["zh_CN"] for each in presets()}
    both = labels.keys() & titles.keys()
    assert len(both) >= 8
    assert {name: labels[name] for name in both} == {name: titles[name] for name in both}


def test_only_names_stay_as_they_are():
    same = {each.source for each in MESSAGES if each.source == each.translation}
    assert same == SAME


def test_the_same_values_are_put_in():
    assert [each for each in MESSAGES if _fields(each.translation) != _fields(each.source)] == []


def _fields(text: str) -> list[tuple[str, str | None]]:
    return sorted((name, spec) for _, name, spec, _ in string.Formatter().parse(text) if name is not None)


_HAN = "\u4e00-\u9fff"
_WRONG = {
    "a digit or letter beside a Chinese one": f"[{_HAN}][A-Za-z0-9{{]|[A-Za-z0-9}}][{_HAN}]",
    "a wide space": f"[{_HAN}] [{_HAN}0-9{{]|[0-9}}] [{_HAN}]",
    "narrow punctuation": f"[{_HAN}][,;:?!.()]|[,;:?!.)][{_HAN}]",
    "a space at wide punctuation": f"[，。；：、？（）][ {THIN}]|[ {THIN}][，。；：、？（）]",
    "an exclamation mark": "[!！]",
}
# What is put in begins and ends with a Chinese letter or with its own punctuation.
_CHINESE_IS_PUT_IN = {
    "LossPanel: {0} needs {1}.",
    "LossPanel: {0} and {1} need {2}.",
}


@pytest.mark.parametrize("rule", _WRONG)
def test_chinese_is_set_as_chinese(rule: str):
    wrong = [
        (name, text)
        for name, text in TEXTS
        if re.search(_WRONG[rule], re.sub(r"\{[01]\}", "字", text) if name in _CHINESE_IS_PUT_IN else text)
    ]
    assert wrong == []


def test_the_bundled_fonts_have_every_letter(qapp: QApplication):
    fonts = [QRawFont(str(path), 16) for path in resource("fonts").glob("*.[to]tf")]
    assert all(font.isValid() for font in fonts)
    letters = set("".join(text for _, text in TEXTS)) - {"\n"}
    assert {each for each in letters if not any(font.supportsCharacter(ord(each)) for font in fonts)} == set()


# -- the window -----------------------------------------------------------------------------------

Opener = Callable[..., MainWindow]
# What may stay in Latin letters.
_LATIN = """Adam GD SGD Nesterov Adagrad RMSprop AdamW ReLU Leaky ELU SELU GELU SiLU Softplus
Sigmoid Softmax Tanh Glorot Xavier He LeCun Keras Playground Shift Ctrl Home Del Esc
sin cos ln max min nndesk English"""


_PANEL_NAMES = {"matrix": "weightMatrix"}
_TARGETS = ("data", "loss", "1", "layers.0.units.0", "layers.0.weights.0.0", "matrix.0")


@pytest.fixture
def open_chinese(qtbot: QtBot, qapp: QApplication) -> Iterator[Opener]:
    """Opens windows in Chinese, once their panels and the first frame are there."""
    windows: list[MainWindow] = []

    def opener(source: str, size: tuple[int, int] = (1440, 900)) -> MainWindow:
        window = create_window(source, "light", "zh_CN", Preferences(None))
        windows.append(window)
        window.resize(*size)
        with qtbot.waitExposed(window):
            window.show()
        qtbot.waitUntil(lambda: window.controller.snapshot is not None)
        qtbot.waitUntil(
            lambda: all(
                window.findChild(QWidget, _PANEL_NAMES.get(each.id, f"{each.id}Panel")) for each in PANELS
            )
        )
        return window

    yield opener
    for window in windows:
        window.close_without_asking()
        window.deleteLater()
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)
        translator.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _show(window: MainWindow, target: str) -> None:
    """Select what is called ``target``, as in lessons, or by a click on what stands for it."""
    if "." in target:
        window.selection.set(target)
        return
    name = {"data": "dataCard", "loss": "lossCard"}.get(target, f"layerHeader{target}")
    found = window.findChild(QAbstractButton, name)
    assert found is not None, name
    found.click()


def _said(window: MainWindow) -> Iterator[str]:
    """All that the window says in words, also to a screen reader and in tooltips."""
    with recorded_text() as painted:
        window.grab()
    yield from (each.text for each in painted)
    yield window.windowTitle()
    for widget in window.findChildren(QWidget):
        yield from (widget.toolTip(), widget.accessibleName(), widget.accessibleDescription())
        if isinstance(widget, QLabel):
            yield re.sub("<[^>]*>", " ", widget.text())
        elif isinstance(widget, QAbstractButton):
            yield widget.text()
        elif isinstance(widget, QComboBox):
            yield from (widget.itemText(row) for row in range(widget.count()))
        for action in widget.actions():
            yield from (action.text(), action.toolTip())


@pytest.mark.parametrize("source", PRESETS)
def test_nothing_in_the_window_is_english(open_chinese: Opener, qtbot: QtBot, source: str):
    window = open_chinese(source)
    said: set[str] = set()
    for target in _TARGETS:
        _show(window, target)
        qtbot.waitUntil(lambda: not window.controller.busy)
        said.update(_said(window))
    allowed = set(_LATIN.split()) | {each.id for each in FEATURES}
    english = {text for text in said if set(re.findall("[A-Za-z]{2,}", text)) - allowed}
    described = {each.descriptions["zh_CN"] for each in presets()}
    assert english - described == set()
    assert "损失" in said
    assert {each.titles["zh_CN"] for each in presets()} <= said


@pytest.mark.parametrize("size", [(1180, 680), (1280, 720), (1440, 900), (1920, 1080)])
@pytest.mark.parametrize("source", ["spiral", "digits", "sine", "textbook", "reg_gauss"])
def test_nothing_in_the_window_is_cut_off(
    open_chinese: Opener, qtbot: QtBot, source: str, size: tuple[int, int]
):
    window = open_chinese(source, size)
    cut: set[str] = set()
    for target in _TARGETS:
        _show(window, target)
        qtbot.waitUntil(lambda: not window.controller.busy)
        with recorded_text() as painted:
            window.grab()
        cut |= {each.text for each in painted if not each.clip.adjusted(-1, -4, 1, 4).contains(each.box)}
        for label in window.findChildren(QLabel):
            if label.isVisible() and not label.wordWrap() and label.minimumSizeHint().width() > 0:
                wide = label.fontMetrics().horizontalAdvance(re.sub("<[^>]*>", "", label.text()))
                if wide > label.width() + 1:
                    cut.add(label.text())
    assert cut == set()


def test_no_chinese_is_slanted(open_chinese: Opener):
    window = open_chinese("spiral")
    slanted = [
        each for each in window.findChildren(QWidget) if each.font().style() != QFont.Style.StyleNormal
    ]
    assert slanted == []


@pytest.mark.parametrize(
    ("edit", "reason"),
    [
        (lambda e: edits.set_units(e, 0, 0), "一层有 1 到 1,024 个神经元。"),
        (lambda e: _with_layers(e, 33), "一个网络有 1 到 32 层。"),
        (lambda e: edits.set_value(e, "data.features", []), "至少需要一个特征。"),
    ],
)
def test_what_a_control_cannot_do_is_said_in_chinese(
    qapp: QApplication, edit: Callable[[Experiment], Experiment], reason: str
):
    translator = QTranslator()
    assert translator.load(str(QM))
    qapp.installTranslator(translator)
    try:
        with pytest.raises(InputError) as caught:
            edit(preset("spiral"))
        assert refusal(caught.value).replace(THIN, " ") == reason
    finally:
        qapp.removeTranslator(translator)


def _with_layers(experiment: Experiment, count: int) -> Experiment:
    while len(experiment.network.layers) < count:
        experiment = edits.add_layer(experiment, 0)
    return experiment


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system's language is no variable")
@pytest.mark.parametrize(
    ("variables", "title"),
    [
        ({"LC_ALL": "zh_CN.UTF-8"}, "螺旋"),
        ({"LANG": "en_GB.UTF-8", "LANGUAGE": "de:zh_CN"}, "螺旋"),
        ({"LC_ALL": "en_GB.UTF-8"}, "Spiral"),
        ({"LANG": "en_GB.UTF-8", "LANGUAGE": "en:zh_CN"}, "Spiral"),
        ({"LC_ALL": "de_DE.UTF-8"}, "Spiral"),
        ({"LC_ALL": "C"}, "Spiral"),
    ],
)
def test_the_window_speaks_the_first_of_the_systems_languages_that_it_can(
    variables: dict[str, str], title: str
):
    code = (
        "from PySide6.QtWidgets import QApplication; app = QApplication([]); "
        "from nndesk.app import create_window; window = create_window('spiral'); "
        "print(ascii(window.windowTitle())); window.close_without_asking()"
    )
    plain = {key: value for key, value in os.environ.items() if key[:2] != "LC" and key[:4] != "LANG"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**plain, **variables},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert ast.literal_eval(done.stdout.strip()) == f"{title}[*] – nndesk"
