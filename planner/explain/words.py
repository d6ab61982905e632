"""How facts are written for a person, and which ones to begin with."""

from __future__ import annotations

from planner.model.problem import literal

HEADLINES = (
    "rfs_date", "first_rfs_date", "months_to_rfs", "project_finish", "critical_it_mw", "capex_usd", "capex_usd_per_mw", "it_capex_usd",
)  # fmt: skip


def shown(value: object, unit: str = "") -> str:
    """A value with its unit: as many digits as it needs, never rounded past four significant ones."""
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        text = f"{value:,.2f}".rstrip("0").rstrip(".") if abs(value) >= 100 else f"{value:,.6g}"
    elif isinstance(value, int):
        text = f"{value:,}"
    else:
        text = str(value)
    return literal(f"{text} {unit}".strip())
