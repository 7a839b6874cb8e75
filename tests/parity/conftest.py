"""Comparisons with PyTorch. Where it is not installed, one test is skipped for all of them."""

from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).parent

if find_spec("torch") is None:
    collect_ignore = [path.name for path in HERE.glob("test_*.py") if path.name != "test_pytorch.py"]
