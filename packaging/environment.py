"""The private environment of this checkout, packaging/.env: found at once, built where it is missing.

Shared by run.py, test.py and build.py; standard library only, in syntax that an older Python reads too, so
that it is told in a sentence. Nothing here names a package index: pip and uv follow their own configuration.

An environment counts only with its stamp, which is written last and names all that it was made from. The
builder holds a lock, and so does every program it starts: after a kill the next start waits for what is
left of the first, finds no stamp, and builds anew.
"""

import hashlib
import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
# Packages are built in an environment of their own: what tests need must not get into them.
ENV = HERE / (".env-build" if Path(sys.argv[0]).name == "build.py" else ".env")
PYTHON = ENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python3")
STAMP = ENV / "stamp"
PRIVATE = ENV / "debian"  # unpacked Debian packages, where the system lacks libraries
RUN = ["requirements.txt"]
TEST = ["requirements.txt", "requirements-test.txt"]  # each has all of the one before it
BUILD = ["requirements.txt", "requirements-build.txt"]
PARITY = [*TEST, "requirements-parity.txt"]  # PyTorch alone, and no hashes: builds differ between indexes

# What the PySide6 wheel takes from a Linux system: for any widget, for X11, for Wayland.
NEEDS = """libEGL.so.1 libGL.so.1 libX11.so.6 libbrotlidec.so.1 libdbus-1.so.3 libfontconfig.so.1
libfreetype.so.6 libglib-2.0.so.0 libgthread-2.0.so.0 libxkbcommon.so.0
libGLX.so.0 libX11-xcb.so.1 libxcb-cursor.so.0 libxcb-glx.so.0 libxcb-icccm.so.4 libxcb-image.so.0
libxcb-keysyms.so.1 libxcb-randr.so.0 libxcb-render-util.so.0 libxcb-render.so.0 libxcb-shape.so.0
libxcb-shm.so.0 libxcb-sync.so.1 libxcb-util.so.1 libxcb-xfixes.so.0 libxcb-xkb.so.1 libxcb.so.1
libxkbcommon-x11.so.0
libwayland-client.so.0 libwayland-cursor.so.0"""
DATA = {
    "xkb-data": ("XKB_CONFIG_ROOT", "/usr/share/X11/xkb"),
    "fontconfig-config": ("FONTCONFIG_PATH", "/etc/fonts"),
}
ODD = {  # libraries whose package has another name than theirs
    "libGLdispatch": "libglvnd0",
    "libbrotlicommon": "libbrotli1",
    "libbrotlidec": "libbrotli1",
    "libglib-2.0": "libglib2.0-0",
    "libgthread-2.0": "libglib2.0-0",
    "libz": "zlib1g",
}
PROBE = """import ctypes, sys
for name in sys.argv[1:]:
    try: ctypes.CDLL(name)
    except OSError as error: print(str(error).split(":")[0])  # it, or one that it needs
"""
_doing = [""]  # what is being done, while something is


def become(arguments):
    """Go on as the environment's Python with these arguments."""
    prepare(RUN)
    command = [str(PYTHON), *arguments]
    if sys.platform == "win32":
        import subprocess

        sys.exit(subprocess.call(command))
    os.execve(command[0], command, variables())


def prepare(files):
    """See to it that the environment holds these requirement files."""
    if sys.implementation.name != "cpython" or not (3, 11) <= sys.version_info[:2] <= (3, 13):
        stop(f"needs CPython 3.11, 3.12 or 3.13; this is {sys.implementation.name} {sys.version.split()[0]}")
    if holds(files):
        return
    try:
        with locked():
            if not holds(files):
                build(files)
    except OSError as error:
        stop(f"cannot make the environment: {error}")
    except KeyboardInterrupt:
        stop("interrupted", 130)
    finally:
        _doing[0] = ""


def keys(files):
    """For each file a hash of it and of all else that an environment depends on."""
    base = Path(__file__).read_bytes() + f"{sys.version}\n{sys.base_prefix}\n{HERE}".encode()
    return [hashlib.sha256(base + (HERE / name).read_bytes()).hexdigest() for name in files]


def holds(files):
    """Whether there is a finished environment with all that these files name."""
    return STAMP.exists() and set(keys(files)) <= set(STAMP.read_text().split())


def build(files):
    """Make the environment, or add to one that is good for running what testing needs."""
    import shutil
    import venv

    runs, hashed = holds(RUN), holds(files[:2])
    if STAMP.exists():
        STAMP.unlink()
    if not runs:
        say(f"making a private environment in {ENV}")
        if ENV.exists():
            shutil.rmtree(ENV)
        venv.create(ENV, with_pip=False, symlinks=sys.platform != "win32")
    if not hashed:
        install(HERE / files[:2][-1], "--no-deps", "--require-hashes")
    for name in files[2:]:
        install(HERE / name)
    if not runs:
        site = run(
            [PYTHON, "-Ic", "import sysconfig; print(sysconfig.get_path('purelib'))"], stdout=-1
        ).stdout.strip()
        Path(site, "nndesk-checkout.pth").write_text(f"{HERE.parent}\n")
        if sys.platform == "linux":
            libraries()
    new = ENV / "stamp.new"
    new.write_text("\n".join(keys(files)))
    new.replace(STAMP)
    say("the environment is ready")


