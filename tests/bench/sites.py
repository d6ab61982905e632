"""`python -m tests.bench.sites`: the README's table of what the shipped sites' plans say."""

from __future__ import annotations

from pathlib import Path

from planner.io.read import read_facility
from planner.pipeline import plan

ROOT = Path(__file__).parents[2]


def main() -> None:
    """Print one Markdown row per shipped site."""
    print(
        "| site | start | MW IT | months to first hall | months to last | capex low / likely / high, M$/MW |"
    )
    print("|---|---|---|---|---|---|")
    for path in sorted((ROOT / "facilities").glob("*.toml")):
        made = plan(read_facility(path).facility)
        mw = made.critical_it_mw or 0.0
        first = min(made.hall_rfs_day.values()) / 30.4375
        money = " / ".join(f"{usd / mw / 1e6:.1f}" for usd in made.estimate.capex)
        print(
            f"| {made.name} | {made.project_start} | {mw:.0f} | {first:.1f} | {made.months_to_rfs:.1f} | {money} |"
        )


if __name__ == "__main__":
    main()
