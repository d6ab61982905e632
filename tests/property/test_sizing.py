"""Laws of sizing over sizes, platforms, weather, supply temperatures and redundancy."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.books import load_books
from planner.model.facility import Facility
from planner.sizing import size

if TYPE_CHECKING:
    from planner.sizing.result import HallSizing, Sizing

BOOKS = load_books()
RATIOS = {"unused_it_kw", "pue_design", "pue_mean", "rack_kw", "rack_weight_kg", "slab_required_kpa"}
SHARES = ("_loading", "_load_lost_kw")
"""Figures of how plant is loaded: more of it is loaded less."""
FORMS = ("N", "N+1", "N+2", "2N", "2N+1", "2(N+1)", "4N/3", "N+1B")
LADDERS = (
    ("N", "N+1", "N+2", "2N+1", "2(N+1)"),
    ("N", "N+1", "2N", "2N+1"),
    ("N", "N+1", "N+1B", "N+2B"),
    ("N+1", "4N/3"),
    ("N+2", "N+2B"),
)
"""Each form is more than the one before. N+2 and 2N are not: of plant of which one unit carries all, N+2 has three and outlives two losses, 2N has two."""
HGX = st.sampled_from(["hgx-h100", "hgx-h200", "hgx-b200"])
PLATFORMS = st.sampled_from(["hgx-h100", "hgx-h200", "hgx-b200", "gb200-nvl72"])
MW = st.floats(0.05, 300)
DEGREES = st.floats(-30, 50)
SUPPLY = st.none() | st.floats(15, 45)
REJECTION = st.sampled_from([None, "dry", "adiabatic", "chilled"])


def sized(
    mw: float,
    platform: str,
    cooling: str,
    degrees: float = 35.0,
    supply: float | None = None,
    rejection: str | None = None,
    redundancy: dict[str, str] | None = None,
    altitude_m: float = 0.0,
    grid_mw: float = 1000.0,
) -> Sizing:
    return size(
        Facility.model_validate(
            {
                "project": {"start": "2027-01-04"},
                "grid": {"capacity_mw": grid_mw},
                "climate": {"design_dry_bulb_c": degrees, "altitude_m": altitude_m, "source": "test"},
                "hall": [
                    {
                        "id": "h",
                        "existing_mw": 30,
                        "redundancy": redundancy or {},
                        "ai": {
                            "platform": platform,
                            "critical_it_mw": mw,
                            "cooling": cooling,
                            "supply_c": supply,
                            "rejection": rejection,
                        },
                    }
                ],
                "transformer": [{"id": "p", "kind": "pad", "rating_mva": 1.5, "count": 7}],
            }
        ),
        BOOKS,
    )


REUSED = "_reused"
"""What stands is spread over more sides or blocks, each filled for itself: fewer may spare a whole unit. New ones never fall."""


def never_less(more: HallSizing, less: HallSizing) -> None:
    for key, figure in less.figures.items():
        if key not in RATIOS and not key.endswith((*SHARES, REUSED)):
            assert more[key] >= figure.value - 1e-6, key


@given(MW, HGX, DEGREES, SUPPLY, REJECTION, st.sampled_from(FORMS), st.floats(0, 4000))
@settings(max_examples=300, deadline=None)
def test_liquid_never_adds_air_units_or_mechanical_load(
    mw: float,
    platform: str,
    degrees: float,
    supply: float | None,
    rejection: str | None,
    redundancy: str,
    altitude_m: float,
) -> None:
    spare = {"cdu": redundancy, "cooling": redundancy}
    air, liquid = (
        sized(mw, platform, c, degrees, supply, rejection, spare, altitude_m).halls[0]
        for c in ("air", "liquid")
    )
    assert air["cdus"] == air["coolant_flow_lpm"] == 0
    assert liquid["cdus"] > 0
    assert liquid["coolant_flow_lpm"] > 0
    assert liquid["nodes"] == air["nodes"]
    for key in ("fan_walls", "air_chillers", "mechanical_kw", "mechanical_mean_kw", "air_heat_kw", "racks"):
        assert liquid[key] <= air[key] + 1e-6, key


@given(MW, PLATFORMS, st.sampled_from(["air", "liquid"]), DEGREES, REJECTION)
@settings(max_examples=150, deadline=None)
def test_ten_megawatts_more_never_need_less(
    mw: float, platform: str, cooling: str, degrees: float, rejection: str | None
) -> None:
    cooling = "liquid" if platform == "gb200-nvl72" else cooling
    less, more = (sized(m, platform, cooling, degrees, None, rejection) for m in (mw, mw + 10))
    never_less(more.halls[0], less.halls[0])
    for key, figure in less.site.items():
        assert key.endswith(SHARES) or more.site[key].value >= figure.value - 1e-6, key
    bought = {(line.item, line.hall): line.quantity for line in more.lines}
    for line in less.lines:
        assert bought[line.item, line.hall] >= line.quantity - 1e-6


@given(
    st.floats(0.02, 100),
    PLATFORMS,
    st.sampled_from(["ups", "genset", "transformer", "cdu", "cooling"]),
    DEGREES,
    REJECTION,
    st.sampled_from(LADDERS),
)
@settings(max_examples=150, deadline=None)
def test_more_redundancy_never_buys_less(
    mw: float, platform: str, subsystem: str, degrees: float, rejection: str | None, ladder: tuple[str, ...]
) -> None:
    steps = [sized(mw, platform, "liquid", degrees, None, rejection, {subsystem: r}).halls[0] for r in ladder]
    for less, more in pairwise(steps):
        never_less(more, less)


@given(PLATFORMS, st.floats(-30, 49), st.floats(0.1, 20), SUPPLY, REJECTION)
@settings(max_examples=150, deadline=None)
def test_hotter_weather_never_raises_capacity(
    platform: str, degrees: float, hotter: float, supply: float | None, rejection: str | None
) -> None:
    def possible(at: float) -> float:
        steps = sized(20, platform, "liquid", at, supply, rejection, grid_mw=50).waterfall
        return next(s.running_mw for s in steps if s.step == "redundancy")

    assert possible(degrees + hotter) <= possible(degrees) + 1e-9


@given(MW, PLATFORMS, DEGREES, st.floats(1, 500))
@settings(max_examples=100, deadline=None)
def test_waterfall_sums_and_tells_what_does_not_fit(
    mw: float, platform: str, degrees: float, grid_mw: float
) -> None:
    found = sized(mw, platform, "liquid", degrees, grid_mw=grid_mw)
    running = 0.0
    for step in found.waterfall:
        running += step.delta_mw
        assert step.running_mw == pytest.approx(running, abs=1e-9)
    limited = any(p.code == "F-GRID-LIMIT" for p in found.problems)
    assert limited == (found.waterfall[-1].running_mw < -1e-6)
    hall = found.halls[0]
    assert hall["it_nameplate_kw"] <= hall["critical_it_kw"] + 1e-6
    if not limited:
        assert hall["grid_draw_kw"] / 1000 <= grid_mw + 1e-6


@given(MW, HGX, st.sampled_from(["air", "liquid"]), DEGREES)
@settings(max_examples=50, deadline=None)
def test_h200_needs_what_h100_needs(mw: float, platform: str, cooling: str, degrees: float) -> None:
    one, other = (sized(mw, p, cooling, degrees).halls[0] for p in ("hgx-h100", "hgx-h200"))
    assert {k: f.value for k, f in one.figures.items()} == {k: f.value for k, f in other.figures.items()}
