"""The task graph of a facility: generated work, and the person's own that joins it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.graph.begun import apply_begun, chains_under_way, work_begun
from planner.graph.envelopes import envelopes_of
from planner.graph.generate import generate
from planner.graph.own import adjusted, calendars_of, crews_of, own_relations, own_tasks
from planner.graph.result import TaskGraph
from planner.graph.stock import deal_stock
from planner.graph.templates import catalogue
from planner.graph.ties import Generated
from planner.model.problem import InputError
from planner.model.work import Relation

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

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
        made = Generated(problems=deal_stock(facility, book, {}, lambda item, hall: 0)[1])
    tasks, relations, problems = made.tasks, made.relations, made.problems
    relations = relations + _to_rfs(tasks, relations)
    if facility.begun:
        begun, wrong = work_begun(facility, tasks, relations)
        problems += wrong
        tasks, relations = apply_begun(begun, tasks, relations)
        relations = relations + _to_rfs(tasks, relations, begun)
        made.procurement = chains_under_way(begun, tasks, made.procurement)
    if facility.adjust:
        tasks, wrong = adjusted(facility, tasks, calendars)
        problems += wrong
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
        envelopes=envelopes_of(facility, sizing, tasks, made.power),
        problems=tuple(problems),
    )


def _to_rfs(
    tasks: Sequence[Task], relations: Sequence[Relation], begun: Container[str] = ()
) -> list[Relation]:
    """Relations to the RFS of the hall, or of the site, from generated work that nothing else follows.

    That is what led only to work already begun, and deliveries that no template waits for. A hall's RFS
    that lies before the start waits for nothing more.
    """
    followed = {relation.predecessor for relation in relations}
    return [
        Relation(
            task.id, hall if (hall := f"{task.hall}.rfs") in followed and hall not in begun else SITE_RFS
        )
        for task in tasks
        if task.id not in followed and task.id != SITE_RFS
    ]
