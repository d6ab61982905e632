"""How a hall's topology is classed, and the availability that the class is credited with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.model.redundancy import parse_redundancy

if TYPE_CHECKING:
    from planner.model.plant import Hall
    from planner.sizing.figures import Sheet

POWER = ("ups", "genset", "transformer")
COOLING = ("cdu", "cooling")


def put_topology(sheet: Sheet, hall: Hall) -> None:
    """Publish the topology class of a hall, 1 to 4, and its availability.

    I: nothing redundant; II: some redundant parts; III: every plant serves the load with any one
    unit out; IV: besides, power by two systems or by blocks on each of its plants.

    Source: topology classes as packs.topology cites them; a certificate is on the design, not on this count.
    """
    kinds = [k for k in (*POWER, *COOLING) if k != "cdu" or sheet["cdus"] > 0]
    rules = {kind: parse_redundancy(getattr(hall.redundancy, kind)) for kind in kinds}
    tolerant = [kind for kind in kinds if rules[kind].loss_tolerated]
    doubled = all(rules[kind].systems > 1 or rules[kind].blocks > 0 for kind in POWER)
    if len(tolerant) < len(kinds):
        level, why = (2, "some redundant parts") if tolerant else (1, "nothing redundant")
    else:
        level, why = (
            (4, "and power by two systems or blocks") if doubled else (3, "every plant tolerates a loss")
        )
    needs = tuple(f"hall.redundancy.{kind}" for kind in kinds)
    given = ", ".join(f"{kind} {getattr(hall.redundancy, kind)}" for kind in kinds)
    sheet.put("topology_class", level, "class of four", f"{given}: {why}", (), needs)
    entry = f"packs.topology.availability_{level}"
    share = sheet.books.likely(entry)
    sheet.put(
        "availability_percent",
        share,
        "% of the year",
        f"class {level}: {share:g}",
        (entry,),
        ("topology_class",),
    )
