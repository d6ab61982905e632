"""Facts as rows, and one explanation in full; pure drawing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.explain.words import shown
from planner.model.problem import literal
from planner.tui.render.text import fit, right

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.explain import Explanation, Fact
    from planner.tui.render.strip import Line

VALUE = 26
SIDE = 9
MADE_OF, DEPENDS = "made of", "used by"


class FactRows:
    """Rows of facts: how each stands to the fact they belong to, name, value."""

    def __init__(self, facts: Sequence[tuple[str, Fact]]) -> None:
        self.facts = facts

    @property
    def count(self) -> int:
        """How many rows."""
        return len(self.facts)

    def header(self, width: int) -> list[Line]:
        """None: the title says what they are."""
        return []

    def row(self, index: int, width: int) -> Line:
        """`made of   sizing.h1.ups_kw   57,500 kW`."""
        side, fact = self.facts[index]
        lead = SIDE if any(s for s, _ in self.facts) else 0
        value = min(VALUE, max(10, width // 3))
        room = max(8, width - lead - value - 3)
        return [
            (fit(side, lead), "muted" if side == MADE_OF else "group"),
            (fit(fact.name, room), "plain"),
            ("  ", "plain"),
            (right(shown(fact.value, fact.unit), value), "strong"),
        ]

    def shift(self, by: int, width: int) -> None:
        """Nothing is out of sight sideways."""


def explained_lines(explanation: Explanation) -> list[Line]:
    """Value, formula, worth and source of one fact."""
    fact = explanation.fact
    value = shown(fact.value, fact.unit)
    if fact.low is not None and fact.high is not None:
        value += f"   low {shown(fact.low)}, high {shown(fact.high)}"
    lines: list[Line] = [
        [(literal(fact.title), "title")],
        [(value, "strong")],
        [("= ", "muted"), (literal(fact.formula), "plain")],
    ]
    worth = [explanation.confidence or "no confidence stated"]
    if explanation.oldest:
        worth.append(f"oldest figure behind it {explanation.oldest}")
    if fact.estimate_class is not None:
        worth.append(f"estimate class {fact.estimate_class}")
    lines.append([("worth   ", "muted"), (literal(", ".join(worth)), "plain")])
    if fact.source:
        lines.append([("source  ", "muted"), (literal(fact.source), "plain")])
    return lines
