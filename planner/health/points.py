"""The book's thresholds joined to names, remedies and what was found: how one point comes about."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from planner.books import BookError, Entry
from planner.health.result import Exemption, HealthPoint

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from planner.books import Books
    from planner.health.result import Subject

BOOK, TABLE = "health", "point"


class _Words(NamedTuple):
    name: str
    subject: Subject
    remedy: str


WORDS: dict[str, _Words] = {
    "missing_logic": _Words("Open ends", "task", "give each a predecessor and a successor"),
    "dangling_start": _Words("Dangling starts", "task", "add an FS or SS relation that bounds the start"),
    "dangling_finish": _Words("Dangling finishes", "task", "add an FS or FF relation from the finish"),
    "leads": _Words(
        "Leads", "relation", "split the predecessor where the successor may start, and take the lead out"
    ),
    "lags": _Words("Lags", "relation", "make a task of what the lag stands for"),
    "long_lags": _Words("Long lags", "relation", "make a task of what the lag stands for"),
    "relation_kinds": _Words("Relation kinds", "relation", "split tasks so that finish to start holds"),
    "hard_constraints": _Words(
        "Hard constraints", "task", "let relations drive the date, or say it as a deadline or as no earlier"
    ),
    "high_float": _Words("High float", "task", "look for a missing successor"),
    "negative_float": _Words(
        "Negative float", "task", "shorten the chain that leads there or move the date that it must meet"
    ),
    "long_durations": _Words("Long durations", "task", "split into parts that can be measured"),
    "invalid_dates": _Words(
        "Invalid dates",
        "task",
        "what is reported lies before the data date: move it, or mend the actual date",
    ),
    "missing_resources": _Words("Missing resources", "task", "name the crew that does it"),
    "missing_cost": _Words("Missing cost", "task", "give cost_usd"),
    "over_allocation": _Words("Crews over capacity", "crew", "give more crews or plan the tasks apart"),
    "missed_tasks": _Words("Missed tasks", "task", "report what is finished, or plan how to catch up"),
    "longest_path": _Words("Longest-path test", "task", "give its finish a successor on the way to the end"),
    "cpli": _Words(
        "Critical path length index", "task", "shorten the critical path or move the date that it must meet"
    ),
    "bei": _Words("Baseline execution index", "task", "report what is finished, or plan how to catch up"),
}
"""Every point, in the order in which they are told."""
OF_BASELINES = ("missed_tasks", "bei")
"""Points that are absent where no baseline is given."""


class Finding:
    """Gathers one point: its population, offenders and exemptions, in any order."""

    def __init__(self, point: str, books: Books) -> None:
        """Look up the point's thresholds.

        Raises:
            BookError: The health book lacks the point or a threshold.
        """
        self.id = point
        self.population = 0
        self.offenders: list[str] = []
        self.basis = ""
        self._exempt: dict[str, list[str]] = defaultdict(list)
        self._row = _row(books, point)

    def entry(self, key: str) -> Entry:
        """A threshold of the point."""
        found = self._row.get(key)
        if not isinstance(found, Entry):
            raise BookError(f"{BOOK}.toml lacks {key} of the point {self.id}")
        return found

    @property
    def limit(self) -> float:
        """What makes a member an offender."""
        return self.entry("limit").likely

    def count(self, member: str, *, offends: bool) -> None:
        """One member of the population."""
        self.population += 1
        if offends:
            self.offenders.append(member)

    def exempt(self, member: str, reason: str) -> None:
        """One that does not count."""
        self._exempt[reason].append(member)

    def made(self, rule: str) -> HealthPoint:
        """The point, its members in the order of their ids; `rule` says what an offender is."""
        allowed = self.entry("allowed")
        number, share = len(self.offenders), len(self.offenders) / self.population if self.population else 0.0
        basis = (
            f"{rule}: {number:,} / {self.population:,} = {share:.2%} {'≤' if share <= allowed.likely else '>'}"
            f" {allowed.likely:.2%}"
        )
        limit = self.entry("limit") if "limit" in self._row else None
        return self._point(basis, allowed=allowed, limit=limit)

    def made_index(self, rule: str, index: float | None) -> HealthPoint:
        """The point where it is an index that must be high enough; `rule` says how it came about."""
        least = self.entry("least")
        passes = index is None or index >= least.likely
        basis = rule if index is None else f"{rule} = {index:.3f} {'≥' if passes else '<'} {least.likely:g}"
        return self._point(basis, least=least, index=index)

    def _point(
        self,
        basis: str,
        *,
        allowed: Entry | None = None,
        limit: Entry | None = None,
        least: Entry | None = None,
        index: float | None = None,
    ) -> HealthPoint:
        words = WORDS[self.id]
        return HealthPoint(
            self.id,
            words.name,
            words.subject,
            self.population,
            tuple(sorted(self.offenders)),
            allowed,
            limit,
            basis,
            words.remedy,
            tuple(Exemption(reason, tuple(sorted(ids))) for reason, ids in sorted(self._exempt.items())),
            least,
            index,
        )


def _row(books: Books, point: str) -> Mapping[str, object]:
    rows: Iterable[Mapping[str, object]] = books.late_table(BOOK, TABLE)
    for row in rows:
        if row.get("id") == point:
            return row
    raise BookError(f"{BOOK}.toml has no point {point}")
