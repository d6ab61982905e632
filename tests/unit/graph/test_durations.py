"""Durations of generated work: quantity / per x rate / parallel crews, rounded up."""

from __future__ import annotations

import pytest

from planner.books import Entry, load_books
from planner.graph.block import work_duration
from planner.graph.generate import MINING_DENSITY, OPEN_GROUND, floor_area
from planner.graph.templates import Template, catalogue, days_per_unit
from tests.unit.graph.sites import facility, graph_of, hall, scheduled, site, task


def rate(low: float, likely: float, high: float, unit: str) -> Entry:
    return Entry("tasks/durations.x", low, likely, high, unit, "s", "2026-11", "judgement")


def template(**changes: object) -> Template:
    values: dict[str, object] = {
        "id": "x",
        "name": "X",
        "scope": "hall",
        "discipline": "d",
        "milestone": False,
        "needs": (),
        "quantity": ("q",),
        "per": 1.0,
        "least": 0.0,
        "each": False,
        "what": "modules",
        "rate": "x",
        "crew": "power",
        "calendar": "construction",
        "after": (),
        "gate": None,
        "power": None,
    }
    return Template(**{**values, **changes})  # type: ignore[arg-type]


def test_twelve_modules_by_two_crews() -> None:
    """12 modules x 2 weeks of 5 days / 2 crews = 60 days; low 12 x 7.5 / 2 = 45; high 12 x 20 / 2 = 120."""
    duration, basis = work_duration(template(), rate(1.5, 2, 4, "weeks per line-up"), 12, 2)
    assert (duration.low, duration.likely, duration.high) == (45, 60, 120)
    assert basis.startswith("12 modules x 10 days / 2 crews = 60 (")


def test_rounds_up_to_whole_days() -> None:
    """7 units x 1.5 days / 4 crews = 2.625, so 3 days."""
    duration, _ = work_duration(template(), rate(1, 1.5, 2, "days per unit"), 7, 4)
    assert duration.likely == 3


def test_never_less_than_a_day_nor_than_the_least_quantity() -> None:
    """1 MW of a rate per 5 MW: at least one of it, so 15 days and not 3."""
    duration, basis = work_duration(
        template(per=5000.0, least=1.0, what="kW"), rate(2, 3, 5, "weeks per 5 MW"), 1000, 1
    )
    assert duration.likely == 15
    assert "at least 1" in basis
    assert work_duration(template(), rate(0.1, 0.1, 0.1, "days per unit"), 1, 1)[0].likely == 1


def test_weeks_of_work_are_five_days_and_of_waiting_seven() -> None:
    assert days_per_unit(rate(1, 1, 1, "weeks per x"), "construction") == 5
    assert days_per_unit(rate(1, 1, 1, "weeks per x"), "elapsed") == 7
    assert days_per_unit(rate(1, 1, 1, "days per x"), "elapsed") == 1


def test_permit_waits_fourteen_weeks_of_seven_days() -> None:
    permit = task(graph_of(site()), "site.building_permit")
    assert (permit.duration.low, permit.duration.likely, permit.duration.high) == (42, 98, 210)
    assert permit.calendar == "elapsed"
    assert permit.crew == ()


def test_crews_are_the_halls_fronts_or_the_sites_crews() -> None:
    """4,500 m2 at 450 m2 a gang: 10 fronts. 20 MW x 12.5 days / 10 = 25 days; 2 gangs at hand: 125 days."""
    books = load_books()
    assert books.likely("crews.m2_per_front.rough_in") == 450
    roomy = {**hall(), "area_m2": 4500.0}
    rough = task(graph_of(site(roomy)), "h1.rough_in")
    assert rough.crew == (("rough_in", 10),)
    assert rough.duration.likely == 25
    fewer = task(graph_of(site(roomy, crew=[{"id": "rough_in", "capacity": 2}])), "h1.rough_in")
    assert fewer.crew == (("rough_in", 2),)
    assert fewer.duration.likely == 125


@pytest.mark.parametrize("kind", ["building", "container", "new-build"])
@pytest.mark.parametrize(
    ("given", "mined_mw", "floor"),
    [
        (None, 5.0, 4000.0),
        (None, 100.0, 9290.0),
        (None, 0.0, 4000.0),
        (2250.0, 100.0, 4000.0),
        (9000.0, 5.0, 9000.0),
    ],
)
def test_fronts_are_of_the_halls_floor_and_at_least_of_its_open_ground(
    kind: str, given: float | None, mined_mw: float, floor: float
) -> None:
    """Given, or 92.9 m2 per MW mined; never less than the book's 4,000 m2, nor from the IT load."""
    books = load_books()
    assert (books.likely(MINING_DENSITY), books.likely(OPEN_GROUND)) == (92.9, 4000)
    raw = {**hall(), "kind": kind, "area_m2": given, "existing_mw": mined_mw}
    assert floor_area(facility(site(raw)).hall[0], books) == pytest.approx(floor)


def test_a_large_extension_of_a_small_mine_takes_years_not_decades() -> None:
    raw = {**hall(critical_it_mw=100.0), "existing_mw": 5.0, "area_m2": None}
    _, dates = scheduled(site(raw))
    assert dates.start[dates.index["site.rfs"]] / 30.4375 < 40


def test_crews_that_leave_later_are_not_counted_on() -> None:
    changes = [{"from": "2027-06-01", "capacity": 1}]
    rough = task(graph_of(site(crew=[{"id": "rough_in", "capacity": 4, "changes": changes}])), "h1.rough_in")
    assert rough.crew == (("rough_in", 1),)


def test_no_more_crews_than_counted_units() -> None:
    few = task(graph_of(site(hall(nodes=4, critical_it_mw=None))), "h1.genset_install")
    assert few.crew[0][1] <= 2


def test_more_megawatts_never_speed_work_up() -> None:
    small, large = graph_of(site(hall())), graph_of(site(hall(critical_it_mw=30.0)))
    later = {t.id: t.duration for t in large.tasks}
    for before in small.tasks:
        after = later[before.id]
        assert after.low >= before.duration.low
        assert after.likely >= before.duration.likely
        assert after.high >= before.duration.high


def test_every_rate_of_the_books_is_read_by_a_template() -> None:
    """No entry of the rates book stands unused, for any platform or kind of mine."""
    books = load_books()
    named = set()
    for templates in catalogue(books).templates.values():
        for found in templates.values():
            if found.milestone:
                continue
            for platform in ("hgx-h100", "hgx-h200", "hgx-b200", "gb200-nvl72"):
                for mining in ("air", "liquid"):
                    named.add(found.rate.replace("{platform}", platform).replace("{mining}", mining))
    named |= {
        item.witness.removeprefix("tasks/durations.")
        for item in catalogue(books).items.values()
        if item.witness
    }
    held = {k.removeprefix("tasks/durations.") for k in books.entries if k.startswith("tasks/durations.")}
    assert held == named


@pytest.mark.parametrize("mining", ["air", "hydro", "immersion"])
def test_draining_takes_longer_than_unplugging(mining: str) -> None:
    raw = site(hall())
    raw["hall"][0]["mining"] = mining
    basis = task(graph_of(raw), "h1.decommission").basis
    assert ("decommission_air" in basis) == (mining == "air")
    assert facility(raw).hall[0].mining == mining
