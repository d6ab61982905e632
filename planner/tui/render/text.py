"""Literal text cut to a width in terminal cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size

from planner.model.problem import literal

if TYPE_CHECKING:
    from planner.tui.render.strip import Line


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


def clipped(line: Line, width: int) -> Line:
    """A line as far as there is room for it."""
    if sum(cell_len(text) for text, _ in line) <= width:
        return line
    made: Line = []
    for text, style in line:
        if cell_len(text) >= width:
            return [*made, (clip(f"{text}…", width), style)]
        made.append((text, style))
        width -= cell_len(text)
    return made


def hanging(lines: list[Line], width: int) -> list[Line]:
    """Lines of a label and words, the words in lines that begin below each other; what has ` · ` breaks there first."""
    made: list[Line] = []
    for line in lines:
        if len(line) != 2 or width <= 0 or sum(cell_len(text) for text, _ in line) <= width:
            made.append(line)
            continue
        (label, quiet), (text, style) = line
        indent = cell_len(label)
        for n, part in enumerate(_broken(text, max(12, width - indent))):
            made.append([(label if n == 0 else " " * indent, quiet), (part, style)])
    return made


def _broken(text: str, width: int) -> list[str]:
    found: list[str] = []
    for piece in text.split(" · "):
        if found and cell_len(found[-1]) + 3 + cell_len(piece) <= width:
            found[-1] += f" · {piece}"
        else:
            found += _wrapped(piece, width)
    return found


def _wrapped(text: str, width: int) -> list[str]:
    """By words; a word that is longer than a line is cut where the line ends."""
    lines = [""]
    for word in text.split():
        rest = word
        if lines[-1] and cell_len(lines[-1]) + 1 + cell_len(rest) <= width:
            lines[-1] += f" {rest}"
            continue
        if lines[-1]:
            lines.append("")
        while cell_len(rest) > width:
            part = set_cell_size(rest, width).rstrip()
            lines[-1], rest = part, rest[len(part) :]
            lines.append("")
        lines[-1] = rest
    return lines
