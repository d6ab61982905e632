"""Halls against what their tenants ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.books import BookError
from planner.model.address import format_address, nearest
from planner.model.problem import Problem
from planner.model.redundancy import parse_redundancy
from planner.tenant.packs import pack_ids, requirements
from planner.tenant.result import TenantCheck

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.books import Books
    from planner.model.facility import Facility
    from planner.model.plant import Hall
    from planner.sizing.result import Figure, HallSizing, Sizing
    from planner.tenant.result import Requirement

NO_PACK = "none"
SLACK = 1e-9


def tenant_checks(facility: Facility, sizing: Sizing, books: Books) -> tuple[TenantCheck, ...]:
    """Every requirement of every hall's pack; a hall that names none is held to the book's default.

    Units that a hall has none of (CDUs of an air hall) are not asked to tolerate a loss.
    """
    default = str(books["packs.default.pack"].value)
    by_id = {hall.hall: hall for hall in sizing.halls}
    found = []
    for hall in facility.ai_halls:
        if hall.ai is None:
            continue
        chosen = hall.ai.tenant_pack
        pack = chosen or default
        for requirement in requirements(books):
            if pack in requirement.packs and _applies(requirement, by_id[hall.id]):
                found.append(
                    _check(requirement, pack, chosen is not None, hall, by_id[hall.id], sizing, books)
                )
    return tuple(found)


def _applies(requirement: Requirement, sized: HallSizing) -> bool:
    return requirement.field != "redundancy.cdu" or sized["cdus"] > 0


def _check(
    requirement: Requirement,
    pack: str,
    chosen: bool,
    hall: Hall,
    sized: HallSizing,
    sizing: Sizing,
    books: Books,
) -> TenantCheck:
    if requirement.field is not None:
        subsystem = requirement.field.rpartition(".")[2]
        has = str(getattr(hall.redundancy, subsystem))
        passed = parse_redundancy(has).loss_tolerated
        basis = f"{has} {'serves' if passed else 'does not serve'} the load with one unit out"
        return TenantCheck(
            hall.id,
            pack,
            chosen,
            requirement,
            None,
            has,
            "",
            basis,
            "definition of the redundancy",
            "derived",
            passed,
        )
    figure = _figure(requirement, sized, sizing)
    entry = books[f"packs.{pack}.{requirement.id}"]
    at_least = requirement.sense == "at_least"
    passed = figure.value >= entry.likely - SLACK if at_least else figure.value <= entry.likely + SLACK
    basis = f"{figure.value:,.6g} {'≥' if at_least else '≤'} {entry.likely:g} {entry.unit}: {'yes' if passed else 'no'}"
    return TenantCheck(
        hall.id,
        pack,
        chosen,
        requirement,
        entry.likely,
        figure.value,
        figure.unit,
        basis,
        entry.source,
        entry.confidence,
        passed,
    )


def _figure(requirement: Requirement, sized: HallSizing, sizing: Sizing) -> Figure:
    key = requirement.figure or ""
    try:
        return sizing.site[key[5:]] if key.startswith("site.") else sized.figures[key]
    except KeyError:
        raise BookError(f"requirement {requirement.id} names {key}, which is no figure") from None


def tenant_problems(checks: Iterable[TenantCheck]) -> list[Problem]:
    """F-TENANT for the must-haves that a hall misses of a pack it names, W-TENANT for its wishes.

    A default pack fails nothing: nobody asked for it.
    """
    found = []
    for check in checks:
        if check.passed or not check.chosen:
            continue
        must = check.requirement.must
        message = f"{check.requirement.name}: {check.basis}; {cure_words(check)}"
        found.append(
            Problem(
                "F-TENANT" if must else "W-TENANT",
                format_address(("hall", check.hall, "ai", "tenant_pack")),
                message,
                value=f"{check.pack}, {check.requirement.id}",
                severity="failure" if must else "warning",
            )
        )
    return found


def cure_words(check: TenantCheck) -> str:
    """What closes a gap, in words."""
    requirement = check.requirement
    if requirement.set:
        return "set " + ", ".join(
            f"{format_address(('hall', check.hall))}.{key} = {check.wanted if value == 'wanted' else value}"
            for key, value in requirement.set.items()
        )
    if requirement.override:
        return ", ".join(
            f"an override of {key} to {check.wanted if value == 'wanted' else value} builds it"
            for key, value in requirement.override.items()
        )
    return requirement.says


def unknown_packs(facility: Facility, books: Books) -> list[Problem]:
    """E-UNKNOWN-ID for a pack that the book does not have."""
    known = (*pack_ids(books), NO_PACK)
    return [
        Problem(
            "E-UNKNOWN-ID",
            format_address(("hall", hall.id, "ai", "tenant_pack")),
            f"the pack book has no such pack{nearest(hall.ai.tenant_pack, known)}",
            value=hall.ai.tenant_pack,
        )
        for hall in facility.ai_halls
        if hall.ai is not None and hall.ai.tenant_pack is not None and hall.ai.tenant_pack not in known
    ]
