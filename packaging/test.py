#!/usr/bin/env python3
"""python3 packaging/test.py [--fast] [--parity] [--packages] [pytest arguments]: run the checks.

Without pytest arguments: ruff, basedpyright, lint-imports, then all tests, two files at a time. With some:
pytest alone. --fast leaves out what needs PyTorch or minutes. --parity adds PyTorch and fails where that
does not work; else tests that need it may be skipped. --packages builds the packages into dist/ and tests
them too.
"""

import os
import subprocess
import sys
import time

import environment


def main():
    words = [word for word in sys.argv[1:] if word not in ("--fast", "--parity", "--packages")]
    fast, parity, packages = (word in sys.argv for word in ("--fast", "--parity", "--packages"))
    marks = (["not slow", "not parity"] if fast else []) + ([] if packages else ["not packages"])
    python = [environment.PYTHON, "-m"]
    stages = {}
    if not words:
        stages["ruff check"] = [*python, "ruff", "check"]
        stages["ruff format"] = [*python, "ruff", "format", "--check"]
        stages["basedpyright"] = [*python, "basedpyright", "--pythonpath", environment.PYTHON]
        stages["lint-imports"] = [environment.PYTHON.parent / "lint-imports", "--no-logo"]
    if packages:
        for kind in ("wheel", "deb") if sys.platform == "linux" else ("wheel",):
            stages[f"build {kind}"] = [sys.executable, "packaging/build.py", kind, "--fast"]
    if parity:
        stages["PyTorch"] = [environment.PYTHON, "-c", "import torch"]
    # All tests in two processes, each file in one of them.
    how = words or ["-n", "2", "--dist", "loadfile"]
    stages["pytest"] = [*python, "pytest", "-m", " and ".join(marks), *how]

    environment.prepare(environment.PARITY if parity else environment.TEST)
    os.chdir(environment.HERE.parent)
    variables = {**environment.variables(), "QT_QPA_PLATFORM": "offscreen"}
    failed = []
    for name, command in stages.items():
        start = time.monotonic()
        # A build has libraries of its own.
        env = dict(os.environ) if name.startswith("build") else variables
        if subprocess.call([str(word) for word in command], env=env):
            failed.append(name)
        if name != "pytest":  # which ends with such a line of its own
            result = "failed" if name in failed else "passed"
            print(f"test.py: {name} {result} in {time.monotonic() - start:.1f} s", flush=True)
    if failed:
        sys.exit("test.py: failed: " + ", ".join(failed))


main()
