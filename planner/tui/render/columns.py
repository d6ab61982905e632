"""Columns of the task table: what each shows, what it sorts by, and which are kept where there is little room."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len

from planner.model.problem import literal
from planner.tui.render.numbers import money

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from planner.model.work import Relation, Task
    from planner.pipeline import Plan


def last_day(plan: Plan, index: int) -> date:
    """The day a person calls the finish: the last worked, or a milestone's own."""
    start, finish = plan.schedule.start[index], plan.schedule.finish[index]
    return plan.day(finish if start == finish else finish - 1)


def driver_words(plan: Plan, index: int) -> str:
    """Why a task starts when it does."""
    driver = plan.schedule.driver[index]
    by = literal(driver.by or "")
    match driver.kind:
        case "crew":
            return f"crew free: {by}"
        case "power":
            return f"megawatts free: {by}"
        case "constraint":
            return by
        case "actual":
            return "as reported"
        case "hammock":
            return f"with {by}"
        case "as_late_as_possible":
            return f"as late as {by} allows" if by else "as late as possible"
    if driver.relation is None:
        return driver.kind.replace("_", " ")
    return f"{relation_words(driver.relation)} {literal(driver.relation.predecessor)}"


def relation_words(relation: Relation) -> str:
    """`FS`, `SS+10`, `FF-2 elapsed`."""
    lag = f"{relation.lag_days:+d}" if relation.lag_days else ""
    return f"{relation.kind}{lag}" + (" elapsed" if lag and relation.lag == "elapsed" else "")


def crew_words(task: Task) -> str:
    """`electrical ×2`."""
    return ", ".join(literal(name) + (f" ×{units}" if units > 1 else "") for name, units in task.crew)


@dataclass(frozen=True)
class Facts:
    """What is asked of one plan's tasks again and again."""

    plan: Plan

    def done(self, i: int) -> bool:
        """Whether it is finished: then it has no float."""
        timing = self.plan.schedule.tasks[i].timing
        likely = self.plan.schedule.tasks[i].duration.likely
        return timing.actual_finish is not None or (timing.actual_start is not None and likely == 0)

    def begun(self, i: int) -> bool:
        """Whether it is in progress."""
        return self.plan.schedule.tasks[i].timing.actual_start is not None and not self.done(i)

    def critical(self, i: int) -> bool:
        """No float left, and not done."""
        return self.plan.schedule.critical(i)

    def late(self, i: int) -> bool:
        """Misses a date: its float is negative."""
        return self.plan.schedule.total_float[i] < 0 and not self.done(i)

    def cost(self, i: int) -> float:
        """What it costs, USD."""
        return self.plan.estimate.task_cost.get(self.plan.schedule.tasks[i].id, 0.0)

    def share(self, i: int) -> float:
        """Share done, 0 to 100."""
        if self.done(i):
            return 100.0
        task = self.plan.schedule.tasks[i]
        said, likely = task.timing, task.duration.likely
        if said.remaining_days is not None and likely:
            return max(0.0, 100.0 * (1 - said.remaining_days / likely))
        return float(said.percent or 0.0)

    @cached_property
    def to_rfs(self) -> dict[int, int]:
        """Float to the RFS of the task's own hall, else to the nearest that it leads to; worked out when first asked for."""
        from planner.schedule.goals import float_to_goal

        found: dict[int, int] = {}
        schedule = self.plan.schedule
        for hall, goal in self.plan.graph.rfs.items():
            if goal not in schedule.index:
                continue
            for i, slack in float_to_goal(schedule, goal).items():
                own = schedule.tasks[i].hall
                if own == hall or (own is None and slack < found.get(i, slack + 1)):
                    found[i] = slack
        return found


@dataclass(frozen=True)
class Column:
    """One column."""

    key: str
    heading: str
    about: str
    """What it shows, for who chooses."""
    width: int
    """Cells; 0: as wide as needed."""
    rank: int
    """Lower ranks are kept when there is no room."""
    text: Callable[[Facts, int], str]
    by: Callable[[Facts, int], Any]
    """What it sorts by."""
    number: bool = False


def _task(facts: Facts, i: int) -> Task:
    return facts.plan.schedule.tasks[i]


def _days(facts: Facts, i: int) -> str:
    days = facts.plan.schedule.duration[i]
    return str(days) if days else "◆"


def _float(facts: Facts, i: int, held: list[int]) -> str:
    return "" if facts.done(i) else str(held[i])


def _criticality(facts: Facts, i: int) -> str:
    return "late" if facts.late(i) else "critical" if facts.critical(i) else ""


def _deadline(facts: Facts, i: int) -> date | None:
    said = _task(facts, i).timing
    return said.deadline or said.must_finish or said.finish_no_later


def _share(facts: Facts, i: int) -> str:
    share = facts.share(i)
    return f"{share:.0f}%" if share or facts.begun(i) else ""


FAR = 10**9

