"""packaging/test.py: which checks run, in which order, and what it says of them."""

import json

import pytest

ALL = ["ruff", "ruff", "basedpyright", "lint-imports", "pytest"]


@pytest.fixture
def checks(checkout, stub_checks):
    stub_checks()
    return checkout


def names(checkout):
    return [json.loads(line)[0] for line in checkout.log("checks")]


def test_all_checks_run_and_pytest_has_the_last_word(checks):
    status, out, err = checks.run("test.py")
    assert status == 0
    assert names(checks) == ALL
    assert [line.split(" in ")[0] for line in out.splitlines() if line.startswith("test.py")] == [
        "test.py: ruff check passed",
        "test.py: ruff format passed",
        "test.py: basedpyright passed",
        "test.py: lint-imports passed",
    ]
    assert out.splitlines()[-1] == "pytest ran"
    assert err == ""


def test_a_failure_is_named_and_stops_nothing(checks):
    status, _, err = checks.run("test.py", FAIL="basedpyright pytest")
    assert status == 1
    assert names(checks) == ALL
    assert err == "test.py: failed: basedpyright, pytest\n"


@pytest.mark.parametrize(
    ("words", "run", "marks"),
    [
        ([], ALL, "not packages"),
        (["--fast"], ALL, "not slow and not parity and not packages"),
        (["--parity"], [*ALL[:-1], "-c", "pytest"], "not packages"),
        (["--parity", "tests/parity"], ["-c", "pytest"], "not packages"),
        (["--packages"], [*ALL[:-1], "wheel", "deb", "pytest"], ""),
        (["tests/engine"], ["pytest"], "not packages"),
        (["--fast", "-x"], ["pytest"], "not slow and not parity and not packages"),
    ],
)
def test_arguments_choose_the_checks(checks, words, run, marks):
    assert checks.run("test.py", *words)[0] == 0
    assert names(checks) == run
    arguments = json.loads(checks.log("checks")[-1])
    rest = [word for word in words if not word.startswith("--")]
    assert arguments == ["pytest", "-m", marks, *(rest or ["-n", "2", "--dist", "loadfile"])]


def test_with_parity_it_fails_where_pytorch_cannot_be_imported(checks):
    status, _, err = checks.run("test.py", "--parity", FAIL="-c")
    assert status == 1
    assert json.loads(checks.log("checks")[-2]) == ["-c", "import torch"]
    assert err == "test.py: failed: PyTorch\n"


def test_the_checks_run_in_the_checkout_without_a_screen(checks):
    assert checks.run("test.py", "-x", QT_QPA_PLATFORM="xcb")[0] == 0
    assert checks.log("where") == [f"{checks.root} offscreen"]
