"""Making the content of a window anew, as another language asks, with nothing that is seen going astray."""

from PySide6.QtWidgets import QWidget


def focus_path(content: QWidget) -> list[str]:
    """The names of what has the keyboard and of what it lies in, from the inside; or nothing."""
    widget = content.window().focusWidget()
    if widget is None or not content.isAncestorOf(widget):
        return []
    path: list[str] = []
    while widget is not None and widget is not content:
        path.append(widget.objectName())
        widget = widget.parentWidget()
    return path


def find_focused(content: QWidget, path: list[str]) -> QWidget | None:
    """What stands where ``path`` was taken: a name may be there twice, in two places."""
    if not path or not path[0]:
        return None
    names = [name for name in path[1:] if name]
    for found in content.findChildren(QWidget, path[0]):
        around: list[str] = []
        widget = found.parentWidget()
        while widget is not None and widget is not content:
            if widget.objectName():
                around.append(widget.objectName())
            widget = widget.parentWidget()
        if around == names:
            return found
    return None


def give_size(widget: QWidget, content: QWidget) -> None:
    """Give ``widget`` the size that it will have in ``content``, which is not seen yet but has its own."""
    around: list[QWidget] = []
    part = widget.parentWidget()
    while part is not None:
        around.append(part)
        part = None if part is content else part.parentWidget()
    for part in reversed(around):
        layout = part.layout()
        if layout is not None:
            layout.activate()
            layout.setGeometry(part.rect())
