"""Styled parts of the pure drawing, as content of a widget."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.tui.render.strip import Line

STYLES = {
    "plain": "",
    "muted": "$quiet",
    "strong": "bold $foreground",
    "title": "bold $primary",
    "good": "bold $text-success",
    "bad": "bold $text-error",
    "mark": "bold $text-warning",
    "rule": "$border-blurred",
}


def content_of(lines: Iterable[Line]) -> Content:
    """Lines of parts as literal content: never markup."""
    return Content("\n").join(
        Content.assemble(*((text, STYLES[style]) for text, style in line)) for line in lines
    )
