"""Lesson files: what is read from them, how long it takes, and what is refused with its place."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from nndesk.errors import FileError, InputError
from nndesk.interop import lesson
from nndesk.interop.lesson import Action, decode, reading_seconds

INTERFACE = {
    "format": "nndesk.lesson",
    "version": 1,
    "title": {"en": "What a neuron does", "zh_CN": "神经元在做什么"},
    "minutes": 8,
    "source": "xor",
    "steps": [
        {
            "title": {"en": "One line", "zh_CN": "一条线"},
            "say": {"en": "One neuron draws one line.", "zh_CN": "一个神经元画出一条线。"},
            "do": [
                {"set": {"network.layers.0.units": 1}},
                {"select": "layers.0.units.0"},
                {"train": 40, "seconds": 6},
            ],
            "ask": {
                "question": {"en": "How many neurons do you need?", "zh_CN": "需要几个神经元？"},
                "answers": [{"en": "1", "zh_CN": "1"}, {"en": "3", "zh_CN": "3"}],
                "right": 0,
            },
        }
    ],
}


def with_step(**step: Any) -> dict[str, Any]:
    tree = copy.deepcopy(INTERFACE)
    tree["steps"] = [{"say": {"en": "Look.", "zh_CN": "看。"}, **step}]
    return tree


def doing(*actions: dict[str, Any]) -> dict[str, Any]:
    return with_step(do=list(actions))


def test_the_example_of_the_interface_page_is_read():
    read = decode(INTERFACE)
    (step,) = read.steps
    assert read.title["zh_CN"] == "神经元在做什么"
    assert (read.source, read.minutes) == ("xor", 8.0)
    assert [action.name for action in step.do] == ["set", "select", "train"]
    assert step.do[2] == Action("train", 40, 6.0)
    assert step.ask is not None
    assert step.ask.right == (0,)


def test_a_step_without_a_title_is_named_by_its_first_sentence():
    say = {"en": "This is 0.5 big. Then more.", "zh_CN": "先看这里。再看那里。"}
    assert decode(with_step(say=say)).steps[0].title == {"en": "This is 0.5 big.", "zh_CN": "先看这里。"}


def test_reading_takes_longer_for_more_letters_and_for_hanzi():
    assert reading_seconds("ab c") == pytest.approx(1.5 + 3 * 0.06)
    assert reading_seconds("神经元a。") == pytest.approx(1.5 + 3 * 0.2 + 2 * 0.06)


def test_a_step_lasts_as_long_as_its_actions_or_its_reading():
    assert decode(doing({"wait": 30})).steps[0].seconds("en") == 30
    assert decode(doing({"train": 1000})).steps[0].seconds("en") == pytest.approx(50)
    step = decode(doing({"wait": 0.1})).steps[0]
    assert step.seconds("en") == reading_seconds("Look.")
    assert step.asking_seconds("en") == 0


def test_a_question_stands_for_its_reading_time_and_the_answer_for_two_seconds():
    step = decode(INTERFACE).steps[0]
    assert step.asking_seconds("en") == reading_seconds("How many neurons do you need? 1 3") + 2


def test_targets_and_samples_follow_the_edits_before_them():
    grown = doing({"set": {"network.layers.0.units": 9}}, {"select": "layers.0.units.8"})
    assert decode(grown).steps[0].do[1].value == "layers.0.units.8"
    assert decode(doing({"open": "digits"}, {"select": "inputs.63"}, {"sample": 1796}))


def test_a_curve_to_draw_needs_no_answers():
    ask = {"question": {"en": "How will it fall?", "zh_CN": "会怎样下降？"}, "draw": "loss"}
    assert decode(with_step(ask=ask)).steps[0].ask == lesson.Ask(ask["question"], draw="loss")


def test_a_figure_is_drawn_beside_the_network():
    assert decode(with_step(figure="neuron")).steps[0].figure == "neuron"
    assert decode(with_step()).steps[0].figure is None


TWO = [{"en": "1", "zh_CN": "1"}, {"en": "2", "zh_CN": "2"}]
ASK = {"question": {"en": "?", "zh_CN": "？"}, "answers": TWO, "right": 1}


@pytest.mark.parametrize(
    ("tree", "message"),
    [
        ({**INTERFACE, "steps": []}, "steps: is empty; a lesson needs at least one step"),
        ({**INTERFACE, "minuts": 3}, "minuts: unknown key; did you mean 'minutes'?"),
        ({**INTERFACE, "source": "spirl"}, 'source: "spirl" is neither a preset nor a file'),
        ({**INTERFACE, "version": 2}, "version: is 2; this nndesk reads versions up to 1"),
        ({**INTERFACE, "title": {"en": "x"}}, "title.zh_CN: is missing; needs en, zh_CN"),
        (with_step(say={"en": "", "zh_CN": "x"}), 'steps.0.say.en: is ""; needs text'),
        (with_step(asks=ASK), "steps.0.asks: unknown key; did you mean 'ask'?"),
        (
            with_step(ask={**ASK, "right": 2}),
            "steps.0.ask.right: is 2; needs the number of an answer, 0 to 1",
        ),
        (with_step(ask={**ASK, "right": [0, 0]}), "steps.0.ask.right: is [0, 0]"),
        (with_step(ask={**ASK, "answers": TWO[:1]}), "steps.0.ask.answers: has 1; needs 2 to 4 answers"),
        (with_step(ask={**ASK, "draw": "loss"}), "steps.0.ask: has answers and a curve to draw"),
        (with_step(figure="cell"), 'steps.0.figure: is "cell"; known are neuron'),
        (doing({"select": "data"}, {"dance": 1}), 'steps.0.do.1: unknown action "dance"'),
        (doing({"selct": "data"}), "steps.0.do.0: unknown action \"selct\"; did you mean 'select'?"),
        (doing({"seek": 3}), "steps.0.do.0: seek is not there yet"),
        (doing({"explain": 3}), "steps.0.do.0: explain is not there yet"),
        (doing({"train": 3, "wait": 1}), "steps.0.do.0: has 2 actions; needs exactly one"),
        (doing({"wait": 3, "seconds": 1}), "steps.0.do.0: has seconds; only train takes them"),
        (doing({"train": 0}), "steps.0.do.0: is 0; needs a whole number from 1 to 1,000,000"),
        (doing({"select": "layers.0.units.4"}), "steps.0.do.0: unit 4 does not exist; units are 0 to 3"),
        (doing({"select": "layers.2"}), "steps.0.do.0: layer 2 does not exist; layers are 0 to 1"),
        (
            doing({"select": "layers.0.weights.2.0"}),
            "steps.0.do.0: input 2 does not exist; inputs are 0 to 1",
        ),
        (doing({"select": "layers.0.weight.1.0"}), 'steps.0.do.0: is "layers.0.weight.1.0"; needs layers.L'),
        (doing({"select": "layers.0.units.1.2"}), 'steps.0.do.0: is "layers.0.units.1.2"; needs layers.L'),
        (doing({"select": "inputs.٣"}), 'steps.0.do.0: is "inputs.٣"; needs layers.L'),
        (doing({"sample": 500}), "steps.0.do.0: sample 500 does not exist; samples are 0 to 499"),
        (doing({"set": {"optimizer.learning_rte": 1}}), "steps.0.do.0: optimizer.learning_rte unknown key"),
        (doing({"set": {"network.layers.0.units": 0}}), "steps.0.do.0: network.layers.0.units is 0"),
        (doing({"set": {"data.kind": "table"}}), "steps.0.do.0: "),
        (doing({"lens": "x-ray"}), 'steps.0.do.0: is "x-ray"; known are activation, gradient, health'),
        (doing({"zoom": 10}), "steps.0.do.0: is 10; needs 'fit' or a percentage from 25 to 400"),
        (doing({"probe": [1]}), "steps.0.do.0: has 1 numbers; needs 2 numbers"),
        (doing({"values": 1}), "steps.0.do.0: is 1; needs true or false"),
        (doing({"restart": False}), "steps.0.do.0: is false; needs true"),
        (doing("train"), 'steps.0.do.0: is "train"; needs an object with one action'),
    ],
)
def test_what_cannot_be_done_is_refused_with_its_place(tree, message):
    with pytest.raises((InputError, FileError)) as caught:
        decode(tree)
    assert str(caught.value).startswith(message)


def test_only_a_file_that_says_so_is_a_lesson(tmp_path: Path):
    assert lesson.find(tmp_path / "lesson.json") is None
    (tmp_path / "experiment.json").write_text('{"format": "nndesk.experiment", "version": 1}')
    assert lesson.find(tmp_path / "experiment.json") is None
    (tmp_path / "broken.json").write_text("{")
    with pytest.raises(FileError, match=r"broken\.json: is not JSON"):
        lesson.find(tmp_path / "broken.json")


def test_a_lesson_opens_files_that_lie_beside_it(tmp_path: Path):
    experiment = {
        "format": "nndesk.experiment",
        "version": 1,
        "data": {"kind": "xor", "samples": 20},
        "network": {"layers": [{"units": 1, "activation": "sigmoid"}]},
        "loss": {"kind": "binary_crossentropy"},
        "optimizer": {"kind": "sgd"},
    }
    (tmp_path / "small.json").write_text(json.dumps(experiment))
    tree = {**doing({"sample": 19}), "source": "small.json"}
    (tmp_path / "lesson.json").write_text(json.dumps(tree))
    found = lesson.find(tmp_path / "lesson.json")
    assert found is not None
    assert found.steps[0].do[0].value == 19
    tree["steps"][0]["do"] = [{"sample": 20}]
    (tmp_path / "lesson.json").write_text(json.dumps(tree))
    with pytest.raises(InputError, match="sample 20 does not exist"):
        lesson.find(tmp_path / "lesson.json")
