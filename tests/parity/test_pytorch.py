from pathlib import Path

import pytest

pytestmark = pytest.mark.parity


def test_pytorch_is_of_the_pinned_version():
    torch = pytest.importorskip("torch", reason="parity tests need PyTorch: packaging/test.py --parity")
    pinned = (Path(__file__).parents[2] / "packaging" / "requirements-parity.txt").read_text()
    assert f"torch=={torch.__version__.split('+')[0]}\n" == pinned
