#!/usr/bin/env python3
"""python3 packaging/translations.py [CODE]: bring resources/i18n up to date with the sources.

Collects the strings of nndesk/ into the .ts of every language, or of a new one as fr, with Qt's lupdate (new
strings come as unfinished, those that are gone go), and makes of it the .qm that the program reads.
"""

import sys
from pathlib import Path

import environment

ROOT = Path(__file__).resolve().parent.parent
I18N = ROOT / "resources/i18n"


def collect(tool, ts):
    """The command that brings ``ts`` up to date; in an order that moving code about does not change."""
    options = ["-silent", "-no-obsolete", "-sort-messages", "-locations", "none", "-source-language", "en"]
    sources = sorted((ROOT / "nndesk").rglob("*.py"))
    return [tool, *options, *sources, "-ts", ts]


def release(tool, ts, qm):
    """The command that makes ``qm`` of ``ts``."""
    return [tool, "-silent", ts, "-qm", qm]


def main():
    environment.prepare(environment.RUN)
    lupdate, lrelease = (environment.PYTHON.parent / f"pyside6-{name}" for name in ("lupdate", "lrelease"))
    files = [I18N / f"nndesk_{code}.ts" for code in sys.argv[1:]] or sorted(I18N.glob("*.ts"))
    for ts in files:
        for command in (collect(lupdate, ts), release(lrelease, ts, ts.with_suffix(".qm"))):
            status = environment.run(command).returncode
            if status:
                environment.stop(f"{command[0].name} failed", status)
        left = ts.read_text(encoding="utf-8").count('type="unfinished"')
        environment.say(f"{ts.name}: {left} strings are to be translated" if left else f"{ts.name}: complete")


if __name__ == "__main__":
    main()
