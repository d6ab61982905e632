"""The data books: every engineering number, price, lead time and task template, with unit, source and date."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

from planner.books.ranges import out_of_range
from planner.model.address import format_address
from planner.model.problem import InputError, PlannerError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from planner.model.plant import Override

Confidence = Literal["sourced", "derived", "judgement", "override"]
CONFIDENCES = ("sourced", "derived", "judgement")
"""What a book may say; `override` is said of a person's own figures alone."""
HERE = Path(__file__).parent
TASK_FOLDER = "tasks"


class BookError(PlannerError):
    """A book lacks an entry that the code or another book names, or holds a malformed one."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact. A single value has low = likely = high; text and lists stand in `value`."""

    key: str
    low: float
    likely: float
    high: float
    unit: str
    source: str
    as_of: str
    confidence: Confidence
    note: str = ""
    value: Any = None

    @property
    def basis(self) -> str:
        """The entry as it stands in a formula's explanation."""
        return f"{self.likely:g} {self.unit} [{self.key}, {self.confidence}]"


@dataclass(frozen=True)
class Books:
    """All books, read once. `entries` by address; `tables` are the lists of tables (items, templates, deals) by file."""

    entries: Mapping[str, Entry]
    tables: Mapping[str, tuple[Mapping[str, Any], ...]]
    folder: Path = HERE
    overridden: tuple[str, ...] = ()
    _cache: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def __getitem__(self, key: str) -> Entry:
        """The entry at an address.

        Raises:
            BookError: No book has it.
        """
        try:
            return self.entries[key]
        except KeyError:
            raise BookError(f"the books have no entry {key}") from None

    def __hash__(self) -> int:
        """Books are compared by identity: they are read once and replaced whole."""
        return id(self)

    def likely(self, key: str) -> float:
        """The planning figure at an address."""
        return self[key].likely

    def has(self, key: str) -> bool:
        """Whether a book has the address."""
        return key in self.entries

    @cached_property
    def items(self) -> tuple[Mapping[str, Any], ...]:
        """The item book."""
        return self.tables.get("items.item", ())

    @cached_property
    def templates(self) -> tuple[Mapping[str, Any], ...]:
        """Every task template of `tasks/`, in file and entry order."""
        found: list[Mapping[str, Any]] = []
        for name in sorted(self.tables):
            if name.startswith(f"{TASK_FOLDER}/") and name.endswith(".task"):
                found.extend(self.tables[name])
        return tuple(found)

    def late_table(self, book: str, table: str) -> tuple[Mapping[str, Any], ...]:
        """A table of a book that is read only when it is used, such as `deals`, `deal`: read once, then remembered.

        Raises:
            BookError: The folder has no such book, or the book no such table.
        """
        held: dict[str, dict[str, Any]] = self._cache.setdefault("late", {})
        if book not in held:
            path, entries = self.folder / f"{book}.toml", dict[str, Entry]()
            if not path.is_file():
                raise BookError(f"the books have no {book}.toml")
            tables: dict[str, Any] = {}
            try:
                read_book(self.folder, path, entries, tables)
            except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
                raise BookError(f"{book}.toml cannot be read: {error}") from None
            held[book] = tables
        try:
            return cast("tuple[Mapping[str, Any], ...]", held[book][f"{book}.{table}"])
        except KeyError:
            raise BookError(f"{book}.toml has no [[{table}]]") from None

    def overriding(self, overrides: Iterable[Override]) -> Books:
        """The same books with a person's own figures put in.

        Raises:
            InputError: An override names no numeric book entry.
        """
        changes = tuple(overrides)
        if not changes:
            return self
        held: dict[tuple[Override, ...], Books] = self._cache.setdefault("overriding", {})
        if changes not in held:
            if len(held) >= KEPT_OVERRIDES:
                held.clear()
            held[changes] = self._overridden(changes)
        return held[changes]

    def _overridden(self, changes: tuple[Override, ...]) -> Books:
        entries = dict(self.entries)
        problems = []
        for change in changes:
            entry = entries.get(change.id)
            if entry is None or entry.value is not None:
                problems.append(
                    Problem(
                        "E-UNKNOWN-ID",
                        f'override."{change.id}".id',
                        self._nearest(change.id),
                        value=change.id,
                    )
                )
                continue
            own = entries[change.id] = replace(
                entry,
                low=change.low if change.low is not None else change.likely,
                likely=change.likely,
                high=change.high if change.high is not None else change.likely,
                source=f"override: {change.reason}",
                confidence="override",
            )
            wrong = out_of_range(own)
            if wrong is not None:
                key = format_address(("override", change.id, "likely"))
                problems.append(Problem("E-RANGE", key, wrong, value=f"{change.likely:g}"))
        if problems:
            raise InputError(problems)
        return replace(self, entries=entries, overridden=tuple(c.id for c in changes), _cache={})

    def _nearest(self, key: str) -> str:
        import difflib

        near = difflib.get_close_matches(key, self.entries, n=1, cutoff=0.4)
        return (
            f"no book entry has this address; did you mean {near[0]}?"
            if near
            else "no book entry has this address"
        )


