"""A film as a strip: some of its pictures, small, from its start to its end."""

from pathlib import Path
from typing import Any

import numpy as np

from nndesk.interop.video import Pixels, pyav


def strip(path: Path, most: int, width: int) -> list[Pixels]:
    """Up to ``most`` pictures of a film, evenly spread, ``width`` pixels wide.

    Of a long film no more is read than of a short one. Raises OSError or ValueError for what is no film.
    """
    av = pyav()
    found: dict[int, Pixels] = {}
    with av.open(str(path)) as film:
        (stream, *_) = film.streams.video
        unit = float(stream.time_base)
        length = (stream.duration or 0) * unit
        for place in range(most):
            wanted = place * length / most
            film.seek(round(wanted / unit), stream=stream)
            frame = next((each for each in film.decode(stream) if each.time >= wanted - unit), None)
            if frame is not None and frame.pts not in found:
                found[frame.pts] = _small(frame, width)
    return [found[pts] for pts in sorted(found)]


def _small(frame: Any, width: int) -> Pixels:
    height = 2 * round(width * frame.height / frame.width / 2)
    return np.ascontiguousarray(frame.reformat(width, height, "bgra", interpolation="AREA").to_ndarray())
