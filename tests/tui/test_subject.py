"""What a problem is about: a field, a place of the tree, or a task."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from planner.io.read import read_facility
from planner.model.problem import Problem
from planner.tui.outline import outline, walk
from planner.tui.subject import Subject, subject_of, told
from tests.tui.conftest import SITE
from tests.tui.fake import fake_plan

if TYPE_CHECKING:
    from planner.io.read import Document


@pytest.fixture(scope="module")
def document() -> Document:
    return read_facility(SITE)


def about(document: Document, key: str, location: tuple[str | int, ...] = ()) -> Subject:
    spots = [spot for _, spot in walk(outline(document.facility, document.raw, "site"))]
    problem = Problem("W-X", key, "do something", location=location)
    return subject_of(problem, document.raw, fake_plan(document.facility), spots)


@pytest.mark.parametrize(
    ("key", "place", "field"),
    [
        ("hall.cb1.redundancy.ups", "hall.cb1.redundancy", "ups"),
        ("hall.cb1.ai.critical_it_mw", "hall.cb1.ai", "critical_it_mw"),
        ("hall.cb1.area_m2", "hall.cb1", "area_m2"),
        ("grid.capacity_mw", "grid", "capacity_mw"),
        ("project.start", "site", "start"),
        ("task.dash.duration_days", "task.dash", "duration_days"),
        ("climate", "climate", None),
    ],
)
def test_a_key_is_its_field(document: Document, key: str, place: str, field: str | None) -> None:
    found = about(document, key)
    assert found.spot is not None
    assert (found.spot.key, found.field, found.task) == (place, field, None)


def test_the_key_of_a_member_that_the_file_lacks_leads_to_its_list(document: Document) -> None:
    found = about(document, 'reuse."transformer.t9".decision')
    assert found.spot is not None
    assert found.spot.key == "reuse"


def test_a_location_decides_where_the_key_names_no_member(document: Document) -> None:
    found = about(document, "crew.capacity", ("crew", 0, "capacity"))
    assert found.spot is not None
    assert (found.spot.key, found.field) == ("crew.electrical", "capacity")


def test_a_generated_task_is_shown_in_tasks(document: Document) -> None:
    assert about(document, "task.cb1.slab").task == "cb1.slab"
    assert about(document, 'task."cb1.slab"').task == "cb1.slab"


@pytest.mark.parametrize("key", ["health.lags", "fibre route = what", "", "procurement.x.y"])
def test_what_is_about_nothing_leads_nowhere(document: Document, key: str) -> None:
    found = about(document, key)
    assert found == Subject()
    assert told(found) == ""
