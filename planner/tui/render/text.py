"""Literal text cut to a width in terminal cells."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size

from planner.model.problem import literal


def fit(text: object, width: int) -> str:
    """Text spelled out, cut with an ellipsis or padded to exactly `width` cells."""
    shown = literal(text)
    if width <= 0:
        return ""
    if cell_len(shown) <= width:
        return shown + " " * (width - cell_len(shown))
    return set_cell_size(shown, width - 1) + "…"


def right(text: object, width: int) -> str:
    """Text spelled out, cut or padded on the left."""
    shown = literal(text)
    if cell_len(shown) > width:
        return fit(shown, width)
    return " " * (width - cell_len(shown)) + shown


def by_words(text: object, width: int) -> str:
    """Text spelled out, as many whole words as fit, and an ellipsis where some are left out."""
    shown = literal(text)
    if cell_len(shown) <= width:
        return shown
    kept = ""
    for word in shown.split(" "):
        longer = f"{kept} {word}" if kept else word
        if cell_len(longer) > width - 2:
            break
        kept = longer
    return f"{kept} …" if kept else clip(shown, width)


def clip(text: object, width: int) -> str:
    """Text spelled out, cut with an ellipsis but never padded."""
    return fit(text, width).rstrip() if width > 0 else ""
