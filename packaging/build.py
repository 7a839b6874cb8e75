#!/usr/bin/env python3
"""python3 packaging/build.py deb|run|wheel|windows|macos [--fast]: make a package of this checkout in dist/.

deb      for Debian and its like, on Linux
run      installs itself without any right, on Linux
wheel    wheel and source package, on any system
windows  installer, on any system with NSIS
macos    application in a disk image, on macOS

All from the locked versions of requirements-build.txt, in an environment of its own, packaging/.env-build.
--fast packs quickly instead of small, for tests.
"""

import sys

import environment
import linux
import macos
import packing
import windows


def wheel(fast):
    """Wheel and source package."""
    packing.tool("-m", "hatchling", "build", "-d", packing.DIST)


KINDS = {"deb": linux.deb, "run": linux.run, "wheel": wheel, "windows": windows.windows, "macos": macos.macos}


def main():
    words = [word for word in sys.argv[1:] if word != "--fast"]
    if len(words) != 1 or words[0] not in KINDS:
        environment.stop("say what to build: " + ", ".join(KINDS))
    environment.prepare(environment.BUILD)
    KINDS[words[0]](fast="--fast" in sys.argv)


main()
