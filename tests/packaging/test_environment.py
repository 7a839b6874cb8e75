"""packaging/environment.py by itself: what it may use, and what it knows of Debian and of Python."""

import ast
import importlib.util
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

PACKAGING = Path(__file__).parents[2] / "packaging"
TOOLS = {"frozen.py", "icons.py", "manual.py"}  # run by the environment's Python
SCRIPTS = sorted({path.name for path in PACKAGING.glob("*.py")} - TOOLS)


@pytest.fixture
def environment() -> ModuleType:
    spec = importlib.util.spec_from_file_location("environment", PACKAGING / "environment.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", SCRIPTS)
def test_scripts_import_the_standard_library_only(name):
    allowed = sys.stdlib_module_names | {Path(script).stem for script in SCRIPTS}
    for node in ast.walk(ast.parse((PACKAGING / name).read_text())):
        if isinstance(node, ast.Import):
            assert {alias.name.split(".")[0] for alias in node.names} <= allowed
        elif isinstance(node, ast.ImportFrom):
            assert node.module is not None
            assert node.module.split(".")[0] in allowed


@pytest.mark.parametrize("name", SCRIPTS)
def test_an_old_python_can_read_the_scripts(name):
    ast.parse((PACKAGING / name).read_text(), feature_version=(3, 7))


def test_packaging_is_no_package():
    # It would hide the package of that name on PyPI.
    assert not (PACKAGING / "__init__.py").exists()


@pytest.mark.parametrize(
    ("library", "package"),
    [
        ("libX11.so.6", "libx11-6"),
        ("libX11-xcb.so.1", "libx11-xcb1"),
        ("libxcb-icccm.so.4", "libxcb-icccm4"),
        ("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
        ("libEGL.so.1", "libegl1"),
        ("libGLdispatch.so.0", "libglvnd0"),
        ("libglib-2.0.so.0", "libglib2.0-0"),
        ("libgthread-2.0.so.0", "libglib2.0-0"),
        ("libdbus-1.so.3", "libdbus-1-3"),
        ("libpng16.so.16", "libpng16-16"),
        ("libbrotlicommon.so.1", "libbrotli1"),
        ("libpcre2-8.so.0", "libpcre2-8-0"),
        ("libstdc++.so.6", "libstdc++6"),
        ("libgcc_s.so.1", "libgcc-s1"),
        ("libz.so.1", "zlib1g"),
    ],
)
def test_a_library_has_its_debian_package(environment, library, package):
    assert environment.package(library) == package


@pytest.mark.parametrize(
    ("implementation", "version", "good"),
    [
        ("cpython", "3.10.13", False),
        ("cpython", "3.11.0", True),
        ("cpython", "3.13.9", True),
        ("cpython", "3.14.0", False),
        ("pypy", "3.11.13", False),
    ],
)
def test_another_python_gets_one_sentence(environment, monkeypatch, capsys, implementation, version, good):
    other = SimpleNamespace(
        argv=["packaging/run.py"],
        exit=sys.exit,
        implementation=SimpleNamespace(name=implementation),
        stderr=sys.stderr,
        version=f"{version} (main)",
        version_info=tuple(int(part) for part in version.split(".")),
    )
    monkeypatch.setattr(environment, "sys", other)
    monkeypatch.setattr(environment, "holds", lambda files: True)
    if good:
        environment.prepare(environment.RUN)
        assert capsys.readouterr().err == ""
    else:
        with pytest.raises(SystemExit) as stopped:
            environment.prepare(environment.RUN)
        assert stopped.value.code == 2
        message = f"run.py: needs CPython 3.11, 3.12 or 3.13; this is {implementation} {version}\n"
        assert capsys.readouterr().err == message


def test_the_python_of_pyproject_is_the_python_of_the_scripts():
    assert 'requires-python = ">=3.11,<3.14"' in (PACKAGING.parent / "pyproject.toml").read_text()
