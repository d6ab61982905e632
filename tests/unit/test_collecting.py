"""Garbage is collected when it is due, and by its age."""

from __future__ import annotations

import gc

import pytest

from planner.tui import collecting


@pytest.mark.parametrize(
    ("counts", "age"),
    [
        ((collecting.YOUNG - 1, 999, 999), None),
        ((collecting.YOUNG, 0, 0), 0),
        ((collecting.YOUNG, collecting.OLDER + 1, 0), 1),
        ((collecting.YOUNG, 0, collecting.OLDEST + 1), 2),
    ],
)
def test_what_is_due_is_collected(
    monkeypatch: pytest.MonkeyPatch, counts: tuple[int, int, int], age: int | None
) -> None:
    collected = []
    monkeypatch.setattr(gc, "get_count", lambda: counts)
    monkeypatch.setattr(gc, "collect", collected.append)
    assert collecting.collect_idle() == age
    assert collected == ([] if age is None else [age])
