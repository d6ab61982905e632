"""Redundancy as people write it: N, N+1, N+2, 2N, 2N+1, and distributed "4N/3"."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache

_FORM = re.compile(r"^(?:(?P<systems>\d)?N(?:\+(?P<spare>\d))?|(?P<blocks>\d)N/(?P<needed>\d))$")


@dataclass(frozen=True, slots=True)
class RedundancyRule:
    """`systems` full systems each with `spare` units more, or `blocks` of which `needed` carry the load."""

    systems: int = 1
    spare: int = 0
    blocks: int = 0
    needed: int = 0

    @property
    def loss_tolerated(self) -> bool:
        """Whether the loss of one element leaves the load served."""
        return self.systems > 1 or self.spare > 0 or self.blocks > self.needed


@lru_cache(maxsize=64)
def parse_redundancy(text: str) -> RedundancyRule:
    """Read a redundancy.

    Raises:
        ValueError: The text is none of the known forms.
    """
    found = _FORM.match(text)
    if found is None:
        raise ValueError('write a redundancy as "N", "N+1", "N+2", "2N", "2N+1" or "4N/3"')
    if found["blocks"]:
        blocks, needed = int(found["blocks"]), int(found["needed"])
        if not 1 <= needed < blocks:
            raise ValueError(f'"{text}" needs more blocks than carry the load, such as "4N/3"')
        return RedundancyRule(blocks=blocks, needed=needed)
    systems = int(found["systems"] or 1)
    if not 1 <= systems <= 2:
        raise ValueError('at most two full systems: "2N"')
    return RedundancyRule(systems=systems, spare=int(found["spare"] or 0))


def units_required(
    load: float, unit: float, redundancy: str, normal_loading: float, failure_loading: float
) -> int:
    """Units of rating `unit` that carry `load` under a redundancy (same unit of measure for both).

    Healthy, the units share the load at no more than `normal_loading` of their rating; with the
    spare units out (or one system, or the reserve blocks), the rest carry it at no more than
    `failure_loading`. A 2N pair is twice what one side needs to carry all of it in failure.

    Source: definitions of N, N+k, 2N and distributed redundancy (Uptime Institute topology classes).
    """
    if load <= 0:
        return 0
    rule = parse_redundancy(redundancy)
    healthy = _ceil(load / (unit * normal_loading))
    if rule.blocks:
        per_block = _ceil(load / rule.needed / (unit * failure_loading))
        return rule.blocks * max(per_block, _ceil(healthy / rule.blocks))
    alone = _ceil(load / (unit * failure_loading))
    if rule.systems == 1 and rule.spare == 0:
        return healthy
    if rule.systems == 1:
        return max(alone + rule.spare, healthy)
    return rule.systems * max(alone + rule.spare, _ceil(healthy / rule.systems))


def _ceil(ratio: float) -> int:
    """Ceiling that forgives the last bits of a float: 3.0000000001 is 3."""
    return max(1, math.ceil(ratio - 1e-9))
