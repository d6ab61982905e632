"""Make a baseline of a plan and keep it beside the facility file."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

from planner.baseline.place import KEY, baseline_path, baselines_folder
from planner.baseline.progress import progress_of
from planner.baseline.result import Baseline, BaselineHall, BaselineTask
from planner.fingerprint import books_hash, facility_hash
from planner.io.version import PLANNER_VERSION
from planner.io.write import write_new
from planner.model.problem import InputError, Problem
from planner.schedule.dates import finish_date, start_date

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from planner.pipeline import Plan

HEAD = "# A plan's dates and money as `planner baseline` kept them; `planner plan FILE --baseline NAME` compares.\n"


def baseline_of(plan: Plan, name: str, made_on: date | None = None) -> Baseline:
    """The planned dates and the money of a plan. `made_on` is the day on which it is kept: a plan knows no today.

    Raises:
        ValidationError: The name is none.
    """
    schedule, cost = plan.schedule, plan.estimate.task_cost
    first = plan.project_start
    columns = zip(schedule.tasks, schedule.duration, schedule.start, schedule.finish, strict=True)
    return Baseline(
        name=name,
        planner=PLANNER_VERSION,
        facility_hash=facility_hash(plan.facility),
        books_hash=books_hash(plan.books),
        scenario=plan.scenario,
        made_on=made_on,
        data_date=progress_of(plan).data_date,
        project_start=first,
        project_finish=plan.project_finish,
        capex_usd=cents(plan.estimate.capex.likely),
        hall=tuple(
            BaselineHall(id=hall, rfs_date=plan.day(day)) for hall, day in sorted(plan.hall_rfs_day.items())
        ),
        task=tuple(
            BaselineTask(
                id=task.id,
                name=task.name,
                duration_days=days,
                start=start_date(first, start),
                finish=finish_date(first, start, finish),
                cost_usd=cents(cost.get(task.id, 0.0)) or 0.0,
            )
            for task, days, start, finish in columns
        ),
    )


def write_baseline(facility: Path, baseline: Baseline, *, force: bool = False) -> Path:
    """Keep a baseline beside a facility file, whole or not at all, and tell where.

    Raises:
        InputError: One of this name exists and `force` is not given, or it cannot be written.
    """
    path = baseline_path(facility, baseline.name)
    folder = baselines_folder(facility)
    try:
        folder.mkdir(exist_ok=True)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        message = f"cannot be made: {reason}; baselines lie in this folder"
        raise InputError([Problem("E-FILE", KEY, message, file=str(folder), line=1)]) from None
    write_new(path, baseline_text(baseline).encode(), force=force)
    return path


def baseline_text(baseline: Baseline) -> str:
    """TOML with a line per hall and task, so that two baselines can be compared by eye."""
    content = baseline.model_dump(exclude={"name", "hall", "task"}, exclude_none=True)
    lines = [f"{key} = {_value(value)}" for key, value in content.items()]
    for table, members in (("hall", baseline.hall), ("task", baseline.task)):
        lines += [f"{table} = [", *_rows(members), "]"]
    return HEAD + "\n".join(lines) + "\n"


def _rows(members: tuple[BaselineHall, ...] | tuple[BaselineTask, ...]) -> Iterator[str]:
    for member in members:
        pairs = ", ".join(f"{key} = {_value(value)}" for key, value in member)
        yield f"  {{ {pairs} }},"


def _value(value: Any) -> str:
    if isinstance(value, str):
        # What JSON leaves as it is and TOML does not allow.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return repr(value) if isinstance(value, (int, float)) else str(value)


def cents(amount: float) -> float | None:
    """An amount to the cent; None for what no figure can hold."""
    return round(amount, 2) + 0.0 if math.isfinite(amount) else None
