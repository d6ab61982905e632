"""Problems of input and their one printed form; the errors that stop a plan."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

Severity = Literal["error", "failure", "warning"]

_ESCAPES = {i: f"\\x{i:02x}" for i in (*range(0x20), 0x7F, *range(0x80, 0xA0))}
_ESCAPES.update(
    {
        i: f"\\u{i:04x}"
        for i in (
            *range(0x202A, 0x202F),
            *range(0x2060, 0x206A),
            0x061C,
            0x200B,
            0x200E,
            0x200F,
            0x2028,
            0x2029,
            0xFEFF,
        )
    }
)


def literal(text: object) -> str:
    """Text from a file made safe for a terminal: control and direction characters are spelled out."""
    return str(text).translate(_ESCAPES)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with an input: where, what, its value and what to do about it."""

    code: str
    key: str
    message: str
    value: str | None = None
    file: str = ""
    line: int = 0
    severity: Severity = "error"
    location: tuple[str | int, ...] = ()
    """Path of names and positions in the file, where the key alone would be ambiguous."""

    def __str__(self) -> str:
        """`FILE:LINE: CODE key = value: what to do`, as CONTRACT.md has it."""
        value = "" if self.value is None else f" = {_short(self.value)}"
        # What stands nowhere in the file is told at its head: every line has the same form.
        where = f"{literal(self.file)}:{self.line or 1}: " if self.file else ""
        return f"{where}{self.code} {_short(self.key, 200)}{value}: {_short(self.message, 600)}"

    def at(self, file: str, line: int) -> Problem:
        """The same problem with its place filled in."""
        return replace(self, file=file, line=line)


def _short(value: str, limit: int = 80) -> str:
    text = literal(value)
    return text if len(text) <= limit else text[: limit - 1] + "…"


class PlannerError(Exception):
    """Base of what the planner raises for a person to read; never a programming error."""


class InputError(PlannerError):
    """Bad input: carries every problem found, not just the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(p) for p in self.problems))
