"""The task graph of a facility: generated work, and the person's own that joins it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.graph.generate import generate
from planner.graph.own import apply_begun, calendars_of, chains_under_way, crews_of, own_relations, own_tasks
from planner.graph.result import TaskGraph
from planner.graph.stock import deal_stock
from planner.graph.templates import catalogue
from planner.graph.ties import Generated
from planner.model.problem import InputError
from planner.model.work import Relation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.books import Books
    from planner.model.facility import Facility
    from planner.model.work import Task
    from planner.sizing.result import Sizing

SITE_RFS = "site.rfs"


def build_graph(facility: Facility, sizing: Sizing, books: Books) -> TaskGraph:
    """Build the tasks and relations of a facility, in a stable order whatever the order of the file.

    Without AI halls there is no generated work. Hall blocks are remembered by what they are made from,
    so an edit in one hall builds only that hall anew. Loops, which only own relations can make, are
    left for the schedule to name.

    Raises:
        InputError: with every problem at once: ids that name nothing, or that are taken.
    """
    book = catalogue(books)
    calendars, crews = calendars_of(facility, books), crews_of(facility, books)
    if facility.ai_halls:
        made = generate(facility, sizing, books, book, crews)
    else:
        made = Generated(problems=deal_stock(facility, book, {})[1])
    tasks, relations, problems = made.tasks, made.relations, made.problems
    if facility.begun:
        tasks, relations, wrong = apply_begun(facility, tasks, relations)
        problems += wrong
        made.procurement = chains_under_way(facility, tasks, made.procurement)
    relations = relations + _to_rfs(tasks, relations)
    if facility.task or facility.relation:
        generated = {task.id for task in tasks}
        own, wrong = own_tasks(facility, calendars, crews, generated)
        problems += wrong
        tasks = tasks + own
        linked, wrong = own_relations(facility, {task.id for task in tasks})
        problems += wrong
        relations = relations + linked
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        raise InputError(errors)
    return TaskGraph(
        tasks=tuple(tasks),
        relations=tuple(relations),
        calendars=calendars,
        crews=crews,
        procurement=tuple(made.procurement),
        rfs=made.rfs,
        site_rfs=SITE_RFS if made.rfs else None,
        power=tuple(made.power),
        problems=tuple(problems),
    )


def _to_rfs(tasks: Sequence[Task], relations: Sequence[Relation]) -> list[Relation]:
    """Relations to the RFS of the hall, or of the site, from generated work that nothing else follows.

    That is what led only to work already begun, and deliveries that no template waits for.
    """
    followed = {relation.predecessor for relation in relations}
    ids = {task.id for task in tasks}
    return [
        Relation(task.id, hall if (hall := f"{task.hall}.rfs") in ids and hall in followed else SITE_RFS)
        for task in tasks
        if task.id not in followed and task.id != SITE_RFS
    ]
