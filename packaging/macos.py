"""The application for macOS, in a disk image. Runs on macOS alone."""

import shutil
import struct
import sys

import bundle
import environment
import packing

# The sizes of an icon and what .icns calls them.
ICONS = {16: b"icp4", 32: b"icp5", 64: b"icp6", 128: b"ic07", 256: b"ic08", 512: b"ic09", 1024: b"ic10"}


def macos(fast):
    """dist/nndesk-VERSION-MACHINE.dmg"""
    if sys.platform != "darwin":
        environment.stop("an application for macOS can be built on macOS alone")
    packing.write(packing.BUILD / "nndesk.icns", icns(packing.drawn("nndesk.svg", "macos", list(ICONS))))
    bundle.make()
    folder = packing.BUILD / "dmg"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    packing.run("ditto", bundle.FOLDER.with_name("nndesk.app"), folder / "nndesk.app")
    (folder / "Applications").symlink_to("/Applications")
    machine = packing.said("uname", "-m")
    to = packing.DIST / f"nndesk-{packing.version()}-{machine}.dmg"
    to.parent.mkdir(exist_ok=True)
    environment.say(f"packing {to.name}")
    kind = "UDZO" if fast else "ULFO"
    packing.run("hdiutil", "create", "-ov", "-volname", "nndesk", "-srcfolder", folder, "-format", kind, to)
    environment.say(f"{to.name}: {to.stat().st_size / 1e6:.1f} MB")


def icns(pictures):
    """An .icns of PNG pictures, by size."""
    parts = [ICONS[size] + struct.pack(">I", len(data) + 8) + data for size, data in pictures.items()]
    return b"icns" + struct.pack(">I", sum(map(len, parts)) + 8) + b"".join(parts)
