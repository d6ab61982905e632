"""Every entry of the books says where it comes from, and the code holds no engineering number of its own."""

from __future__ import annotations

import ast
import re
import tomllib
from typing import TYPE_CHECKING, Any

import pytest

from planner.books import HERE, BookError, load_books, read_entry

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PLANNER = HERE.parent
STAGES = ("sizing", "graph", "cost", "tenant")
BOOKS = sorted([*HERE.glob("*.toml"), *(HERE / "tasks").glob("*.toml")])
DATE = re.compile(r"^(read )?\d{4}(-(\d{2}|Q\d|H\d)(-\d{2})?)?$")
ORDINARY = {-1, 0, 1, 2, 3, 4, 10, 100, 1000, 60, 3600, 24, 8760, 365.25, 7, 5, 1_000_000}
"""Counts, powers of ten, conversions of time, days of a working and of a whole week."""
ROUNDING = 1e-5
"""Smaller numbers forgive the last bits of a float."""


def entries(table: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every table that holds a figure, wherever it stands in a book."""
    if isinstance(table, dict):
        if any(key in table for key in ("value", "likely")):
            yield path, table
        else:
            for key, value in table.items():
                yield from entries(value, f"{path}.{key}")
    elif isinstance(table, list):
        for i, value in enumerate(table):
            yield from entries(value, f"{path}[{i}]")


@pytest.mark.parametrize("book", BOOKS, ids=lambda p: p.stem)
def test_every_entry_has_unit_source_date_and_confidence(book: Path) -> None:
    raw = tomllib.loads(book.read_text("utf-8"))
    sources = raw.get("sources", {})
    for path, entry in entries({k: v for k, v in raw.items() if k != "sources"}, book.stem):
        for key in ("unit", "source", "as_of", "confidence"):
            assert str(entry.get(key, "")).strip(), f"{path} lacks {key}"
        assert entry["confidence"] in ("sourced", "derived", "judgement"), path
        assert DATE.match(str(entry["as_of"])), f"{path}: {entry['as_of']}"
        source = str(entry["source"])
        assert not source.startswith("@") or source[1:] in sources, f"{path}: {source}"


@pytest.mark.parametrize("missing", ["unit", "source", "as_of", "confidence"])
def test_an_entry_without_one_of_them_is_refused(missing: str) -> None:
    whole = {"value": 1, "unit": "m", "source": "a page", "as_of": "2026", "confidence": "sourced"}
    with pytest.raises(BookError, match=missing):
        read_entry("book.key", {k: v for k, v in whole.items() if k != missing}, {})


def test_what_is_sourced_names_a_page() -> None:
    bare = [
        e.key for e in load_books().entries.values() if e.confidence == "sourced" and "://" not in e.source
    ]
    assert bare == []


def numbers(tree: ast.AST) -> Iterator[tuple[int, float]]:
    """Numbers of a module that are neither cache sizes nor parts of a slice or of `round`."""
    skipped: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("lru_cache", "round", "range"):
            skipped |= {id(n) for n in ast.walk(node)}
        if isinstance(node, ast.Subscript):
            skipped |= {id(n) for n in ast.walk(node.slice)}
        if isinstance(node, ast.Constant) and type(node.value) in (int, float) and id(node) not in skipped:
            yield node.lineno, float(node.value)


ALLOWED = {
    "graph/own.py": {6},  # days of the week
    "sizing/cooling.py": {17, 27, 32, 40, 45},  # names of the ASHRAE classes, which are addresses of the book
    "sizing/hall.py": {0.005},  # two decimals of a ratio that a person types
}
"""Numbers that are no engineering figure, with the reason."""
BOOKKEEPING = re.compile(r"^[A-Z_]+ = \d")
"""Named sizes of memories and decimals of outputs."""


@pytest.mark.parametrize("stage", STAGES)
def test_no_stage_holds_an_engineering_constant(stage: str) -> None:
    found = []
    for module in sorted((PLANNER / stage).rglob("*.py")):
        text = module.read_text("utf-8")
        lines = text.splitlines()
        allowed = ORDINARY | ALLOWED.get(module.relative_to(PLANNER).as_posix(), set())
        for line, number in numbers(ast.parse(text)):
            if abs(number) < ROUNDING or number in allowed or BOOKKEEPING.match(lines[line - 1]):
                continue
            found.append(f"{module.name}:{line}: {number:g}")
    assert found == []


def test_a_bare_constant_is_seen() -> None:
    assert list(numbers(ast.parse("def pue(kw):\n    return kw * 1.25"))) == [(2, 1.25)]
