"""Figures and problems of a plant's failure cases: how it is loaded, in service and with a part lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from planner.model.address import format_address
from planner.model.problem import Problem
from planner.sizing.failure import failure_cases, worst_failure
from planner.sizing.plant import Limits, shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.sizing.failure import FailureCase, Plant
    from planner.sizing.figures import Sheet

OF_ITS_RATING = Limits(1.0, 1.0)
"""Of plant whose book rating is already what it may carry."""


class Loaded(NamedTuple):
    """A plant with its load, and what its loadings are made of."""

    plant: Plant
    load_kw: float
    limits: Limits
    uses: tuple[str, ...]
    """Book entries of the rating and the limits."""
    needs: tuple[str, ...]
    """Figures of the load and the count, and the redundancy in the file."""


def put_loading(sheet: Sheet, loaded: Loaded) -> tuple[FailureCase, ...]:
    """Publish `X_loading`, `X_failure_loading` (shares of rating) and `X_load_lost_kw` of plant X; returns its cases.

    The failure figures are of the worst loss among the cases: the one that loses most load, else the one
    that loads the rest most.

    Source: `planner.sizing.failure`.
    """
    name = loaded.plant.name
    cases = failure_cases(loaded.plant, loaded.load_kw, *loaded.limits)
    worst = worst_failure(cases)
    if worst is None:
        sheet.zero("share", "no load", f"{name}_loading", f"{name}_failure_loading", needs=loaded.needs)
        sheet.zero("kW", "no load", f"{name}_load_lost_kw", needs=loaded.needs)
        return cases
    uses, needs, healthy = loaded.uses, loaded.needs, cases[0]
    sheet.put(f"{name}_loading", healthy.loading, "share of rating", healthy.basis, uses, needs)
    basis = f"{worst.case}: {worst.basis}"
    sheet.put(f"{name}_failure_loading", worst.loading, "share of rating", basis, uses, needs)
    basis = f"{worst.case}: {shown(loaded.load_kw)} - {shown(worst.served_kw)} served at {worst.permitted:g} of rating"
    sheet.put(f"{name}_load_lost_kw", worst.lost_load_kw, "kW", basis, uses, needs)
    return cases


def redundancy_problems(hall: str, cases: Iterable[FailureCase]) -> list[Problem]:
    """F-REDUNDANCY: a case that the redundancy promises to hold and that does not, with the nearest load that does.

    Counts that sizing itself makes never lead to it (`tests/property/test_failure.py`), unless a book
    figure says that a unit carries nothing.
    """
    found = []
    for case in cases:
        if case.required and not case.holds:
            total = case.served_kw + case.lost_load_kw
            message = (
                f"{case.case}: {case.remaining_units} units carry {case.served_kw:,.0f} of {total:,.0f} kW at "
                f"{case.permitted:g} of their rating ({case.basis}): at most {case.served_kw:,.0f} kW may hang on them"
            )
            key = format_address(("hall", hall, "redundancy", case.plant))
            found.append(Problem("F-REDUNDANCY", key, message, value=case.plant, severity="failure"))
    return found
