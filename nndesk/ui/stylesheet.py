"""The style sheets of the few controls that Qt paints: menus, lists that open, scroll bars.

Everything else is painted by its own widget. Each sheet is set on its widget alone: one for the
whole application costs three times as much as all other work when the theme changes. A sheet
names no font: roles do that.
"""

from collections.abc import Callable, Mapping
from string import Template

_SCROLL = """
QScrollBar:vertical { background: transparent; width: 10px; margin: 2px 3px; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 3px 2px; }
QScrollBar::handle { background: $borderStrong; border-radius: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar[quiet="true"]::handle { background: $border; }
QScrollBar::handle:hover { background: $text2; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
"""
_MENUS = """
QMenuBar { background: transparent; border: none; padding: 0; spacing: 0; }
QMenuBar::item {
    color: $text; background: transparent; padding: ${p6}px ${p10}px; border-radius: ${control}px;
}
QMenuBar::item:selected, QMenuBar::item:pressed { background: $surface3; }
QMenu { background: transparent; border: 1px solid transparent; padding: ${p6}px; }
QMenu::item { padding: ${p6}px ${p32}px ${p6}px ${p8}px; }
QMenu::separator { height: 1px; margin: ${p6}px ${p8}px; }
"""
_LIST = """
QAbstractItemView {
    color: $text; background: $surface; border: 1px solid $border; border-radius: ${tile}px;
    outline: none; padding: ${p4}px;
    selection-background-color: $surface3; selection-color: $text;
}
QAbstractItemView::item { min-height: ${p26}px; padding: 0 ${p6}px; border-radius: ${control}px; }
QAbstractItemView::item:selected, QAbstractItemView::item:hover { color: $text; background: $surface3; }
QAbstractItemView::item:disabled { color: $text3; }
"""
_SHEETS = {"menus": Template(_MENUS), "list": Template(_LIST + _SCROLL), "scroll": Template(_SCROLL)}


def stylesheet(
    part: str, colors: Mapping[str, str], radius: Mapping[str, float], px: Callable[[float], int]
) -> str:
    """The sheet of ``menus``, ``list`` or ``scroll``; ``px`` turns a length of the design into pixels."""
    lengths = {f"p{n}": px(n) for n in (4, 6, 8, 10, 26, 32)}
    return _SHEETS[part].substitute(
        colors, control=round(radius["control"]), tile=round(radius["tile"]), **lengths
    )
