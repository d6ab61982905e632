"""The history as rows: each edit, what it did to date and cost, and which state holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.tui.render.numbers import day, money, signed_days, signed_money
from planner.tui.render.text import fit, right

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planner.session.history import Step
    from planner.tui.render.strip import Line
    from planner.tui.workspace import Outcome

NUMBER = 5
DAY, DAYS, COST, CHANGE = 12, 9, 10, 10
WIDE = 90
"""Columns from which on the figures themselves stand beside what the edit did to them."""


class HistoryRows:
    """Newest first, as a person looks for what was just done; undone edits stand above, quieter."""

    def __init__(self, steps: Sequence[Step], position: int, outcomes: Mapping[int, Outcome]) -> None:
        self.steps, self.position, self.outcomes = steps, position, outcomes

    @property
    def count(self) -> int:
        """A row for each state."""
        return len(self.steps)

    def index_of(self, row: int) -> int:
        """Which state a row shows."""
        return len(self.steps) - 1 - row

    def row_of(self, index: int) -> int:
        """Which row shows a state."""
        return len(self.steps) - 1 - index

    def shift(self, by: int, width: int) -> None:
        """All is in sight."""

    def header(self, width: int) -> list[Line]:
        """What the columns are."""
        words = fit("", 2) + right("#", NUMBER - 2) + "  "
        figures = ""
        if width >= WIDE:
            figures += (
                fit(" Date", DAY) + right("moved", DAYS) + right("Capex", COST) + right("moved", CHANGE)
            )
        else:
            figures += right("Date", DAYS) + right("Capex", CHANGE)
        room = width - len(words) - len(figures) - 1
        return [[(words + fit("Edit", room) + figures, "muted")]]

    def row(self, index: int, width: int) -> Line:
        """One state."""
        at = self.index_of(index)
        step = self.steps[at]
        undone = at > self.position
        here = at == self.position
        style = "muted" if undone else "plain"
        line: Line = [("▸ " if here else "↷ " if undone else "  ", "mark" if here else "muted")]
        line.append((right(at, NUMBER - 2) + "  ", "muted"))
        wide = width >= WIDE
        figures = (DAY + COST if wide else 0) + DAYS + CHANGE
        room = width - NUMBER - 2 - figures - 1
        words = "as it was opened" if at == 0 else step.description
        line.append((fit(words, room), "strong" if here else style))
        return [*line, *self._figures(at, wide, undone)]

    def _figures(self, at: int, wide: bool, undone: bool) -> Line:
        now = self.outcomes.get(self.steps[at].serial)
        before = self.outcomes.get(self.steps[at - 1].serial) if at else None
        if now is None:
            width = (DAY + COST if wide else 0) + DAYS + CHANGE
            return [(right("…", width), "muted")]
        if now.capex_usd is None:
            width = (DAY + COST if wide else 0) + DAYS + CHANGE
            return [(right("cannot be planned", width), "muted" if undone else "bad")]
        days, usd = moved(before, now)
        quiet = undone or not at
        line: Line = [(" " + fit(day(now.day), DAY - 1), "muted")] if wide else []
        line.append((right(days, DAYS), _style(days, quiet)))
        if wide:
            line.append((right(money(now.capex_usd), COST), "muted"))
        line.append((right(usd, CHANGE), _style(usd, quiet)))
        return line


def moved(before: Outcome | None, now: Outcome) -> tuple[str, str]:
    """Days and dollars from one state to the next; a dot where nothing moved, nothing where that is not known."""
    if before is None or before.capex_usd is None or now.capex_usd is None:
        return "", ""
    days = (now.day - before.day).days if now.day is not None and before.day is not None else 0
    return signed_days(days) or "·", signed_money(now.capex_usd - before.capex_usd) or "·"


def _style(text: str, quiet: bool) -> str:
    if quiet or text in ("", "·"):
        return "muted"
    return "bad" if text.startswith("+") else "good"


def detail_of(rows: HistoryRows, index: int) -> str:
    """The whole of an edit, in words, for the lines below the list; IT capex too."""
    at = rows.index_of(index)
    step, now = rows.steps[at], rows.outcomes.get(rows.steps[at].serial)
    words = "The facility as it was opened." if at == 0 else step.description
    before = rows.outcomes.get(rows.steps[at - 1].serial) if at else None
    if now is None or now.capex_usd is None:
        return words
    figures = [f"date {day(now.day)}", f"capex {money(now.capex_usd)}"]
    if before is not None and before.capex_usd is not None:
        days, usd = moved(before, now)
        figures = [
            f"{f} ({m})" if m != "·" else f"{f} (unmoved)" for f, m in zip(figures, (days, usd), strict=True)
        ]
        it = signed_money((now.it_capex_usd or 0) - (before.it_capex_usd or 0))
        figures += [f"IT capex {it}"] if it else []
    return f"{words}\n{', '.join(figures)}"
