"""What becomes of existing plant, by stated rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.sizing.result import ReuseLine

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.books import Books
    from planner.model.facility import Facility
    from planner.model.plant import Fleet, Hall, HallAI, Transformer
    from planner.sizing.result import Figure


@dataclass(frozen=True, slots=True)
class Pads:
    """Pad transformers at a hall that suit it, largest first, and how many do not."""

    kva: tuple[float, ...]
    unfit: int

    @property
    def available(self) -> int:
        """How many suit."""
        return len(self.kva)

    def take(self, needed_kva: float, unit_kva: float) -> tuple[int, float]:
        """Pads taken and kVA covered: largest first until the need is met; none counts for more than a new unit."""
        taken, covered = 0, 0.0
        for rating in self.kva:
            if covered >= needed_kva - 1e-9:
                break
            taken, covered = taken + 1, covered + min(rating, unit_kva)
        return taken, min(covered, needed_kva)


def pads_of(facility: Facility, hall: Hall, books: Books) -> Pads:
    """Pads that feed a hall, by rule.

    A pad suits when its secondary is one of the book's voltages (unknown is taken as 415 V, the
    mining usual) and it is younger at project start than the book's limit (unknown years are taken
    as the book's). Pads without a hall are shared evenly over the AI halls, in their order.
    """
    limit = books.likely("electrical.transformer.age_limit_years")
    unknown = books.likely("electrical.transformer.age_unknown_years")
    volts = {float(v) for v in books["electrical.transformer.secondary_v"].value}
    fit: list[float] = []
    unfit = 0
    for pad in facility.transformer:
        if pad.kind != "pad":
            continue
        count = pad.count if pad.hall == hall.id else _share(facility, pad, hall) if pad.hall is None else 0
        age = facility.project.start.year - pad.year if pad.year is not None else unknown
        if age <= limit and (pad.secondary_v is None or pad.secondary_v in volts):
            fit.extend([pad.rating_mva * 1000] * count)
        else:
            unfit += count
    return Pads(tuple(sorted(fit, reverse=True)), unfit)


def _share(facility: Facility, pad: Transformer, hall: Hall) -> int:
    halls = [h.id for h in facility.ai_halls]
    at = halls.index(hall.id)
    return pad.count // len(halls) + (1 if at < pad.count % len(halls) else 0)


def hall_reuse(hall: Hall, ai: HallAI, pads: Pads, figures: Mapping[str, Figure]) -> list[ReuseLine]:
    """Ledger of one hall: shell, pads, and the miners' cooling."""
    lines = []
    used, standing = figures["envelope_m2"].value, figures["area_m2"].value
    if used > 0:
        rule = f"a standing shed is kept where the AI hall needs its floor: {used:,.0f} of {standing:,.0f} m2"
        lines.append(ReuseLine("building shell", hall.id, "reuse", used, "m2", rule, "new_building"))
    elif hall.kind == "container":
        rule = "containers are too low and narrow for AI racks: cleared for a building on their pad"
        lines.append(ReuseLine("mining containers", hall.id, "sell", hall.existing_mw, "MW", rule, None))
    reused = int(figures["transformers_reused"].value)
    if reused:
        rule = "pads with a 415 or 480 V secondary, within the age limit, up to the hall's need"
        lines.append(
            ReuseLine("pad transformers", hall.id, "reuse", reused, "transformers", rule, "transformer")
        )
    spare = pads.available - reused
    if spare:
        rule = "pads beyond the hall's need are sold or kept as spares"
        lines.append(ReuseLine("spare pad transformers", hall.id, "sell", spare, "transformers", rule, None))
    if pads.unfit:
        rule = "secondary is neither 415 nor 480 V, or the age limit is passed"
        lines.append(
            ReuseLine(
                "unsuitable pad transformers", hall.id, "replace", pads.unfit, "transformers", rule, None
            )
        )
    if hall.existing_mw > 0:
        lines.append(_mining_cooling(hall, ai))
    return lines


def _mining_cooling(hall: Hall, ai: HallAI) -> ReuseLine:
    mw = hall.existing_mw
    if hall.mining == "air":
        rule = "fans and evaporative walls blow outside air through the hall, which an AI hall may not"
        return ReuseLine("mining fans and evaporative walls", hall.id, "replace", mw, "MW", rule, None)
    if hall.mining == "hydro" and ai.cooling == "liquid" and ai.rejection != "chilled":
        rule = "water coolers are inspected, cleaned and kept as reserve; no credit is taken in the count"
        return ReuseLine("hydro dry coolers", hall.id, "refurbish", mw, "MW", rule, None)
    if hall.mining == "hydro":
        rule = "the AI hall has no dry-cooler loop that could use them"
        return ReuseLine("hydro dry coolers", hall.id, "replace", mw, "MW", rule, None)
    rule = "oil circuits cannot serve a water-glycol loop"
    return ReuseLine("immersion tanks and coolers", hall.id, "replace", mw, "MW", rule, None)


def miner_lines(facility: Facility) -> list[ReuseLine]:
    """Miners of the halls to be converted are sold: by fleet where listed, else by MW."""
    lines = []
    rule = "miners have no use in an AI hall: sold, or moved to a hall that goes on mining"
    fleets: dict[str, list[Fleet]] = {}
    for fleet in sorted(facility.fleet, key=lambda f: f.id):
        fleets.setdefault(fleet.hall, []).append(fleet)
    for hall in facility.ai_halls:
        listed = fleets.get(hall.id, [])
        for fleet in listed:
            lines.append(ReuseLine(fleet.model, hall.id, "sell", fleet.count, "miners", rule, None))
        if not listed and hall.existing_mw > 0:
            lines.append(ReuseLine("miners", hall.id, "sell", hall.existing_mw, "MW", rule, None))
    return lines


def site_reuse(facility: Facility, site: Mapping[str, Figure], assumed: bool, routes: int) -> list[ReuseLine]:
    """Ledger of the site: substation and fibre."""
    lines = []
    used = min(site["substation_mva"].value, site["substation_mva_needed"].value)
    if used > 0:
        rule = "an energised substation is kept and extended only for what it cannot carry"
        if assumed:
            rule += "; none is listed, so it is assumed to carry the whole contracted capacity"
        lines.append(ReuseLine("substation transformers", None, "reuse", used, "MVA", rule, "substation"))
    if routes:
        rule = "fibre entrances are kept; two that share no duct or pole are needed"
        lines.append(ReuseLine("fibre routes", None, "reuse", routes, "routes", rule, "fibre_route"))
    return lines
