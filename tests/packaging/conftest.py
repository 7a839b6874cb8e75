"""A tiny checkout with stubs for all that would reach for the network."""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

PACKAGING = Path(__file__).parents[2] / "packaging"

# Tells the test that it has been called, and goes on when the test says so.
UV = """#!/bin/sh
echo "$@" >> "$STUBS/uv.log"
echo "printed while installing"
touch "$(dirname "$(dirname "$4")")/made"
if [ -p "$STUBS/arrived" ]; then
    echo here > "$STUBS/arrived"
    read word < "$STUBS/go"
fi
exit ${UV_STATUS:-0}
"""
APT = """#!/bin/sh
echo "$@" >> "$STUBS/apt.log"
exit 100
"""
# In place of the environment's Python, of lint-imports and of build.py.
CHECK = """import json, os, sys
words = sys.argv[1:]
if words[0] == "-m":
    words = words[1:]
with open(os.environ["STUBS"] + "/checks.log", "a") as log:
    print(json.dumps(words), file=log)
with open(os.environ["STUBS"] + "/where.log", "a") as log:
    print(os.getcwd(), os.environ["QT_QPA_PLATFORM"], file=log)
print(words[0], "ran")
sys.exit(words[0] in os.environ.get("FAIL", "").split())
"""
NNDESK = """import json, os, sys
print(json.dumps([sys.argv[1:], os.getcwd(), sys.executable, os.environ.get("LD_LIBRARY_PATH")]))
sys.exit(int(os.environ.get("NNDESK_STATUS", 0)))
"""


class Checkout:
    """The scripts of packaging/ over an nndesk that prints how it was started."""

    def __init__(self, root: Path, stubs: Path) -> None:
        self.root = root
        self.stubs = stubs
        self.processes: list[subprocess.Popen[str]] = []
        self.env_folder = root / "packaging" / ".env"
        self.variables = {
            **os.environ,
            "STUBS": str(stubs),
            "PATH": f"{stubs}:/usr/bin:/bin",
            "PIP_NO_INDEX": "1",
        }
        (root / "packaging").mkdir(parents=True)
        stubs.mkdir()
        for name in ("run.py", "test.py"):
            shutil.copy(PACKAGING / name, root / "packaging")
        self.need("libc.so.6")
        for name in ("requirements.txt", "requirements-test.txt", "requirements-parity.txt"):
            (root / "packaging" / name).write_text(f"nothing==1 --hash=sha256:{64 * '0'}\n# {name}\n")
        (root / "nndesk").mkdir()
        (root / "nndesk" / "__init__.py").touch()
        (root / "nndesk" / "__main__.py").write_text(NNDESK)
        self.stub("uv", UV)
        self.stub("apt-get", APT)

    def need(self, libraries: str) -> None:
        """Make these the system libraries that Qt needs, instead of what this machine may lack."""
        source = (PACKAGING / "environment.py").read_text()
        changed, count = re.subn('NEEDS = """.*?"""', f'NEEDS = """{libraries}"""', source, flags=re.DOTALL)
        assert count == 1
        (self.root / "packaging" / "environment.py").write_text(changed)

    def stub(self, name: str, text: str) -> None:
        (self.stubs / name).write_text(text)
        (self.stubs / name).chmod(0o755)

    def log(self, name: str) -> list[str]:
        """What a stub was called with, one line for each call."""
        path = self.stubs / f"{name}.log"
        return path.read_text().splitlines() if path.exists() else []

    def start(self, script: str, *words: str, **variables: str) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [sys.executable, self.root / "packaging" / script, *words],
            env={**self.variables, **variables},
            cwd=self.root.parent,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self.processes.append(process)
        return process

    def run(self, script: str, *words: str, **variables: str) -> tuple[int, str, str]:
        """Exit status, standard output and standard error of a script."""
        with self.start(script, *words, **variables) as process:
            out, err = process.communicate(timeout=60)
            return process.returncode, out, err

    def kill(self) -> None:
        """End what has been started, and whatever that has started."""
        for process in self.processes:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)

    def hold(self) -> None:
        """From now on an installation waits for ``go``."""
        for name in ("arrived", "go"):
            os.mkfifo(self.stubs / name)

    def arrived(self) -> None:
        """Wait until an installation has begun."""
        assert (self.stubs / "arrived").read_text() == "here\n"

    def go(self) -> None:
        """Let it end."""
        (self.stubs / "go").write_text("go\n")


@pytest.fixture
def checkout(tmp_path: Path) -> Iterator[Checkout]:
    if sys.platform == "win32":
        pytest.skip("the stubs are shell scripts")
    checkout = Checkout(tmp_path / "a checkout", tmp_path / "stubs")

    def give_up(number: int, frame: object) -> None:
        checkout.kill()  # a pipe that nobody opens would be waited for for ever
        pytest.fail("nothing happened for 40 seconds")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(40)
    yield checkout
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)
    checkout.kill()
    for process in checkout.processes:
        process.wait()


@pytest.fixture
def stub_checks(checkout: Checkout) -> Callable[[], None]:
    """Put a stub in place of the environment's Python, in an environment that holds all requirements."""

    def put() -> None:
        script = checkout.stubs / "check.py"
        script.write_text(CHECK)
        scripts = checkout.env_folder / "bin"
        scripts.mkdir(parents=True, exist_ok=True)
        for name, word in (("python3", ""), ("lint-imports", "lint-imports")):
            (scripts / name).unlink(missing_ok=True)
            (scripts / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" "{script}" {word} "$@"\n')
            (scripts / name).chmod(0o755)
        (checkout.root / "packaging/build.py").write_text(CHECK)
        code = "import environment as e; e.STAMP.write_text('\\n'.join(e.keys(e.PARITY)))"
        subprocess.run([sys.executable, "-c", code], cwd=checkout.root / "packaging", check=True)

    return put
