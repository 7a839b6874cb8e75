"""Lock files, and what no file of the repository may name."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = ["requirements.txt", "requirements-test.txt", "requirements-build.txt"]

REQUIREMENT = re.compile(
    r"(?P<name>[a-z0-9-]+)==(?P<version>[0-9][0-9a-z.]*)(?: ; [^\\\n]+)?"
    r"(?: \\\n    --hash=sha256:[0-9a-f]{64})+\n"
)
INDEX = re.compile(
    r"(?<!no-emit-)(?:index[-_]url|find[-_]links)|https?://[^\s\"'<>]*(?:/simple\b|pythonhosted)", re.I
)
PLACE = re.compile(r"(?<![\w.~*/-])/(?:root|work|opt|home/\w+|Users/\w+)/[\w.]")


def requirements(name: str) -> dict[str, str]:
    """The text of every requirement, by name and marker."""
    text = (ROOT / "packaging" / name).read_text()
    return {match[0].split(" \\")[0]: match[0] for match in REQUIREMENT.finditer(text)}


def tracked() -> list[Path]:
    if not (ROOT / ".git").exists():
        pytest.skip("not a clone")
    try:
        names = subprocess.check_output(["git", "ls-files", "-z"], cwd=ROOT, text=True)
    except (FileNotFoundError, subprocess.CalledProcessError):
        pytest.skip("git cannot list the files of this clone")
    return [ROOT / name for name in names.split("\0") if name and (ROOT / name).is_file()]


def offences(pattern: re.Pattern[str]) -> list[str]:
    found = []
    for path in tracked():
        data = path.read_bytes()
        if b"\0" not in data:
            lines = data.decode(errors="replace").splitlines()
            found += [
                f"{path.relative_to(ROOT)}:{n}: {line}"
                for n, line in enumerate(lines, 1)
                if pattern.search(line)
            ]
    return found


def test_no_file_names_a_package_index():
    assert offences(INDEX) == []


def test_no_file_names_a_place_on_a_machine():
    assert offences(PLACE) == []


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (INDEX, "--extra-index-" + "url https" + "://host/"),
        (INDEX, "PIP_FIND_" + "LINKS=wheels"),
        (INDEX, "https" + "://host/simple/numpy"),
        (PLACE, "see /" + "work/notes"),
        (PLACE, '"/' + 'home/someone/x"'),
        (PLACE, "#!/" + "opt/python"),
    ],
)
def test_the_patterns_find_what_they_look_for(pattern, text):
    assert pattern.search(text)


def test_no_second_lock_is_tracked():
    assert "uv.lock" not in [path.name for path in tracked()]


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_pinned_and_hashed_requirements_and_nothing_else(name):
    text = (ROOT / "packaging" / name).read_text()
    assert "".join(requirements(name).values()) == text


@pytest.mark.parametrize("name", LOCKS[1:])
def test_other_locks_have_all_of_the_first(name):
    # packaging/environment.py installs the last file alone.
    assert requirements("requirements.txt").items() <= requirements(name).items()


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("requirements.txt", lambda project: project["project"]["dependencies"]),
        ("requirements-test.txt", lambda project: project["dependency-groups"]["test"]),
        ("requirements-build.txt", lambda project: project["dependency-groups"]["build"]),
        ("requirements-build.txt", lambda project: project["project"]["optional-dependencies"]["film"]),
        ("requirements-test.txt", lambda project: project["project"]["optional-dependencies"]["film"]),
    ],
    ids=[*LOCKS, "film", "film, tested"],
)
def test_a_lock_has_what_the_project_asks_for(name, wanted):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    locked = {line.split("==")[0] for line in requirements(name)}
    for requirement in wanted(project):
        assert re.split("[<>=]", requirement)[0].lower() in locked


@pytest.mark.parametrize("name", LOCKS)
def test_pyside_stays_below_the_version_that_aborts_on_python_3_11(name):
    (version,) = (
        line.split("==")[1] for line in requirements(name) if line.startswith("pyside6-essentials==")
    )
    assert tuple(int(part) for part in version.split(".")) < (6, 12)


def test_the_parity_requirements_pin_pytorch_and_no_more():
    text = (ROOT / "packaging" / "requirements-parity.txt").read_text()
    assert re.fullmatch(r"torch==[0-9.]+\n", text)


def test_continuous_integration_runs_the_checks():
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    assert "python3 packaging/test.py --parity\n" in script.read_text()
