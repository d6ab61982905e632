"""Which figures an explanation begins with, by what is in front."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.explain.words import HEADLINES
from planner.model.address import format_address
from planner.tui.screens.site import SiteScreen

if TYPE_CHECKING:
    from textual.screen import Screen

    from planner.pipeline import Plan


def start_of(screen: Screen[Any], plan: Plan) -> tuple[str, list[str]]:
    """Title and names: of the field or hall on Site, of the task under the cursor, else of the site."""
    cursor = getattr(screen, "cursor_id", None)
    task = cursor() if cursor is not None else None
    if task is not None:
        return f"task {task}", [f"tasks.{task}", f"tasks.{task}.duration"]
    if isinstance(screen, SiteScreen):
        spot = screen.query_one("#tree").spot  # type: ignore[attr-defined]
        hall = next((h for h in plan.sizing.halls if spot is not None and h.hall == spot.hall), None)
        if hall is not None:
            return hall.name or hall.hall, [*_field(screen), *_of_hall(hall.hall, list(hall.figures))]
        return "the site", [*_field(screen), *_of_site(plan)]
    return "the site", _of_site(plan)


def _field(screen: SiteScreen) -> list[str]:
    """The field that has the focus: what depends on it."""
    row = screen.form.focused_row if screen.form is not None else None
    return [format_address(row.spec.address)] if row is not None else []


def _of_hall(hall: str, figures: list[str]) -> list[str]:
    totals = [f"capex.{hall}.total", f"it_capex.{hall}.total"]
    return [f"halls.{hall}.rfs_date", *totals, *(f"sizing.{hall}.{key}" for key in figures)]


def _of_site(plan: Plan) -> list[str]:
    from planner.explain.sizing import slug

    steps = [f"waterfall.{slug(step.step)}" for step in plan.sizing.waterfall]
    return [*HEADLINES, *steps, *(f"sizing.site.{key}" for key in plan.sizing.site)]
