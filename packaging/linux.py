"""Packages for Linux: a .deb for Debian and its like, and a .run that installs itself without any right."""

import gzip
import hashlib
import os
import shutil
import time

import bundle
import environment
import packing

DATA = environment.HERE / "desktop"
SIZES = 16, 24, 32, 48, 64, 128, 256, 512
MIME = "application-x-nndesk"
# What is taken from the system where it is there, and missed by no one where it is not.
OPTIONAL = {"libcups2", "libportaudio2", "libwayland-client0", "libwayland-cursor0", "libwayland-egl1"}
GLIBC = {"libc", "libdl", "libm", "libmvec", "libpthread", "librt", "ld-linux-x86-64", "ld-linux-aarch64"}
CONTROL = """Package: nndesk
Version: {version}
Architecture: {architecture}
Maintainer: {maintainer}
Installed-Size: {size}
Depends: {depends}
Recommends: {recommends}
Section: education
Priority: optional
Description: see, train and understand neural networks
 Draw a neural network, press play, and watch it learn. Every neuron shows
 what it has learned, every edge its weight, every bias its gauge. Change
 anything while it trains; undo brings the trained network back.
 .
 It comes with nine examples, English and Chinese, and a command line. Python,
 Qt and all else that it needs are inside.
"""


def deb(fast):
    """dist/nndesk_VERSION_ARCHITECTURE.deb"""
    for program, package in (("dpkg-deb", "dpkg"), ("objdump", "binutils")):
        need(program, package)
    bundle.make()
    root = packing.BUILD / "deb"
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(bundle.FOLDER, root / "usr/lib/nndesk", symlinks=True)
    (root / "usr/bin").mkdir()
    (root / "usr/bin/nndesk").symlink_to("../lib/nndesk/nndesk")
    share(root / "usr/share")
    about = root / "usr/share/doc/nndesk"
    packing.write(about / "copyright", packing.filled(DATA / "copyright"))
    packing.write(
        about / "changelog.gz", packed(packing.filled(DATA / "changelog").replace("@STAMP@", stamp()))
    )
    packing.write(about / "NEWS.gz", packed((packing.ROOT / "CHANGELOG.md").read_bytes()))
    overrides = root / "usr/share/lintian/overrides/nndesk"
    packing.write(overrides, (environment.HERE / "lintian-overrides").read_bytes())
    regular(root, [root / "usr/lib/nndesk/nndesk"])
    packing.write(root / "DEBIAN/md5sums", md5sums(root))
    packing.write(root / "DEBIAN/control", control(root))
    regular(root / "DEBIAN", [])
    architecture = debian_architecture()
    to = packing.DIST / f"nndesk_{packing.version()}_{architecture}.deb"
    to.parent.mkdir(exist_ok=True)
    environment.say(f"packing {to.name}")
    small = ["-Zgzip", "-z1"] if fast else ["-Zxz", "-z9"]
    packing.run("dpkg-deb", "--root-owner-group", *small, "--build", root, to)
    environment.say(f"{to.name}: {to.stat().st_size / 1e6:.1f} MB")


def run(fast):
    """dist/nndesk-VERSION-MACHINE.run"""
    need("objdump", "binutils")
    options = ["--nox11", "--nomd5", "--sha256", "--gzip", "--complevel", 1 if fast else 9]
    makeself = shutil.which("makeself")
    if not makeself:
        environment.say("fetching makeself")
        environment.unpack(["makeself"])
        makeself = environment.PRIVATE / "usr/bin/makeself"
        options += ["--header", environment.PRIVATE / "usr/share/makeself/makeself-header.sh"]
        if not makeself.exists():
            environment.stop("makeself is missing; as root: apt-get install makeself")
    bundle.make()
    root = packing.BUILD / "run"
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(bundle.FOLDER, root / "nndesk", symlinks=True)
    share(root / "share")
    packing.write(root / "setup.sh", (DATA / "setup.sh").read_bytes())
    regular(root, [root / "nndesk/nndesk", root / "setup.sh"])
    to = packing.DIST / f"nndesk-{packing.version()}-{os.uname().machine}.run"
    to.parent.mkdir(exist_ok=True)
    environment.say(f"packing {to.name}")
    # The same bytes for the same files.
    tar = f"--owner=0 --group=0 --numeric-owner --sort=name --mtime=@{packing.epoch()}"
    options += ["--tar-extra", tar, "--packaging-date", stamp()]
    packing.run(makeself, *options, root, to, f"nndesk {packing.version()}", "./setup.sh")
    environment.say(f"{to.name}: {to.stat().st_size / 1e6:.1f} MB")


