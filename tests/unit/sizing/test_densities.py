"""Densities of whole plans, 1 to 150 MW of every platform, within bounds whose reason stands beside them.

Sources name entries of the project's fact sheet (reference/engineering.toml), with the page that each cites.
"""

from __future__ import annotations

import pytest

from tests.bench.density import AIR, AIR_PLATFORMS, LIQUID, PLATFORMS, SIZES_MW, density_plan

CASES = LIQUID + AIR
EXPECTED = {"W-UFM", "W-NOISE"}
"""What a person must expect here: whole units leave no port for the fabric manager; 150 MW hum past the book's fence.

No failure is expected, late orders neither: nothing on a new site is needed before it can be ordered.
"""
COUNTS = (
    "nodes", "gpus", "racks", "compute_racks", "area_required_m2", "units", "compute_switches", "fabric_cables",
    "storage_switches", "oob_switches", "ups_modules", "battery_cabinets", "gensets", "transformers", "mv_sections",
    "cdus", "coolant_flow_lpm", "dry_coolers", "chillers", "fan_walls", "mechanical_kw", "grid_draw_kw", "fuel_m3",
)  # fmt: skip


def hall_of(case: tuple[str, float, str]):
    return density_plan(*case).sizing.halls[0]


@pytest.mark.parametrize("case", CASES)
def test_the_plan_stands_without_a_failure(case: tuple[str, float, str]) -> None:
    made = density_plan(*case)
    assert [p for p in made.problems if p.severity != "warning"] == []
    assert {p.code for p in made.problems} <= EXPECTED
    assert made.rfs_date is not None


@pytest.mark.parametrize("case", CASES)
def test_nodes_take_what_network_and_storage_leave(case: tuple[str, float, str]) -> None:
    """Compute network 4-9 % of an H100 node's power (network.rules.fabric_power_share), storage and management 3-5 %.

    So beside 1 kW of nodes stand 0.07 to 0.14 kW, in proportion to 400G ports per kW: H100 8 / 10.2, B200 8 / 14.3,
    NVL72 72 / 132. What stays unused is less than one node, with the leaves that the first node of a unit brings.
    """
    node_kw, ports = {"hgx-b200": (14.3, 8), "gb200-nvl72": (132.0, 72)}.get(case[0], (10.2, 8))
    hall, network = hall_of(case), ports / node_kw / (8 / 10.2)
    share = hall["nodes"] * node_kw / hall["it_nameplate_kw"]
    assert 1 / (1 + 0.14 * network) <= share <= 1 / (1 + 0.07 * network)
    assert 0 <= hall["unused_it_kw"] <= 1.14 * node_kw + 20 * ports / 8 * 1.294


@pytest.mark.parametrize("case", CASES)
def test_kw_per_rack(case: tuple[str, float, str]) -> None:
    """Air: 4 H100 nodes are 41 kW; 30 kW is the economic limit and 50 the physical (mp-is.eu, compute.liquid.air_limit_*).

    Liquid HGX: beyond what air carries, within an NVL72's. NVL72: 120 kW nominal (awesomeagents.ai), 132 from its
    power shelves (introl.com), so 120 to 140.
    """
    platform, _, cooling = case
    low, high = (25, 50) if cooling == "air" else (120, 140) if platform == "gb200-nvl72" else (50, 140)
    assert low <= hall_of(case)["rack_kw"] <= high


@pytest.mark.parametrize("case", LIQUID)
def test_coolant_per_kw(case: tuple[str, float, str]) -> None:
    """1.25 to 2.0 L/min per kW of liquid heat: the OCP guideline (prophetstor.com, compute.liquid.flow_lpm_per_kw)."""
    hall = hall_of(case)
    assert 1.25 <= hall["coolant_flow_lpm"] / hall["liquid_heat_kw"] <= 2.0


@pytest.mark.parametrize("case", CASES)
def test_square_metres_per_megawatt(case: tuple[str, float, str]) -> None:
    """120 to 465 m2 per MW: dense liquid halls to Sabre56's 5,000 ft2 per MW (building.space.gross_m2_per_mw_dlc)."""
    assert 120 <= hall_of(case)["area_required_m2"] / case[1] <= 465


@pytest.mark.parametrize("case", CASES)
def test_switches_per_unit_within_what_a_fat_tree_needs(case: tuple[str, float, str]) -> None:
    """Ports / 64 x 3 with two tiers, x 5 with three; per unit of 32 nodes x 8 or 8 racks x 72 ports.

    Of a unit of 256 ports 12 to 20, of one of 576 ports 27 to 45. NVIDIA's 16 units have 320 switches, 20 each
    (network.superpod_b200_larger), its 4 have 48, 12 each (network.superpod_h100).
    """
    hall = hall_of(case)
    ports = 576 if case[0] == "gb200-nvl72" else 256
    assert 3 * ports / 64 <= hall["compute_switches"] / hall["units"] <= 5 * ports / 64


