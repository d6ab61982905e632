"""Capex as rows of places and disciplines, and the spend as rows of months; pure drawing of the estimate's sums."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from planner.cost.breakdown import breakdown
from planner.cost.money import NOTHING, total
from planner.model.problem import literal
from planner.tui.render.numbers import money
from planner.tui.render.text import fit, right

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from planner.cost.breakdown import CapexShare
    from planner.cost.result import Money
    from planner.cost.spend import MonthlySpend
    from planner.pipeline import Plan
    from planner.tui.render.strip import Line

Side = Literal["facility", "it"]
SIDES: tuple[tuple[Side, str], ...] = (("facility", "Facility"), ("it", "IT, apart"))
OVERHEADS = ("indirect", "contingency", "escalation")
"""Disciplines that are no work of their own: they stand last, as in the summary of the command line."""
COLUMNS = ("likely", "low", "high", "share", "landlord", "tenant")
AMOUNT, SHARE = 8, 6
EIGHTHS = " ▏▎▍▌▋▊▉█"


@dataclass(frozen=True)
class MoneyRow:
    """A sum: of a side (depth 0), of a group of it (1), or of what the group is made of (2)."""

    label: str
    depth: int
    amount: Money
    landlord: float
    tenant: float
    share: float | None
    """Of its side's likely total; None where that is nothing."""
    side: Side
    folded: bool | None = None
    """Whether what it is made of is out of sight; None where it is made of nothing more."""


def money_rows(plan: Plan, by: str, unfolded: Collection[tuple[Side, str]] = ()) -> list[MoneyRow]:
    """Sums of facility and IT apart, by hall or by discipline, and by the other within those that are unfolded."""
    names = {h.id: h.name or h.id for h in plan.facility.hall}
    shares = breakdown(plan.estimate)
    rows: list[MoneyRow] = []
    for (side, title), whole in zip(SIDES, (plan.estimate.capex, plan.estimate.it_capex), strict=True):
        of_side = [s for s in shares if s.side == side]
        if whole == NOTHING and not of_side:
            continue
        rows.append(_sum(title, 0, of_side, side, whole.likely, whole))
        outer: dict[str, list[CapexShare]] = {}
        for share in of_side:
            place = names.get(share.hall or "", share.hall or "Site")
            outer.setdefault(place if by == "hall" else share.discipline, []).append(share)
        for name, members in _in_order(outer):
            group = _sum(name, 1, members, side, whole.likely)
            group = replace(group, folded=(side, group.label) not in unfolded)
            rows.append(group)
            if group.folded:
                continue
            inner: dict[str, list[CapexShare]] = {}
            for share in members:
                place = names.get(share.hall or "", share.hall or "Site")
                inner.setdefault(share.discipline if by == "hall" else place, []).append(share)
            rows += [_sum(n, 2, m, side, whole.likely) for n, m in _in_order(inner)]
    return rows


def _in_order(groups: dict[str, list[CapexShare]]) -> list[tuple[str, list[CapexShare]]]:
    """The dearest first, overheads last."""
    return sorted(
        groups.items(), key=lambda g: (g[0] in OVERHEADS, -sum(s.amount.likely for s in g[1]), g[0])
    )


def _sum(
    label: str, depth: int, shares: Sequence[CapexShare], side: Side, whole: float, known: Money | None = None
) -> MoneyRow:
    amount = known or total(s.amount for s in shares)
    paid = {p: total(s.amount for s in shares if s.payer == p).likely for p in ("landlord", "tenant")}
    share = amount.likely / whole if whole else None
    return MoneyRow(label.replace("_", " "), depth, amount, paid["landlord"], paid["tenant"], share, side)


