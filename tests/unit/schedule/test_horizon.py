"""A plan that runs for decades says so: its figures hold for no such time."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.io.read import read_facility
from planner.pipeline import plan

FACILITIES = Path(__file__).parents[3] / "facilities"


def _horizon(tmp_path: Path, days: int, cost: str) -> list[str]:
    path = tmp_path / "long.toml"
    path.write_text(
        "[project]\nstart = 2027-01-04\n"
        f'[[task]]\nid = "a"\nduration_days = {days}\ncalendar = "elapsed"\n{cost}\n'
    )
    return [str(p) for p in plan(read_facility(path).facility).problems if p.code == "W-HORIZON"]


def test_twenty_years_are_the_most(tmp_path: Path) -> None:
    """20 x 365.25 = 7,305 days; 7,306 days after 2027-01-04 is 2047-01-05."""
    assert _horizon(tmp_path, 7305, "cost_usd = 5") == []
    (told,) = _horizon(tmp_path, 7306, "cost_usd = 5")
    assert "the plan ends 2047-01-05, 20 years later" in told


def test_a_network_without_costs_has_no_figures_that_age(tmp_path: Path) -> None:
    assert _horizon(tmp_path, 9000, "") == []


@pytest.mark.parametrize("name", ["teaching", "childress", "denton", "lake-mariner"])
def test_no_shipped_site_is_that_long(name: str) -> None:
    assert not [
        p for p in plan(read_facility(FACILITIES / f"{name}.toml").facility).problems if p.code == "W-HORIZON"
    ]
