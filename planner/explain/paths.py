"""What figures of the JSON plan are called here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.explain.sizing import slug
from planner.model.address import format_address
from planner.model.own_work import TimingModel

if TYPE_CHECKING:
    from collections.abc import Iterator

PREFIXES = (
    ("sizing.electrical.", "sizing."), ("sizing.cooling.", "sizing."), ("sizing.building.", "sizing."), ("sizing.halls.", "sizing."),
    ("sizing.network.halls.", "sizing."), ("sizing.site.figures.", "sizing.site."), ("sizing.waterfall.", "waterfall."),
    ("tenant_checks.", "tenant."), ("capex_lines.", "capex."), ("it_capex_lines.", "it_capex."),
)  # fmt: skip
"""Where the JSON plan has a family, and what it is called here."""
HALL = {
    "capex_usd": "capex.{}.total", "it_capex_usd": "it_capex.{}.total", "rfs_day": "halls.{}.rfs_date", "months_to_rfs": "halls.{}.rfs_date",
    "critical_it_mw": "sizing.{}.critical_it_kw", "nodes": "sizing.{}.nodes", "gpus": "sizing.{}.gpus", "racks": "sizing.{}.racks",
}  # fmt: skip
"""Columns of `halls[]`."""
PARTS = frozenset(
    {"low", "likely", "high", "value", "quantity", "unit_price", "class", "estimate_class", "delta_mw", "running_mw",
     "price_date", "price_source", "cost_usd", "days", "has", "wanted", "status", "capex_avoided", "avoided_usd", "refurbish_usd",
     "time_avoided_days", "order_by_day", "needed_on_site_day", "start_day", "finish_day", "early_start_day", "early_finish_day",
     "late_start_day", "late_finish_day", "duration_days"}
)  # fmt: skip
"""Parts of a figure, which the figure's own explanation tells."""
GIVEN = frozenset(TimingModel.model_fields)
"""Columns of `tasks[]` that the file gives, in the task's own table or in `[[adjust]]`."""
TWINS = {"duration_days": "duration", "order_by_day": "order_by", "needed_on_site_day": "needed_on_site"}


def readings(asked: str) -> Iterator[str]:
    """Names that a path may mean, the likeliest first."""
    yield asked
    text = asked.replace(".figures.", ".")
    for start, short in PREFIXES:
        if text.startswith(start):
            text = short + text[len(start) :]
            yield text
    if text.startswith("waterfall."):
        yield f"waterfall.{slug(text.removeprefix('waterfall.').removesuffix('.delta_mw').removesuffix('.running_mw'))}"
    if text.startswith("halls."):
        hall, _, column = text.removeprefix("halls.").partition(".")
        if column.split(".")[0] in HALL:
            yield HALL[column.split(".")[0]].format(hall)
    before, _, last = text.rpartition(".")
    if last in GIVEN and before.startswith("tasks."):
        for table in ("task", "adjust"):
            yield format_address((table, before.removeprefix("tasks."), last))
    if text == "data_date":
        yield "project.data_date"
    while before and last in PARTS:
        if last in TWINS:
            yield f"{before}.{TWINS[last]}"
        if last.endswith("_day"):
            yield f"{before}.{last.removesuffix('_day')}"
        yield before
        before, _, last = before.rpartition(".")
