"""Redundancy as people write it, and how many units each form needs.

| form | meaning | lost without losing load |
|---|---|---|
| `N` | just enough units, in parallel | nothing: the load lost is stated |
| `N+1`, `N+2` … | the units that carry all, and that many more, in parallel | that many units |
| `2N` | two sides, each of which carries all | one side |
| `2N+1` | two sides, and one unit more that can be switched to either | one side and one unit |
| `2(N+1)` | two sides with a spare unit each | one side and one unit |
| `4N/3`, `3N/2` | distributed: four blocks share, three carry all | one block (b - n of `bN/n`) |
| `N+1B` | block-redundant: blocks with loads of their own, and one idle block to which static transfer switches move the load of another | one block |

Source: topology classes of the Uptime Institute and of EN 50600; distributed and block-redundant as
data-centre designers use the words.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Kind = Literal["parallel", "sides", "distributed", "block"]
FORMS = '"N", "N+1", "N+2", "2N", "2N+1", "2(N+1)", "4N/3" or "N+1B"'
_PARALLEL = re.compile(r"^N(?:\+(?P<spare>[1-9]))?$")
_SIDES = re.compile(r"^2(?:N(?:\+(?P<swing>[1-9]))?|\(N\+(?P<each>[1-9])\))$")
_DISTRIBUTED = re.compile(r"^(?P<blocks>\d)N/(?P<needed>\d)$")
_BLOCK = re.compile(r"^N\+(?P<reserve>[1-9])B$")


@dataclass(frozen=True, slots=True)
class RedundancyRule:
    """What a form of redundancy asks for."""

    systems: int = 1
    """Full systems, each of which carries all: 2 for the 2N forms."""
    spare: int = 0
    """Units beyond those that carry the load: in the plant, or on each side where `spare_on_each_side`."""
    blocks: int = 0
    """Blocks that share the load, of which `needed` carry it: distributed."""
    needed: int = 0
    reserve: int = 0
    """Idle blocks that stand in for active ones: block-redundant."""
    spare_on_each_side: bool = False

    @property
    def kind(self) -> Kind:
        """How the units are wired."""
        if self.reserve:
            return "block"
        if self.blocks:
            return "distributed"
        return "sides" if self.systems > 1 else "parallel"

    @property
    def swing(self) -> int:
        """Units of a 2N+k plant that can be switched to either side."""
        return self.spare if self.kind == "sides" and not self.spare_on_each_side else 0

    @property
    def loss_tolerated(self) -> bool:
        """Whether the loss of one element leaves the load served."""
        return self.kind != "parallel" or self.spare > 0


@lru_cache(maxsize=64)
def parse_redundancy(text: str) -> RedundancyRule:
    """Read a redundancy.

    Raises:
        ValueError: The text is none of the known forms; the message names the nearest.
    """
    if found := _PARALLEL.match(text):
        return RedundancyRule(spare=int(found["spare"] or 0))
    if found := _SIDES.match(text):
        each = found["each"] is not None
        return RedundancyRule(
            systems=2, spare=int(found["each"] or found["swing"] or 0), spare_on_each_side=each
        )
    if found := _DISTRIBUTED.match(text):
        blocks, needed = int(found["blocks"]), int(found["needed"])
        if not 1 <= needed < blocks:
            raise ValueError(f'"{text}" needs more blocks than carry the load, such as "4N/3"')
        return RedundancyRule(blocks=blocks, needed=needed)
    if found := _BLOCK.match(text):
        return RedundancyRule(reserve=int(found["reserve"]))
    raise ValueError(_refusal(text))


def _refusal(text: str) -> str:
    """Why a text is refused, with the nearest form where there is one."""
    plain = re.sub(r"\s", "", text).upper().replace("*", "")
    plain = re.sub(r"\+0B?$", "", plain)
    plain = re.sub(r"^1N", "N", plain)
    if re.match(r"^([3-9]|\d{2,})N(\+\d+)?$", plain):
        return 'at most two full systems: write "2N" or "2N+1"'
    if found := re.match(r"^\d+\+(?P<reserve>[1-9])B?$", plain):
        form = f"N+{found['reserve']}" + ("B" if plain.endswith("B") else "")
        return f'the number of units or blocks follows from the load: write "{form}"'
    if found := re.match(r"^(?P<needed>\d)/(?P<blocks>\d)N?$", plain):
        plain = f"{found['blocks']}N/{found['needed']}"
    if plain != text and any(f.match(plain) for f in (_PARALLEL, _SIDES, _BLOCK)):
        return f'write "{plain}"'
    if (
        plain != text
        and (found := _DISTRIBUTED.match(plain))
        and 1 <= int(found["needed"]) < int(found["blocks"])
    ):
        return f'write "{plain}"'
    return f"write a redundancy as {FORMS}"


def units_required(
    load: float,
    unit: float,
    redundancy: str,
    normal_loading: float,
    failure_loading: float,
    block_units: int = 1,
) -> int:
    """Units of rating `unit` that carry `load` under a redundancy (same unit of measure for both).

    N is just enough: its units carry the load at `failure_loading`, and any one lost costs load.
    Else, healthy, the units in service share the load at no more than `normal_loading` of their rating;
    with what the redundancy allows to fail out of service, the rest carry it at no more than
    `failure_loading`. A 2N pair is twice what one side needs to carry all of it in failure.
    Blocks of a block-redundant plant have `block_units` units; each carries its own load healthy
    and, as the reserve, that of another in failure, so within both loadings.

    `planner.sizing.failure` takes the units out again and checks what is left.

    Source: definitions of this module.
    """
    if load <= 0:
        return 0
    rule = parse_redundancy(redundancy)
    healthy = _ceil(load / (unit * normal_loading))
    alone = _ceil(load / (unit * failure_loading))
    match rule.kind:
        case "block":
            active = _ceil(load / (block_units * unit * min(normal_loading, failure_loading)))
            return (active + rule.reserve) * block_units
        case "distributed":
            per_block = _ceil(load / rule.needed / (unit * failure_loading))
            return rule.blocks * max(per_block, _ceil(healthy / rule.blocks))
        case "sides":
            side = max(alone, _ceil(healthy / 2))
            return 2 * (side + rule.spare) if rule.spare_on_each_side else 2 * side + rule.spare
        case _:
            return max(alone + rule.spare, healthy) if rule.spare else alone


def _ceil(ratio: float) -> int:
    """Ceiling that forgives the last bits of a float: 3.0000000001 is 3."""
    return max(1, math.ceil(ratio - 1e-9))
