"""`python -m tests.bench.density`: the README's table of halls of many sizes, platform by platform, on a made-up site."""

from __future__ import annotations

from functools import cache

from planner.model.facility import Facility
from planner.pipeline import Plan, plan

PLATFORMS = ("hgx-h100", "hgx-h200", "hgx-b200", "gb200-nvl72")
SIZES_MW = (1, 5, 20, 60, 150)
AIR_PLATFORMS = ("hgx-h100", "hgx-h200", "hgx-b200")
"""Platforms that air can cool; the NVL72 rack has no air form."""
AIR_ROW_MW = 20
LIQUID = [(platform, mw, "liquid") for platform in PLATFORMS for mw in SIZES_MW]
AIR = [(platform, mw, "air") for platform in AIR_PLATFORMS for mw in SIZES_MW]
ROWS = [
    *((p, mw, c) for p, mw, c in LIQUID),
    *((p, mw, c) for p, mw, c in AIR if mw == AIR_ROW_MW),
]
HEADINGS = (
    "platform", "MW IT", "cooling", "nodes", "GPUs", "racks", "kW per rack", "m²", "compute switches",
    "coolant, L/min", "UPS modules", "gensets", "PUE at design", "M$/MW", "months to RFS",
)  # fmt: skip


def made_up_site(platform: str, mw: float, cooling: str) -> Facility:
    """A new hall on open ground, in temperate weather, on a grid of twice the MW that it lets."""
    return Facility.model_validate(
        {
            "site": {"name": "Made up", "region": "US-TX"},
            "project": {"start": "2026-01-05"},
            "grid": {"capacity_mw": 2 * mw + 10, "voltage_kv": 138},
            "climate": {
                "design_dry_bulb_c": 35,
                "design_wet_bulb_c": 24,
                "mean_dry_bulb_c": 12,
                "altitude_m": 200,
                "source": "made up",
            },
            "hall": [
                {
                    "id": "h1",
                    "name": "Hall",
                    "kind": "new-build",
                    "existing_mw": 0,
                    "ai": {"platform": platform, "critical_it_mw": mw, "cooling": cooling},
                }
            ],
        }
    )


@cache
def density_plan(platform: str, mw: float, cooling: str) -> Plan:
    """The whole plan of such a site, made once."""
    return plan(made_up_site(platform, mw, cooling))


def row(platform: str, mw: float, cooling: str) -> tuple[str, ...]:
    """One row of the table."""
    made = density_plan(platform, mw, cooling)
    hall = made.sizing.halls[0]
    whole = ("nodes", "gpus", "racks")
    plant = ("area_required_m2", "compute_switches", "coolant_flow_lpm", "ups_modules", "gensets")
    return (
        platform,
        f"{mw:g}",
        cooling,
        *(f"{hall[key]:,.0f}" for key in whole),
        f"{hall['rack_kw']:.1f}",
        *(f"{hall[key]:,.0f}" for key in plant),
        f"{hall['pue_design']:.2f}",
        f"{(made.capex_usd_per_mw or 0.0) / 1e6:.1f}",
        f"{made.months_to_rfs or 0.0:.1f}",
    )


def main() -> None:
    """Print the table in Markdown."""
    print(f"| {' | '.join(HEADINGS)} |")
    print(f"|{'---|' * len(HEADINGS)}")
    for case in ROWS:
        print(f"| {' | '.join(row(*case))} |")


if __name__ == "__main__":
    main()
