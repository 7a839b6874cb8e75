"""The words for a run that left the range of numbers: what, where, and one measured cause."""

from math import inf, nan

import pytest

from nndesk.engine.overflow import Stride
from nndesk.project.measures import Lost
from nndesk.ui.divergence import number, told
from tests.experiments import tiny


def lost(*strides: Stride, what: str = "weight", epoch: int = 15, batch: int = 3, loss: float = 0.7) -> Lost:
    return Lost(inf, inf, 1, 2, 73, what, strides, epoch, batch, 5, (0.5, loss))


def test_it_is_said_what_was_first_and_where():
    words = told(lost(), tiny()).what
    assert "in epoch 15, batch 3 of 5: Hidden 2, neuron 3, had the first weight" in words
    assert words.endswith("The network stands at epoch 14, the last good one.")


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("output", "Hidden 2, neuron 3, gave the first output that is no number"),
        ("bias", "Hidden 2, neuron 3, had the first bias that is no number"),
        ("loss", "Hidden 2, neuron 3, gives an output that is too large"),
    ],
)
def test_every_kind_of_number_has_its_words(what: str, words: str):
    assert words in told(lost(what=what), tiny()).what


def test_steps_longer_than_the_weights_are_told_by_the_longest_that_is_known():
    strides = Stride(70, 2.0, 82.0, 5.0, 0.5), Stride(71, 2.0, 35e6, 7e7, 5.0), Stride(72, 2.0, inf, nan, 7e7)
    found = told(lost(*strides), tiny())
    assert found.title == "Training stopped: the steps are too long"
    assert "Step 71 changed a weight by 70,000,000, 14,000,000 times the largest weight" in found.why
    assert "a learning rate of 2." in found.why
    assert found.norms == (
        ("step 70", "82"),
        ("step 71", "35,000,000"),
        ("step 72", "∞"),
    )


def test_a_gradient_that_grows_is_told_where_the_steps_are_short():
    strides = Stride(1_070, 0.01, 2.0, 0.02, 9.0), Stride(1_071, 0.01, 50.0, 0.5, 9.0)
    found = told(lost(*strides), tiny())
    assert found.title == "Training stopped"
    assert "From step 1,070 to step 1,071 the gradient grew 25 times as long" in found.why
    assert found.norms[0] == ("step 1,070", "2.0")


def test_a_loss_that_had_grown_is_told_where_the_last_steps_were_not_long():
    found = told(lost(Stride(72, 2.0, 3.0, 1.0, 1e70), loss=1e140), tiny())
    assert found.title == "Training stopped: the steps are too long"
    assert found.why.startswith(
        "By epoch 14 the train loss had grown from 0.50 to 1.0e140, at a learning rate"
    )


def test_without_any_of_them_only_the_rate_is_told():
    found = told(lost(Stride(9, 0.25, 2.0, 0.02, 9.0)), tiny())
    assert found.why.startswith("The learning rate was 0.25.")


def test_start_values_that_give_no_number_are_told_as_such():
    found = told(lost(what="output", epoch=0, batch=0), tiny())
    assert found.title == "Training cannot start"
    assert "Hidden 2, neuron 3" in found.what
    assert found.norms == ()


def test_what_is_not_known_is_not_told():
    found = told(None, tiny())
    assert (found.why, found.norms) == ("", ())


@pytest.mark.parametrize(
    ("value", "text"), [(inf, "∞"), (nan, "–"), (82.4, "82"), (35_483_989.2, "35,483,989"), (2e27, "2.0e27")]
)
def test_numbers_of_any_size_are_short(value: float, text: str):
    assert number(value) == text