def share(to):
    """What desktops look for: menu entry, icons, kind of file, description, man page."""
    packing.write(to / "applications/nndesk.desktop", packing.filled(DATA / "nndesk.desktop"))
    packing.write(to / "mime/packages/nndesk.xml", packing.filled(DATA / "nndesk.mime.xml"))
    metainfo = to / "metainfo/org.nndesk.nndesk.metainfo.xml"
    packing.write(metainfo, packing.filled(DATA / "nndesk.metainfo.xml"))
    icons = to / "icons/hicolor"
    for svg, kind, name in (("nndesk.svg", "apps", "nndesk"), ("nnd.svg", "mimetypes", MIME)):
        for size, picture in packing.drawn(svg, kind, SIZES).items():
            packing.write(icons / f"{size}x{size}/{kind}/{name}.png", picture)
        scalable = (packing.ROOT / "resources/app" / svg).read_bytes()
        packing.write(icons / f"scalable/{kind}/{name}.svg", scalable)
    page = packing.BUILD / "nndesk.1"
    packing.tool(environment.HERE / "manual.py", page, packing.epoch())
    packing.write(to / "man/man1/nndesk.1.gz", packed(page.read_bytes()))


def control(root):
    """What dpkg is to know of the package."""
    names = {debian(library) for library in bundle.outside()}
    glibc = max(bundle.glibc(), key=lambda text: [int(part) for part in text.split(".")])
    depends = sorted(names - OPTIONAL - {"libc6"} | {"fontconfig-config", "xkb-data"})
    files = [file for file in root.rglob("*") if file.is_file() and not file.is_symlink()]
    return CONTROL.format(
        version=packing.version(),
        architecture=debian_architecture(),
        maintainer=packing.MAINTAINER,
        size=sum(-(-file.stat().st_size // 1024) for file in files),
        depends=", ".join([f"libc6 (>= {glibc})", *depends]),
        recommends=", ".join(sorted(OPTIONAL)),
    )


def debian(library):
    """The package with a library that is not in the bundle."""
    return "libc6" if library.partition(".so")[0] in GLIBC else environment.package(library)


def debian_architecture():
    """What Debian calls this kind of machine."""
    return packing.said("dpkg", "--print-architecture")


def md5sums(root):
    """The sum of every file, as dpkg wants it."""
    lines = []
    for file in sorted(root.rglob("*")):
        if file.is_file() and not file.is_symlink() and "DEBIAN" not in file.parts:
            lines.append(f"{hashlib.md5(file.read_bytes()).hexdigest()}  {file.relative_to(root)}\n")
    return "".join(lines)


def regular(root, programs):
    """Give everything the same modes and date, whatever umask and clock were."""
    for path in [root, *root.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path in programs else 0o644)
        os.utime(path, (packing.epoch(), packing.epoch()), follow_symlinks=False)


def packed(content):
    """Compressed without a date, so that it is the same each time."""
    return gzip.compress(content.encode() if isinstance(content, str) else content, 9, mtime=0)


def stamp():
    """The date as in a Debian changelog."""
    return time.strftime("%a, %d %b %Y %H:%M:%S +0000", time.gmtime(packing.epoch()))


def need(program, package):
    """Stop where a program is not here."""
    if not shutil.which(program):
        environment.stop(f"{program} is missing; as root: apt-get install {package}")