@pytest.mark.parametrize(
    ("platform", "mw", "units", "switches"),
    [
        ("hgx-h100", 1, 3, 24 + 16),
        ("hgx-b200", 1, 2, 16 + 8),
        ("hgx-h100", 20, 55, 55 * 20),
        ("hgx-b200", 5, 10, 10 * 20),
    ],
)
def test_switches_of_the_vendor_tables(platform: str, mw: float, units: int, switches: int) -> None:
    """Rows of 2 and 3 units of NVIDIA's Table 4 (network.superpod_h100); above 8 units the 16-unit row, 320 / 16 = 20."""
    hall = hall_of((platform, mw, "liquid"))
    assert (hall["units"], hall["compute_switches"]) == (units, switches)


@pytest.mark.parametrize("case", CASES)
def test_ups_and_gensets_carry_their_load_and_little_more(case: tuple[str, float, str]) -> None:
    """N+1: never over 90 % in service (headroom, engineering practice), and at most two units above that."""
    hall = hall_of(case)
    for load, rating, unit in (
        (hall["ups_load_kw"], hall["ups_kw"], 1250),
        (hall["genset_load_kw"], hall["genset_kw"], 2750),
    ):
        assert load / 0.9 <= rating <= load / 0.9 + 2 * unit
        assert rating - unit >= load


@pytest.mark.parametrize("case", [c for c in CASES if c[1] >= 20])
def test_gensets_per_kw_of_it(case: tuple[str, float, str]) -> None:
    """1.25 to 1.9 kW of gensets per kW of IT: PUE 1.2-1.35, N+1, step loads (power.ai_hall.genset_installed_factor).

    Of small halls the spare unit alone is more: two of 2,750 kW for 1 MW.
    """
    assert 1.25 <= hall_of(case)["genset_kw"] / (case[1] * 1000) <= 1.9


@pytest.mark.parametrize("case", CASES)
def test_pue(case: tuple[str, float, str]) -> None:
    """Liquid 1.10 to 1.25 over the year; air 1.3 to 1.6 on the design day (aiinframap.com, power.pue).

    The made-up site is temperate, so that air, too, lies lower over the year; the industry's mean is 1.54 (Uptime 2025).
    """
    hall = hall_of(case)
    if case[2] == "liquid":
        assert 1.10 <= hall["pue_mean"] <= 1.25
    else:
        assert 1.3 <= hall["pue_design"] <= 1.6
    assert 1 < hall["pue_mean"] <= hall["pue_design"] <= 1.54


@pytest.mark.parametrize("case", CASES)
def test_usd_per_megawatt_of_halls_that_are_built(case: tuple[str, float, str]) -> None:
    """From 20 MW: among published conversions, 3.59 (Riot, AMD) to 13.16 M$/MW (Galaxy Helios), deals.toml.

    5 MW: below the dearest market, 15.0 (Cushman & Wakefield 2025, costs.benchmarks.cushman_range). 1 MW bears two gensets, chillers
    and coolers of least size, a fibre route and the site's security: no published project is as small, so all that is
    asked is that it costs less in all than 5 MW.
    """
    platform, mw, cooling = case
    made = density_plan(*case)
    assert made.capex_usd_per_mw is not None
    if mw == 1:
        assert made.estimate.capex.likely < density_plan(platform, 5, cooling).estimate.capex.likely
    else:
        assert 3.59e6 <= made.capex_usd_per_mw <= (13.16e6 if mw >= 20 else 15.0e6)


@pytest.mark.parametrize(("platform", "cooling"), sorted({(p, c) for p, _, c in CASES}))
def test_nothing_falls_with_megawatts(platform: str, cooling: str) -> None:
    plans = [density_plan(platform, mw, cooling) for mw in SIZES_MW]
    for key in COUNTS:
        counts = [made.sizing.halls[0][key] for made in plans]
        assert counts == sorted(counts), key
    for column in range(3):
        assert [p.estimate.capex[column] for p in plans] == sorted(p.estimate.capex[column] for p in plans)
    months = [made.months_to_rfs or 0.0 for made in plans]
    assert months == sorted(months)


@pytest.mark.parametrize("platform", AIR_PLATFORMS)
@pytest.mark.parametrize("mw", SIZES_MW)
def test_liquid_is_denser_and_draws_less_than_air(platform: str, mw: float) -> None:
    air, liquid = hall_of((platform, mw, "air")), hall_of((platform, mw, "liquid"))
    for key in ("racks", "area_required_m2", "mechanical_kw", "pue_design", "fan_walls"):
        assert liquid[key] <= air[key], key
    assert liquid["nodes"] == air["nodes"]


@pytest.mark.parametrize("mw", SIZES_MW)
def test_newer_platforms_put_more_kw_in_a_rack(mw: float) -> None:
    kw = [hall_of((platform, mw, "liquid"))["rack_kw"] for platform in PLATFORMS]
    assert kw == sorted(kw)
