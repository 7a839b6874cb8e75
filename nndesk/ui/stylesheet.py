"""The style sheet of the controls that Qt paints: menus, tooltips, scroll bars, lists.

Everything else is painted by its own widget. A style sheet names no font: roles do that.
"""

from collections.abc import Callable, Mapping
from string import Template

_SHEET = Template("""
QToolTip {
    color: $onInk; background: $ink; border: none; padding: ${p4}px ${p8}px;
}
QMenuBar { background: transparent; border: none; padding: 0; spacing: 0; }
QMenuBar::item {
    color: $text; background: transparent; padding: ${p6}px ${p10}px; border-radius: ${control}px;
}
QMenuBar::item:selected, QMenuBar::item:pressed { background: $surface3; }
QMenu { background: transparent; border: 1px solid transparent; padding: ${p6}px; }
QMenu::item { padding: ${p6}px ${p32}px ${p6}px ${p8}px; }
QMenu::separator { height: 1px; margin: ${p6}px ${p8}px; }
QAbstractItemView {
    color: $text; background: $surface; border: 1px solid $border; border-radius: ${tile}px;
    outline: none; padding: ${p4}px;
    selection-background-color: $surface3; selection-color: $text;
}
QAbstractItemView::item { min-height: ${p26}px; padding: 0 ${p6}px; border-radius: ${control}px; }
QAbstractItemView::item:selected, QAbstractItemView::item:hover { color: $text; background: $surface3; }
QAbstractItemView::item:disabled { color: $text3; }
QScrollArea { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 2px; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 2px; }
QScrollBar::handle { background: $borderStrong; border-radius: 3px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $text2; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QLineEdit {
    color: $text; background: $surface; border: 1px solid $borderStrong; border-radius: ${control}px;
    padding: 0 ${p6}px; selection-background-color: $ink; selection-color: $onInk;
}
QLineEdit:disabled { color: $text3; border-color: $border; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
""")


def stylesheet(colors: Mapping[str, str], radius: Mapping[str, float], px: Callable[[float], int]) -> str:
    """The sheet for one theme; ``px`` turns a length of the design into pixels."""
    lengths = {f"p{n}": px(n) for n in (4, 6, 8, 10, 26, 32)}
    return _SHEET.substitute(colors, control=round(radius["control"]), tile=round(radius["tile"]), **lengths)
