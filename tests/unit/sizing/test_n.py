"""N is just enough, N+1 always one more at least: what the name says and what taking a unit out shows agree."""

from __future__ import annotations

import pytest

from planner.books import load_books
from planner.pipeline import plan
from tests.unit.sizing.sites import facility

BOOKS = load_books()
COUNTS = {"ups": "ups_modules", "genset": "gensets", "transformer": "transformers", "cdu": "cdus"}


@pytest.mark.parametrize("mw", [2, 10, 20, 50])
@pytest.mark.parametrize("plant", sorted(COUNTS))
def test_n_plus_one_buys_more_than_n(plant: str, mw: float) -> None:
    lean, spare = (plan(facility(mw, redundancy={plant: form}), BOOKS) for form in ("N", "N+1"))
    key = COUNTS[plant]
    assert spare.sizing.halls[0][key] > lean.sizing.halls[0][key]
    assert spare.estimate.capex.likely > lean.estimate.capex.likely
    if plant != "cdu":
        lost = next(
            c for c in lean.sizing.halls[0].failure_cases if (c.plant, c.case) == (plant, "one unit out")
        )
        assert lost.lost_load_kw > 0
        assert not lost.holds