def install(file, *options):
    """Install what a file names, by uv if it is there, else by a pip that runs from its wheel."""
    import shutil

    options = ["-q", "--only-binary", ":all:", *options, "-r", file]
    uv = shutil.which("uv")
    if uv:
        say(f"installing {file.name} with uv")
        if run([uv, "pip", "install", "--python", PYTHON, *options]).returncode == 0:
            return
    if not pip():
        say("fetching pip")
        unpack(["python3-pip-whl"])
    if not pip():
        stop("there is no pip; as root: apt-get install python3-venv")
    say(f"installing {file.name} with pip")
    if run([PYTHON, "-I", pip(), "install", "--no-user", "--disable-pip-version-check", *options]).returncode:
        stop("the installation failed, for the reason above")


def pip():
    """The pip that Python or Debian keeps as a wheel, if any."""
    folders = Path(os.__file__).parent / "ensurepip/_bundled", Path("/usr/share/python-wheels")
    for folder in [*folders, PRIVATE / "usr/share/python-wheels"]:
        for wheel in folder.glob("pip-*.whl"):
            return wheel / "pip"
    return None


def libraries():
    """Get private copies of the system libraries that are missing, or say what to install."""
    import shutil

    data = list(DATA)
    for _ in range(6):  # a copy may itself need another
        need = missing()
        if not need or not shutil.which("apt-get"):
            break
        say(f"fetching private copies of missing system libraries ({len(need)})")
        unpack(need + data)
        data = []
    need = missing()
    if need:
        say("system libraries are missing; as root: apt-get install " + " ".join(need))
        if run([PYTHON, "-Ic", "import PySide6.QtWidgets"]).returncode:
            stop("nndesk cannot start without them")
    shutil.rmtree(PRIVATE / "apt", ignore_errors=True)


def missing():
    """The Debian packages of the libraries that do not load."""
    return sorted(
        {package(name) for name in run([PYTHON, "-Ic", PROBE, *NEEDS.split()], stdout=-1).stdout.split()}
    )


def package(library):
    """The Debian package of a library: libxcb-icccm.so.4 is in libxcb-icccm4, libX11.so.6 in libx11-6."""
    stem, _, number = library.partition(".so.")
    return ODD.get(stem) or stem.lower().replace("_", "-") + ("-" if stem[-1].isdigit() else "") + number


def unpack(packages):
    """Fetch and unpack Debian packages: with lists and a cache of its own apt needs no rights."""
    import shutil

    if not shutil.which("apt-get"):
        return
    own = [
        f"Dir::State={PRIVATE}/apt",
        f"Dir::Cache={PRIVATE}/apt",
        "Dir::State::status=/var/lib/dpkg/status",
    ]
    own += ["Debug::NoLocking=1", "APT::Sandbox::User=", "Acquire::Languages=none"]

    def apt(*words):
        options = [word for option in own for word in ("-o", option)]
        return run(["apt-get", "-qq", *options, *words], cwd=PRIVATE, stderr=-3).returncode == 0

    if not (PRIVATE / "apt").exists():
        for folder in "lists/partial", "archives/partial":
            (PRIVATE / "apt" / folder).mkdir(parents=True)
        apt("update")
    if not apt("download", *packages):
        for name in packages:  # Debian 13 and Ubuntu 24.04 call some of them …t64
            if not apt("download", name):
                apt("download", name + "t64")
    for file in PRIVATE.glob("*.deb"):
        run(["dpkg-deb", "-x", file, PRIVATE])
        file.unlink()


def variables():
    """The variables for the environment's programs: they find the private libraries, if there are any."""
    env = dict(os.environ)
    if PRIVATE.is_dir():
        folders = [str(path) for lib in ("usr/lib", "lib") for path in (PRIVATE / lib).glob("*-linux-*")]
        env["LD_LIBRARY_PATH"] = ":".join(filter(None, [env.get("LD_LIBRARY_PATH"), *folders]))
        for name, place in DATA.values():
            if not os.path.exists(place):
                env.setdefault(name, f"{PRIVATE}{place}")
    return env


def run(command, **options):
    """Run a program that keeps the lock as long as it lives; what it prints goes to standard error."""
    import subprocess

    options = {"stdin": subprocess.DEVNULL, "stdout": 2, "env": variables(), "close_fds": False, **options}
    return subprocess.run([str(word) for word in command], text=True, **options)


def locked():
    """The lock, once it is free: an open file, given back by closing it or by dying."""
    import time

    file = open(ENV.with_name(ENV.name + ".lock"), "a")  # noqa: SIM115 - the caller closes it
    os.set_inheritable(file.fileno(), True)
    while True:
        try:
            if sys.platform == "win32":
                import msvcrt

                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return file
        except OSError:
            if not _doing[0]:
                say("waiting for another start to finish the environment")
            time.sleep(0.1)


def say(text):
    """Print what is done now, and again every few seconds until something else is."""
    import threading

    _print(text)
    _doing[0] = text
    if not any(thread.name == "repeat" for thread in threading.enumerate()):
        threading.Thread(target=_repeat, name="repeat", daemon=True).start()


def _repeat():
    import time

    seen, start, printed = "", 0.0, 0.0
    while _doing[0]:
        text, now = _doing[0], time.monotonic()
        if text != seen:
            seen, start, printed = text, now, now
        elif now - printed > 3:
            _print(f"{text} ({now - start:.0f} s)")
            printed = now
        time.sleep(0.2)


def stop(text, status=2):
    """Give up with one sentence."""
    _print(text)
    sys.exit(status)


def _print(text):
    print(f"{Path(sys.argv[0]).name}: {text}", file=sys.stderr, flush=True)
