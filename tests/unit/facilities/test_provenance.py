"""Every input of a shipped facility is either published, with its page, or assumed, with its reason."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from planner.model.address import Address, flatten, format_address, matches, parse_address
from tests.unit.facilities.shipped import NAMES, REAL_SITES, document_of

if TYPE_CHECKING:
    from planner.io.read import Document

NO_INPUT_TABLES = frozenset(
    {"schema_version", "calendar", "crew", "task", "relation", "scenario", "source", "assumed", "override"}
)
"""Own work, what-ifs, provenance itself, and overrides, which carry a reason of their own."""
NO_INPUT_KEYS = frozenset({"id", "name", "note", "reason", "source", "assumed"})


def inputs(document: Document) -> list[Address]:
    """Addresses of the values that say how the site is, or what is wanted."""
    return [
        address
        for address, _ in flatten(document.raw)
        if address[0] not in NO_INPUT_TABLES
        and address[-1] not in NO_INPUT_KEYS
        and (address[0], address[-1]) != ("begun", "task")
    ]


def pattern(text: str) -> Address:
    """An address in which `*` stands for any id."""
    return tuple("*" if part == "any-id" else part for part in parse_address(text.replace("*", "any-id")))


def test_shipped_facilities_are_the_known_ones() -> None:
    assert {*NAMES} == {*REAL_SITES, "teaching"}


@pytest.mark.parametrize("name", NAMES)
def test_every_input_is_either_published_or_assumed(name: str) -> None:
    document = document_of(name)
    published = [pattern(text) for text in document.facility.source]
    assumed = [pattern(text) for text in document.facility.assumed]
    told = {
        format_address(address): (
            any(matches(p, address) for p in published),
            any(matches(p, address) for p in assumed),
        )
        for address in inputs(document)
    }
    assert [address for address, where in told.items() if where == (False, False)] == []
    assert [address for address, where in told.items() if where == (True, True)] == []


@pytest.mark.parametrize("name", NAMES)
def test_no_provenance_entry_is_idle(name: str) -> None:
    document = document_of(name)
    addresses = inputs(document)
    patterns = [*document.facility.source, *document.facility.assumed]
    assert [text for text in patterns if not any(matches(pattern(text), a) for a in addresses)] == []


@pytest.mark.parametrize("name", REAL_SITES)
def test_published_inputs_of_real_sites_name_a_page(name: str) -> None:
    facility = document_of(name).facility
    assert all(text.startswith("https://") for text in facility.source.values())
    assert all(facility.assumed.values())


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_delivered_before_the_project_start(name: str) -> None:
    """What stood in the yard is dated at the start: nothing precedes it."""
    facility = document_of(name).facility
    assert all(item.delivered >= facility.project.start for item in facility.stock)


@pytest.mark.parametrize(
    ("name", "start", "critical_it_mw", "grid_mw"),
    [
        ("childress", date(2025, 2, 12), 200.0, 750.0),
        ("denton", date(2024, 6, 3), 260.0, 394.0),
        ("lake-mariner", date(2024, 12, 23), 420.0, 750.0),
    ],
)
def test_published_figures_stand(name: str, start: date, critical_it_mw: float, grid_mw: float) -> None:
    """Horizon 1-4: 200 MW on 750. Denton: about 260 MW on 394. Lake Mariner: Core42 60 + Fluidstack 360 MW on 750."""
    facility = document_of(name).facility
    assert facility.project.start == start
    assert sum(h.ai.critical_it_mw or 0 for h in facility.ai_halls if h.ai) == pytest.approx(critical_it_mw)
    assert facility.grid is not None
    assert max([facility.grid.capacity_mw, *(s.capacity_mw for s in facility.grid.step)]) == grid_mw


@pytest.mark.parametrize("name", ["childress", "lake-mariner", "teaching"])
def test_mining_goes_on_beside_ai(name: str) -> None:
    facility = document_of(name).facility
    assert facility.mining_halls
    assert all(hall.existing_mw > 0 for hall in facility.mining_halls)
