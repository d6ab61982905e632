"""Problems as rows, worst first, and one of them in full; pure drawing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from planner.model.problem import literal
from planner.tui.render.numbers import count
from planner.tui.render.text import by_words, fit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.model.problem import Problem
    from planner.tui.render.strip import Line

SIGNS = {"error": ("✗ error", "bad"), "failure": ("▲ failed", "bad"), "warning": ("△ warning", "mark")}
"""Each severity has a sign and a word of its own, so that it shows without colour."""
ORDER = {"error": 0, "failure": 1, "warning": 2}
SIGN = 10


def worst_first(problems: Sequence[Problem]) -> list[Problem]:
    """By severity; what is alike stays in the order of the checks."""
    return sorted(problems, key=lambda p: ORDER[p.severity])


def tally(problems: Sequence[Problem]) -> str:
    """`1 failed, 3 warnings`."""
    found = {kind: sum(p.severity == kind for p in problems) for kind in ORDER}
    words = (
        count(found["error"], "error") if found["error"] else "",
        f"{found['failure']} failed" if found["failure"] else "",
        count(found["warning"], "warning") if found["warning"] else "",
    )
    return ", ".join(w for w in words if w)


class CheckRows:
    """Rows of problems: severity, code, key with its value, what to do."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = list(problems)
        self._code = max((cell_len(literal(p.code)) for p in problems), default=4)
        self._key = max((cell_len(_keyed(p)) for p in problems), default=3)

    @property
    def count(self) -> int:
        """How many rows."""
        return len(self.problems)

    def _widths(self, width: int) -> tuple[int, int]:
        """Cells of code and key: what to do keeps at least half of a wide line."""
        code = min(self._code, 16) if width >= 100 else 0
        return code, min(self._key, max(16, (width - SIGN - code) * 2 // 5))

    def header(self, width: int) -> list[Line]:
        """One line of headings."""
        if not self.problems:
            return []
        code, key = self._widths(width)
        parts = [
            fit(" Severity", SIGN + 2),
            fit("Code", code) + "  " if code else "",
            fit("Key = value", key),
        ]
        return [[("".join(parts) + "  What to do", "muted")]]

    def row(self, index: int, width: int) -> Line:
        """One problem."""
        problem = self.problems[index]
        sign, style = SIGNS[problem.severity]
        code, key = self._widths(width)
        rest = width - SIGN - 2 - (code + 2 if code else 0) - key - 3
        return [
            (fit(f" {sign}", SIGN + 2), style),
            (fit(problem.code, code) + "  " if code else "", "muted"),
            (fit(_keyed(problem), key), "strong"),
            ("  ", "plain"),
            (by_words(problem.message, max(8, rest)), "plain"),
        ]

    def shift(self, by: int, width: int) -> None:
        """Nothing is to the side: the chosen one stands in full below."""


def _keyed(problem: Problem) -> str:
    return literal(problem.key) + ("" if problem.value is None else f" = {literal(problem.value)}")


def problem_lines(problem: Problem, leads_to: str) -> list[Line]:
    """One problem in full: what, where, its value, what to do, and where enter leads."""
    sign, style = SIGNS[problem.severity]
    place = f"{literal(problem.file)}:{problem.line}" if problem.file else ""
    lines: list[Line] = [
        [(sign, style), (f"  {literal(problem.code)}", "muted"), (f"  {place}" if place else "", "muted")],
        [("key      ", "muted"), (literal(problem.key), "strong")],
    ]
    if problem.value is not None:
        lines.append([("value    ", "muted"), (literal(problem.value), "plain")])
    lines.append([("what     ", "muted"), (literal(problem.message), "plain")])
    lines.append(
        [("enter    ", "muted"), (f"goes to {literal(leads_to)}" if leads_to else "leads nowhere: no field or task is behind it", "plain")]
    )  # fmt: skip
    return lines


def full_lines(problems: Sequence[Problem]) -> list[Line]:
    """Every problem on a line of its own, uncut."""
    return [
        [(fit(SIGNS[p.severity][0], SIGN), SIGNS[p.severity][1]), (f"  {literal(p.code)} {_keyed(p)}: {literal(p.message)}", "plain")]
        for p in problems
    ]  # fmt: skip
