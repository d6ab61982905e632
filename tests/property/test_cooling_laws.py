"""Laws of heat rejection and noise over weather, supply, ways of rejection and size."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.books import load_books
from planner.model.facility import Facility
from planner.sizing import size
from planner.sizing.noise import combined_db
from tests.property.test_sizing import RATIOS, SHARES

if TYPE_CHECKING:
    from planner.sizing.result import Sizing

BOOKS = load_books()
LAW = settings(max_examples=150, deadline=None)
HGX = st.sampled_from(["hgx-h100", "hgx-h200", "hgx-b200"])
COOLING = st.sampled_from(["air", "liquid"])
REJECTION = st.sampled_from([None, "dry", "adiabatic", "chilled"])
WAY = st.sampled_from([None, "chilled", "dx", "evaporative", "outside"])
DEGREES = st.floats(-30, 49)
SUPPLY = st.none() | st.floats(15, 45)
MW = st.floats(0.1, 200)


def sized(
    mw: float, platform: str, cooling: str, dry_c: float, wet_c: float | None = None, **ai: Any
) -> Sizing:
    climate = {"design_dry_bulb_c": dry_c, "source": "test"}
    if wet_c is not None:
        climate["design_wet_bulb_c"] = wet_c
    wanted = {"platform": platform, "critical_it_mw": mw, "cooling": cooling, **ai}
    raw = {
        "project": {"start": "2027-01-04"},
        "grid": {"capacity_mw": 1000},
        "climate": climate,
        "hall": [{"id": "h", "existing_mw": 30, "ai": wanted}],
    }
    return size(Facility.model_validate(raw), BOOKS)


@LAW
@given(HGX, COOLING, DEGREES, st.floats(0.01, 20), SUPPLY, REJECTION, WAY)
def test_hotter_never_lowers_mechanical_power_nor_raises_capacity(
    platform: str,
    cooling: str,
    dry_c: float,
    hotter: float,
    supply: float | None,
    rejection: str | None,
    way: str | None,
) -> None:
    ai = {"supply_c": supply, "rejection": rejection, "air_rejection": way}
    cool, hot = (sized(20, platform, cooling, t, **ai) for t in (dry_c, dry_c + hotter))
    for key in (
        "mechanical_kw",
        "trim_duty_kw",
        "grid_draw_kw",
        "pue_design",
        "cooler_water_c",
        "air_supply_c",
    ):
        assert hot.halls[0][key] >= cool.halls[0][key] - 1e-6, key
    failed = [any(p.code == "F-AIR-INLET" for p in s.problems) for s in (cool, hot)]
    assert failed[1] or not failed[0]


@LAW
@given(HGX, DEGREES, st.floats(15, 45), st.floats(15, 45), REJECTION)
def test_warmer_supply_never_adds_trim(
    platform: str, dry_c: float, one: float, other: float, rejection: str | None
) -> None:
    cold, warm = (
        sized(20, platform, "liquid", dry_c, supply_c=s, rejection=rejection).halls[0]
        for s in sorted((one, other))
    )
    for key in ("trim_duty_kw", "trim_chillers", "mechanical_kw"):
        assert warm[key] <= cold[key] + 1e-6, key
    assert warm["fws_supply_c"] >= cold["fws_supply_c"]


@LAW
@given(MW, HGX, DEGREES, SUPPLY, REJECTION, WAY)
def test_air_to_liquid_never_adds_air_units(
    mw: float, platform: str, dry_c: float, supply: float | None, rejection: str | None, way: str | None
) -> None:
    """Mechanical power too, but for outside air: a hall without compressors draws less than trim chillers do."""
    ai = {"supply_c": supply, "rejection": rejection, "air_rejection": way}
    air, liquid = (sized(mw, platform, c, dry_c, **ai).halls[0] for c in ("air", "liquid"))
    for key in ("fan_walls", "air_chillers", "dx_units", "outside_air_kw", "chilled_air_kw", "air_heat_kw"):
        assert liquid[key] <= air[key] + 1e-6, key
    if way in (None, "chilled", "dx"):
        assert liquid["mechanical_kw"] <= air["mechanical_kw"] + 1e-6


@LAW
@given(MW, HGX, COOLING, DEGREES, st.floats(0, 25), REJECTION, WAY)
def test_ten_megawatts_more_never_reduce_plant_water_or_noise(
    mw: float,
    platform: str,
    cooling: str,
    dry_c: float,
    depression: float,
    rejection: str | None,
    way: str | None,
) -> None:
    ai = {"rejection": rejection, "air_rejection": way}
    less, more = (sized(m, platform, cooling, dry_c, dry_c - depression, **ai) for m in (mw, mw + 10))
    for key, figure in less.halls[0].figures.items():
        if key not in RATIOS and not key.endswith(SHARES):
            assert more.halls[0][key] >= figure.value - 1e-6, key
    for key, figure in less.site.items():
        assert more.site[key].value >= figure.value - 1e-6, key


@LAW
@given(DEGREES, st.floats(0, 25), st.floats(0, 25))
def test_drier_air_never_warms_pads_nor_saves_water(dry_c: float, one: float, other: float) -> None:
    humid, dry = (
        sized(20, "hgx-h100", "liquid", dry_c, dry_c - d, rejection="adiabatic", air_rejection="evaporative")
        for d in sorted((one, other))
    )
    for key in ("air_supply_c", "cooler_air_c", "trim_duty_kw", "mechanical_kw"):
        assert dry.halls[0][key] <= humid.halls[0][key] + 1e-6, key
    for key in ("water_peak_m3_per_h", "water_m3_per_year"):
        assert dry.halls[0][key] >= humid.halls[0][key] - 1e-6, key


@LAW
@given(st.lists(st.tuples(st.integers(0, 500), st.floats(40, 120)), max_size=5), st.floats(40, 120))
def test_another_source_never_quietens(levels: list[tuple[int, float]], louder: float) -> None:
    before, after = combined_db(levels), combined_db([*levels, (1, louder)])
    assert after >= max(before, louder) - 1e-9
    assert after <= max(before, louder) + 3.0103
