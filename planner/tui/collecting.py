"""Collects garbage in idle moments: amid a key the young alone cost 7 to 17 ms, all of it 100."""

from __future__ import annotations

import gc

YOUNG = 20_000
"""Objects made since, from which on an idle moment is used."""
OLDER, OLDEST = 20, 50
"""Collections of one age after which the next is due, as Python counts them."""
AT_LAST = 200_000
"""So many collect themselves, however busy the app is."""


def settle() -> None:
    """Spare what lives as long as the app, and leave the rest to idle moments."""
    gc.freeze()
    gc.set_threshold(AT_LAST, OLDER, OLDEST)


def collect_idle() -> int | None:
    """Collect what is due, in a moment when no key waits; the age collected, None where nothing was due."""
    young, older, oldest = gc.get_count()
    if young < YOUNG:
        return None
    age = 2 if oldest > OLDEST else 1 if older > OLDER else 0
    gc.collect(age)
    return age