COLUMNS: tuple[Column, ...] = (
    Column("name", "Task", "name", 0, 0, lambda f, i: _task(f, i).name, lambda f, i: _task(f, i).name.casefold()),
    Column("id", "Id", "id that relations and edits name", 0, 8, lambda f, i: _task(f, i).id, lambda f, i: _task(f, i).id),
    Column("discipline", "Discipline", "discipline", 14, 14, lambda f, i: _task(f, i).discipline, lambda f, i: _task(f, i).discipline),
    Column("hall", "Hall", "hall", 8, 13, lambda f, i: _task(f, i).hall or "", lambda f, i: _task(f, i).hall or ""),
    Column("start", "Start", "planned first day", 10, 1,
           lambda f, i: f.plan.day(f.plan.schedule.start[i]).isoformat(), lambda f, i: (f.plan.schedule.start[i], f.plan.schedule.finish[i])),
    Column("finish", "Finish", "planned last day", 10, 2, lambda f, i: last_day(f.plan, i).isoformat(),
           lambda f, i: (f.plan.schedule.finish[i], f.plan.schedule.start[i])),
    Column("days", "Days", "duration in days of its calendar", 5, 3, _days, lambda f, i: f.plan.schedule.duration[i], True),
    Column("done", "Done", "share done at the data date", 5, 6, _share, lambda f, i: f.share(i), True),
    Column("float", "Float", "total float: days it may slip", 5, 4, lambda f, i: _float(f, i, f.plan.schedule.total_float),
           lambda f, i: FAR if f.done(i) else f.plan.schedule.total_float[i], True),
    Column("free", "Free", "free float: days it may slip without moving another", 5, 9, lambda f, i: _float(f, i, f.plan.schedule.free_float),
           lambda f, i: FAR if f.done(i) else f.plan.schedule.free_float[i], True),
    Column("rfs", "To RFS", "float to the RFS of its hall", 6, 7, lambda f, i: "" if f.done(i) or i not in f.to_rfs else str(f.to_rfs[i]),
           lambda f, i: FAR if f.done(i) else f.to_rfs.get(i, FAR), True),
    Column("criticality", "Critical", "critical or late, in a word", 8, 10, _criticality,
           lambda f, i: FAR if f.done(i) else f.plan.schedule.total_float[i]),
    Column("deadline", "Deadline", "deadline, or the date it must finish by", 10, 11,
           lambda f, i: d.isoformat() if (d := _deadline(f, i)) else "", lambda f, i: d.toordinal() if (d := _deadline(f, i)) else FAR),
    Column("calendar", "Calendar", "calendar it works by", 12, 12, lambda f, i: _task(f, i).calendar, lambda f, i: _task(f, i).calendar),
    Column("crew", "Crew", "crews it holds", 14, 15, lambda f, i: crew_words(_task(f, i)), lambda f, i: crew_words(_task(f, i)) or "~"),
    Column("driver", "Starts when", "what its start waits for", 0, 16, lambda f, i: driver_words(f.plan, i), lambda f, i: driver_words(f.plan, i)),
    Column("cost", "Cost", "what it costs", 8, 5, lambda f, i: money(f.cost(i)) if f.cost(i) else "", lambda f, i: f.cost(i), True),
)  # fmt: skip
BY_KEY = {c.key: c for c in COLUMNS}
USUAL = (
    "id",
    "name",
    "discipline",
    "hall",
    "start",
    "finish",
    "days",
    "float",
    "free",
    "crew",
    "driver",
    "cost",
)
ALWAYS = "name"
"""The column that cannot be left out."""
FALLING = {"days", "done", "cost"}
"""Columns of which the greatest is looked for: they begin with it."""

SIGNS = (
    ("!", "critical"),
    ("!!", "late: float below 0"),
    ("✓", "done"),
    ("◐", "in progress"),
    ("◆", "milestone"),
    ("═", "hammock"),
    ("↧", "pinned"),
)
MARKS = 6
"""Cells of the signs before a row."""


def marks(facts: Facts, i: int) -> str:
    """The signs of a task: lateness, state or kind, pin; never by colour alone."""
    task = facts.plan.schedule.tasks[i]
    state = (
        "✓"
        if facts.done(i)
        else "◐"
        if facts.begun(i)
        else "═"
        if task.hammock
        else "◆"
        if task.duration.likely == 0
        else " "
    )
    urgent = "!!" if facts.late(i) else " !" if facts.critical(i) else "  "
    return f"{urgent} {state}{'↧' if task.timing.pinned_start else ' '} "


def widths(keys: tuple[str, ...], width: int, facts: Facts) -> list[tuple[Column, int]]:
    """Columns that fit and their widths, the least important left out first."""
    tasks = facts.plan.schedule.tasks
    wide = {"id": min(24, max((cell_len(t.id) for t in tasks), default=2)), "name": 28, "driver": 24}
    room, kept = width - MARKS, set()
    for column in sorted((BY_KEY[k] for k in keys), key=lambda c: c.rank):
        need = (column.width or wide[column.key]) + 2
        if need <= room:
            room -= need
            kept.add(column.key)
    extra = {"name": min(room, 20)}
    extra["driver"] = room - extra["name"] if "driver" in kept else 0
    return [
        (c, (c.width or wide[c.key]) + extra.get(c.key, 0))
        for c in COLUMNS
        if c.key in kept and c.key in keys
    ]