def _numeric(raw: Mapping[str, Any]) -> bool:
    return "likely" in raw or (
        isinstance(raw.get("value"), (int, float)) and not isinstance(raw.get("value"), bool)
    )


def read_entry(key: str, raw: Mapping[str, Any], sources: Mapping[str, str]) -> Entry:
    """One entry from its TOML table.

    Raises:
        BookError: It lacks unit, source, date or confidence.
    """
    missing = [k for k in ("unit", "source", "as_of", "confidence") if k not in raw]
    if missing:
        raise BookError(f"book entry {key} lacks {', '.join(missing)}")
    if raw["confidence"] not in CONFIDENCES:
        raise BookError(f"book entry {key}: confidence is one of {', '.join(CONFIDENCES)}")
    source = str(raw["source"])
    if source.startswith("@"):
        try:
            source = sources[source[1:]]
        except KeyError:
            raise BookError(f"book entry {key} names the unknown source {source}") from None
    if _numeric(raw):
        likely = float(raw["likely"] if "likely" in raw else raw["value"])
        low, high, value = float(raw.get("low", likely)), float(raw.get("high", likely)), None
    else:
        low = likely = high = 0.0
        value = raw.get("value")
    return Entry(
        key,
        low,
        likely,
        high,
        str(raw["unit"]),
        source,
        str(raw["as_of"]),
        cast("Confidence", raw["confidence"]),
        str(raw.get("note", "")),
        value,
    )


def _walk(
    path: str,
    raw: Mapping[str, Any],
    sources: Mapping[str, str],
    entries: dict[str, Entry],
    tables: dict[str, Any],
) -> None:
    for key, value in raw.items():
        here = f"{path}.{key}"
        if isinstance(value, dict):
            if "confidence" in value:
                entries[here] = read_entry(here, value, sources)
            else:
                _walk(here, value, sources, entries, tables)
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            tables[here] = tuple(
                {
                    k: read_entry(f"{here}.{row.get('id', i)}.{k}", v, sources)
                    if isinstance(v, dict) and "confidence" in v
                    else v
                    for k, v in row.items()
                }
                for i, row in enumerate(value)
            )


@lru_cache(maxsize=4)
def load_books(folder: Path = HERE) -> Books:
    """Read every book of a folder, but the LATE ones, long and seldom needed: those are left to `Books.late_table`."""
    entries: dict[str, Entry] = {}
    tables: dict[str, Any] = {}
    for path in sorted([*folder.glob("*.toml"), *(folder / TASK_FOLDER).glob("*.toml")]):
        if path.stem in LATE:
            continue
        read_book(folder, path, entries, tables)
    return Books(entries, tables, folder)


KEPT_OVERRIDES = 8
"""Sets of overrides remembered, so that what stages remember of the books outlives an edit elsewhere."""
LATE = frozenset({"deals", "asics", "health"})
"""Books that no plan reads: they would only slow its start."""


def read_book(folder: Path, path: Path, entries: dict[str, Entry], tables: dict[str, Any]) -> None:
    """Add one book file to the entries and tables."""
    with path.open("rb") as stream:
        raw = tomllib.load(stream)
    sources = raw.pop("sources", {})
    name = path.relative_to(folder).with_suffix("").as_posix()
    _walk(name, raw, sources, entries, tables)
