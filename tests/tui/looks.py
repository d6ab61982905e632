"""Pictures of the app beside those that were looked at: one run of the app may have many of them compared."""

from __future__ import annotations

import asyncio
import difflib
import html
import re
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from tests.tui.conftest import settled

if TYPE_CHECKING:
    from textual.pilot import Pilot

FOLDER = Path(__file__).parent / "looks"
_TEXT = re.compile(r'<text class="r\d+" x="([\d.]+)" y="([\d.]+)" textLength="[\d.]+">(.*?)</text>')
_RECTANGLE = re.compile(
    r'<rect fill="(?P<fill>[^"]+)" x="(?P<x>[\d.]+)" y="(?P<y>[\d.]+)" width="(?P<width>[\d.]+)" height="24.65" '
    r'shape-rendering="crispEdges"/>'
)
_CELL = 12.2
"""Width of a cell as Rich draws it."""
ALIKE = 3
"""Drawings that must follow each other unchanged before one is taken for a difference."""
MOST_LINES = 24
"""Lines of a difference that a failure shows."""


def slim(svg: str) -> str:
    """The picture with names that are always the same, an element a line, and a third of the bytes.

    What clips each word to its line goes, and rectangles of one colour that touch become one.
    """
    svg = re.sub(r"terminal-\d+-", "", svg)
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<clipPath id=\"line-\d+\">.*?</clipPath>\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r" clip-path=\"url\(#line-\d+\)\"", "", svg)
    svg = re.sub(r"<text [^>]*>\s*</text>", "", svg).replace("&#160;", "\xa0")
    svg = svg.replace("</style>", "rect { shape-rendering: crispEdges }\n</style>", 1)
    lines: list[str] = []
    begun: tuple[str, str, float, float] | None = None
    for line in re.sub(r"(/>|</text>)(?=<)", r"\1\n", svg).split("\n"):
        found = _RECTANGLE.fullmatch(line.strip())
        if found is None:
            if line.strip():
                lines.append(line.strip())
                begun = None
            continue
        fill, x, y, width = found["fill"], float(found["x"]), found["y"], float(found["width"])
        if begun is not None and begun[:2] == (fill, y) and abs(begun[2] + begun[3] - x) < 1:
            x, width = begun[2], x + width - begun[2]
            lines.pop()
        begun = (fill, y, x, width)
        lines.append(f'<rect fill="{fill}" x="{x:g}" y="{y}" width="{width:g}" height="24.65"/>')
    return "\n".join(lines) + "\n"


def words_of(svg: str) -> list[str]:
    """What a picture says, line by line."""
    rows: dict[float, list[tuple[float, str]]] = {}
    for x, y, text in _TEXT.findall(svg):
        rows.setdefault(float(y), []).append((float(x), html.unescape(text).replace("\xa0", " ")))
    lines = []
    for _, parts in sorted(rows.items()):
        line = ""
        for x, text in sorted(parts):
            line = line.ljust(round(x / _CELL)) + text
        lines.append(line.rstrip())
    return lines


def _drawn(pilot: Pilot[None]) -> str:
    return slim(pilot.app.export_screenshot(title="planner"))


async def picture(pilot: Pilot[None], held: str = "") -> str:
    """The screen once it has come to rest: as it is held, or alike in drawings one after the other."""
    before, alike = "", 0
    for _ in range(200):
        await settled(pilot)
        now = _drawn(pilot)
        alike = alike + 1 if now == before else 0
        if now == held or alike == ALIKE:
            return now
        before = now
        await asyncio.sleep(0.02)
    raise AssertionError("the screen never came to rest")


class Looks:
    """Compares pictures with their files, and tells of all that differ at the end; or writes them."""

    drawn: ClassVar[set[str]] = set()
    """Names of all pictures that were drawn."""

    def __init__(self, actual: Path, update: bool) -> None:
        self._actual, self._update = actual, update
        self.wrong: list[str] = []

    async def at(self, pilot: Pilot[None], name: str) -> None:
        """Compare what is on the screen, and what is in it, with the picture of this name."""
        self.drawn.add(name)
        kept = FOLDER / f"{name}.svg"
        held = kept.read_text("utf-8") if kept.exists() and not self._update else ""
        now = await picture(pilot, held)
        if self._update:
            FOLDER.mkdir(exist_ok=True)
            kept.write_text(now, "utf-8")
            return
        if now == held:
            return
        self._actual.mkdir(parents=True, exist_ok=True)
        (self._actual / kept.name).write_text(now, "utf-8")
        lines = list(difflib.unified_diff(words_of(held), words_of(now), "kept", "now", lineterm="", n=0))
        told = (
            "\n".join(lines[:MOST_LINES])
            if held and lines
            else "only colours differ"
            if held
            else "it is new"
        )
        self.wrong.append(f"{name}.svg: {told}")

    def judge(self) -> None:
        """Fail when a picture differed."""
        if self.wrong:
            raise AssertionError(
                f"{len(self.wrong)} pictures differ; those of now are in {self._actual}, look at them, and if they "
                f"are right run again with --snapshot-update\n\n" + "\n\n".join(self.wrong)
            )
