"""How far a search has come, in words."""

from __future__ import annotations

import pytest

from planner.optimise import Progress
from planner.optimise.words import progress_line


@pytest.mark.parametrize(
    ("objective", "sought"),
    [("rfs", ""), ("halls", "1,234,567 USD x days, "), ("peaks", "1,234,567 units at crews' peaks, ")],
)
def test_what_is_sought_stands_first(objective, sought):
    line = progress_line(Progress(2.5, 1200, 761, 754, 1_234_567.0), objective)
    assert line == f"   2.5 s  {sought}761 days, proven bound 754, 1,200 plans"