@dataclass
class MoneyRows:
    """Draws the table of sums."""

    rows: list[MoneyRow]
    estimate_class: int

    @property
    def count(self) -> int:
        """How many rows."""
        return len(self.rows)

    @staticmethod
    def columns(width: int) -> list[str]:
        """Columns that there is room for beside names of 20 cells."""
        room, kept = width - 21, []
        for name in COLUMNS:
            room -= (SHARE if name == "share" else AMOUNT) + 1
            if room >= 0:
                kept.append(name)
        return kept

    def hidden(self, width: int) -> list[str]:
        """Columns that there is no room for."""
        return [c for c in COLUMNS if c not in self.columns(width)]

    def header(self, width: int) -> list[Line]:
        """Names of the columns."""
        cells = "".join(f" {right(c, SHARE if c == 'share' else AMOUNT)}" for c in self.columns(width))
        return [[(fit(f" USD, class {self.estimate_class}", self._label(width)) + cells, "muted")]]

    def _label(self, width: int) -> int:
        used = sum((SHARE if c == "share" else AMOUNT) + 1 for c in self.columns(width))
        return min(width - used - 1, 44)

    def row(self, index: int, width: int) -> Line:
        """One sum."""
        row = self.rows[index]
        style = ("title", "strong", "plain")[row.depth]
        sign = {None: "  ", True: "▸ ", False: "▾ "}[row.folded]
        lead = " " + "  " * max(0, row.depth - 1) + (sign if row.depth else "")
        line: Line = [(fit(lead + literal(row.label), self._label(width)), style)]
        for column in self.columns(width):
            size = SHARE if column == "share" else AMOUNT
            quiet = column in ("low", "high") or row.depth == 2
            line.append((f" {right(cell_of(row, column), size)}", "muted" if quiet else style))
        return line

    def shift(self, by: int, width: int) -> None:
        """Nothing is to the side."""


def cell_of(row: MoneyRow, column: str) -> str:
    """One cell of a sum as it stands on the screen."""
    if column == "share":
        return "" if row.share is None else f"{row.share:.0%}"
    if column in ("landlord", "tenant"):
        value = getattr(row, column)
        return money(value) if value else ""
    return money(getattr(row.amount, column))


@dataclass
class SpendRows:
    """Draws the months of a plan: spent in each, up to its end, and a bar of the side chosen."""

    months: tuple[MonthlySpend, ...]
    side: Side = "facility"

    @cached_property
    def _most(self) -> float:
        return max((self.amounts(m)[0].likely for m in self.months), default=0.0)

    @property
    def count(self) -> int:
        """How many rows."""
        return len(self.months)

    def amounts(self, month: MonthlySpend) -> tuple[Money, Money]:
        """What the chosen side spends in a month, and up to its end."""
        if self.side == "it":
            return month.it_capex, month.it_capex_to_date
        return month.capex, month.capex_to_date

    @staticmethod
    def _range(width: int) -> bool:
        return width >= 70

    def header(self, width: int) -> list[Line]:
        """Names of the columns."""
        cells = f" Month   {right('in it', AMOUNT)} {right('to date', AMOUNT)} {right('%', 4)}"
        if self._range(width):
            cells += f" {right('low', AMOUNT)} {right('high', AMOUNT)}"
        return [[(f"{cells}  {dict(SIDES)[self.side]}, likely", "muted")]]

    def row(self, index: int, width: int) -> Line:
        """One month."""
        month = self.months[index]
        spent, to_date = self.amounts(month)
        whole = self.amounts(self.months[-1])[1].likely
        year_begins = index == 0 or month.month.month == 1
        line: Line = [
            (f" {month.month:%Y-%m} ", "strong" if year_begins else "plain"),
            (f" {right(money(spent.likely) if spent.likely else '·', AMOUNT)}", "plain"),
            (f" {right(money(to_date.likely), AMOUNT)}", "strong"),
            (f" {right(f'{to_date.likely / whole:.0%}' if whole else '', 4)}", "muted"),
        ]
        if self._range(width):
            line.append(
                (f" {right(money(to_date.low), AMOUNT)} {right(money(to_date.high), AMOUNT)}", "muted")
            )
        used = 33 + (18 if self._range(width) else 0)
        return [*line, ("  ", "plain"), (bar(spent.likely, self._most, width - used - 1), "bar")]

    def shift(self, by: int, width: int) -> None:
        """Nothing is to the side."""


def bar(value: float, most: float, cells: int) -> str:
    """A bar of at most `cells` cells, to an eighth of one; what is not nothing shows at least that."""
    if value <= 0 or most <= 0 or cells <= 0:
        return ""
    eighths = max(1, round(cells * 8 * value / most))
    return "█" * (eighths // 8) + EIGHTHS[eighths % 8].strip()
