"""A small deterministic planner for the app's tests: the real scheduler on made-up tasks, round figures, no books.

The figures mean nothing; that they never change unless the facility does is what snapshots need.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.books import load_books
from planner.checks.dates import date_problems
from planner.cost.result import CapexLine, Estimate, Money
from planner.graph.own import adjusted, timing_of
from planner.graph.result import TaskGraph
from planner.model.problem import InputError, Problem
from planner.model.work import CalendarSpec, Crew, Duration, Relation, Task
from planner.pipeline import Plan
from planner.schedule import schedule
from planner.sizing.result import Figure, HallSizing, Sizing, WaterfallStep

if TYPE_CHECKING:
    from planner.model.facility import Facility
    from planner.model.plant import Hall

ITEMS = {"cooling": "cdu", "electrical": "lv_switchgear", "ups": "ups", "compute": "gpu_node"}
STEPS = (
    ("concept_design", "Concept design", "design", 30, "standard"),
    ("building_permit", "Building permit", "permits", 90, "elapsed"),
    ("ups_order", "Order UPS modules", "procurement", 5, "standard"),
    ("ups_made", "UPS modules made and shipped", "procurement", 210, "elapsed"),
    ("strip_out", "Take miners out", "demolition", 25, "standard"),
    ("slab", "Strengthen slab", "structure", 35, "standard"),
    ("lv_install", "Install LV switchgear", "electrical", 40, "standard"),
    ("ups_install", "Install UPS modules", "ups", 20, "standard"),
    ("cdu_install", "Install CDUs and piping", "cooling", 45, "standard"),
    ("fabric", "Pull fabric cables", "network", 30, "standard"),
    ("l4", "L4 functional tests", "commissioning", 20, "standard"),
    ("l5", "L5 integrated test", "commissioning", 15, "standard"),
    ("rfs", "Ready for service", "commissioning", 0, "standard"),
)
LINKS = (
    ("concept_design", "building_permit"), ("concept_design", "ups_order"), ("ups_order", "ups_made"), ("building_permit", "strip_out"),
    ("strip_out", "slab"), ("slab", "lv_install"), ("lv_install", "ups_install"), ("ups_made", "ups_install"), ("slab", "cdu_install"),
    ("cdu_install", "fabric"), ("ups_install", "l4"), ("fabric", "l4"), ("l4", "l5"), ("l5", "rfs"),
)  # fmt: skip


def _hall(hall: Hall) -> HallSizing:
    assert hall.ai is not None
    mw = hall.ai.critical_it_mw or (hall.ai.nodes or 0) * 0.0102
    spare = {"N": 0, "N+1": 1, "N+2": 2, "2N": round(mw)}.get(hall.redundancy.ups, 1)
    values: dict[str, tuple[float, str, str]] = {
        "critical_it_kw": (mw * 1000, "kW", f"{mw:g} MW asked for"),
        "nodes": (float(int(mw * 1000 // 10.2)), "nodes", f"{mw * 1000:g} kW / 10.2 kW a node"),
        "racks": (float(int(mw * 1000 // 41)), "racks", "nodes / 4 a rack"),
        "ups_modules": (
            float(round(mw) + spare),
            "modules",
            f"{mw:g} MW / 1 MW a module, {hall.redundancy.ups}",
        ),
        "gensets": (float(round(mw / 2) + 1), "gensets", f"{mw:g} MW / 2 MW, N+1"),
        "cdus": (float(round(mw * 0.8) + 1), "CDUs", "liquid heat / 1.25 MW, N+1"),
        "coolant_flow_lpm": (mw * 1150, "l/min", "liquid heat / (c · ΔT)"),
        "pue_design": (1.24, "", "all that is drawn / IT"),
        "gpus": (float(int(mw * 1000 // 10.2)) * 8, "GPUs", "nodes × 8"),
        "transformers": (float(round(mw / 2)) + 1, "transformers", "hall load / 2.5 MVA, N+1"),
        "dry_coolers": (float(round(mw * 1.5)), "dry coolers", "heat / 0.8 MW"),
        "chillers": (0.0, "chillers", "the weather needs none"),
        "fan_walls": (float(round(mw / 2)), "fan walls", "air heat / 0.4 MW"),
        "mechanical_kw": (mw * 90, "kW", "pumps and fans"),
        "grid_draw_kw": (mw * 1240, "kW", "IT × PUE"),
        "compute_switches": (float(round(mw * 10)), "switches", "fat tree for whole units"),
    }
    figures = {k: Figure(k, v, unit, basis, "fake", "judgement") for k, (v, unit, basis) in values.items()}
    return HallSizing(hall.id, hall.name, hall.ai.platform, hall.ai.cooling, figures)


def _line(name: str, kind: Any, hall: str | None, task: str | None, side: Any, usd: float) -> CapexLine:
    money = Money(0.0, usd, 0.0) if side == "it" else Money(usd * 0.8, usd, usd * 1.3)
    payer: Any = "tenant" if side == "it" else "landlord"
    # Explain looks what is bought up among the books' items.
    bought = f"{ITEMS.get(name, name)}.{kind}" if kind in ("equipment", "labour") else name
    return CapexLine(
        f"{hall or 'own'}.{bought}",
        name,
        kind,
        name,
        hall,
        task,
        payer,
        side,
        4,
        "made up",
        "fake",
        money,
        "judgement",
        None,
    )


def _money_lines(
    sized: tuple[HallSizing, ...], facility: Facility
) -> tuple[tuple[CapexLine, ...], tuple[CapexLine, ...]]:
    """Lines that add up to the totals: plant over its works, overheads without a task, nodes with the fabric."""
    lines, it = [], []
    for s in sized:
        hall, plant = s.hall, s["critical_it_kw"] * 8_000
        lines += [
            _line("cooling", "equipment", hall, f"{hall}.cdu_install", "facility", plant * 0.5),
            _line("electrical", "labour", hall, f"{hall}.lv_install", "facility", plant * 0.3),
            _line("contingency", "contingency", hall, None, "facility", plant * 0.2),
            _line("ups", "equipment", hall, f"{hall}.ups_order", "facility", s["ups_modules"] * 900_000),
        ]
        it.append(_line("compute", "equipment", hall, f"{hall}.fabric", "it", s["nodes"] * 300_000.0))
    lines += [
        _line(t.discipline, "own", None, t.id, "facility", t.cost_usd) for t in facility.task if t.cost_usd
    ]
    return tuple(lines), tuple(it)


def fake_plan(facility: Facility) -> Plan:
    """A plan of made-up tasks per AI hall and the person's own tasks."""
    halls = [h for h in facility.hall if h.ai is not None]
    sized = tuple(_hall(h) for h in halls)
    tasks: list[Task] = []
    relations: list[Relation] = []
    for hall, sizing in zip(halls, sized, strict=True):
        for key, name, discipline, days, calendar in STEPS:
            likely = days + round(sizing["ups_modules"]) if key == "ups_install" else days
            tasks.append(
                Task(
                    f"{hall.id}.{key}",
                    name,
                    discipline,
                    Duration(likely, likely, likely),
                    calendar,
                    hall.id,
                    basis=f"{likely} days, made up",
                )
            )
        relations += [Relation(f"{hall.id}.{a}", f"{hall.id}.{b}") for a, b in LINKS]
    for own in facility.task:
        own_days = own.duration_days if own.duration is None else own.duration.likely
        length = Duration(own_days or 0, own_days or 0, own_days or 0)
        tasks.append(
            Task(
                own.id,
                own.name or own.id,
                own.discipline,
                length,
                own.calendar,
                own.hall,
                crew=tuple(sorted(own.crew.items())),
                cost_usd=own.cost_usd,
                timing=timing_of(own, length),
            )
        )
    ids = {t.id for t in tasks}
    for r in facility.relation:
        if r.predecessor not in ids or r.successor not in ids:
            raise InputError(
                [
                    Problem(
                        "E-UNKNOWN-ID", "relation.0.predecessor", "no task has this id", value=r.predecessor
                    )
                ]
            )
        relations.append(Relation(r.predecessor, r.successor, r.kind, r.lag_days, r.lag))
    tasks.sort(key=lambda t: t.id)
    tasks, _ = adjusted(facility, tasks, ())
    calendars = {
        "standard": CalendarSpec("standard"),
        "elapsed": CalendarSpec("elapsed", (0, 1, 2, 3, 4, 5, 6)),
    }
    calendars.update({c.id: CalendarSpec(c.id) for c in facility.calendar})
    crews = {c.id: Crew(c.id, c.name, c.capacity) for c in facility.crew}
    rfs = {h.id: f"{h.id}.rfs" for h in halls}
    graph = TaskGraph(tuple(tasks), tuple(relations), calendars, crews, rfs=rfs)
    dates = schedule(
        graph.tasks,
        graph.relations,
        graph.calendars,
        graph.crews,
        facility.project.start,
        data_date=facility.project.data_date,
    )
    usd = sum(s["critical_it_kw"] * 8_000 + s["ups_modules"] * 900_000 for s in sized) + sum(
        t.cost_usd for t in facility.task
    )
    money = Money(usd * 0.8, usd, usd * 1.3)
    it = Money(0.0, sum(s["nodes"] for s in sized) * 300_000.0, 0.0)
    cost = {t.id: 100_000.0 for t in tasks if t.hall}
    lines, it_lines = _money_lines(sized, facility)
    costs = Estimate((), lines, it_lines, money, it, cost, 4, {})
    grid = facility.grid.capacity_mw if facility.grid else 0.0
    total = sum(s["critical_it_kw"] for s in sized) / 1000
    waterfall = (
        WaterfallStep("Grid contract", grid, grid, f"{grid:g} MW", "file"),
        WaterfallStep("Cooling and auxiliaries", -total * 0.24, grid - total * 0.24, "made up", "fake"),
    )
    problems = (
        Problem(
            "W-FIBRE", "fibre", "a tenant will ask for two diverse fibre routes: add one", severity="warning"
        ),
    )
    return Plan(
        facility,
        None,
        load_books(),
        Sizing(sized, {}, waterfall if grid else ()),
        graph,
        dates,
        costs,
        (*date_problems(graph, dates), *problems) if halls else (),
    )


def many(count: int) -> dict[str, Any]:
    """Tables of a file with `count` own tasks in a chain, for speed."""
    tasks = [{"id": f"t{i}", "name": f"Task number {i}", "duration_days": 1 + i % 7} for i in range(count)]
    relations = [{"predecessor": f"t{i}", "successor": f"t{i + 1}"} for i in range(count - 1) if i % 10]
    return {"task": tasks, "relation": relations}
