"""Films without a screen: a reel's frames, one after the other, into a file; and what is said as WebVTT."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

from nndesk.interop.lesson import LANGUAGES
from nndesk.interop.video import Form, write_film
from nndesk.project.files import replacing
from nndesk.ui.camera import Camera
from nndesk.ui.reels import Cue, Reel
from nndesk.ui.scenes import Scene

#: Told how many frames are done.
Look = Callable[[int], None]


def shoot(
    scene: Scene, reel: Reel, out: Path, form: Form, title: str, cues: Sequence[Cue], look: Look
) -> None:
    """Write the film ``out``, with ``cues`` as WebVTT beside it. Where that fails there is no file.

    Raises NndeskError, and what the scene's ``look`` raises, which is asked at every frame too.
    """
    with ExitStack() as files:
        # The last one that is opened takes its place first.
        file = files.enter_context(replacing(out))
        if cues:
            for lang in LANGUAGES:
                words = files.enter_context(replacing(out.with_suffix(f".{lang}.vtt")))
                words.write(webvtt(cues, lang).encode())
        camera = Camera(write_film(file, form, title), scene.pixels)
        try:
            shown: tuple[object, ...] = ()
            for number, _ in enumerate(reel.play(), 1):
                scene.catch_up()
                if scene.state == shown:
                    camera.hold()
                else:
                    camera.take(scene.draw)
                    shown = scene.state
                scene.look()
                look(number)
            camera.finish(reel.chapters, scene.look)
        except BaseException:
            camera.drop()
            raise


def webvtt(cues: Sequence[Cue], lang: str) -> str:
    """What is said, with its times (W3C WebVTT)."""
    parts = ["WEBVTT"]
    for number, cue in enumerate(cues, 1):
        text = cue.text[lang].replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        lines = "\n".join(line for line in text.splitlines() if line.strip())
        parts.append(f"{number}\n{_time(cue.start)} --> {_time(cue.end)}\n{lines}")
    return "\n\n".join(parts) + "\n"


def _time(seconds: float) -> str:
    whole = round(1000 * seconds)
    hours, rest = divmod(whole, 3_600_000)
    return f"{hours:02}:{rest // 60_000:02}:{rest // 1000 % 60:02}.{rest % 1000:03}"
