"""Commands of the Gantt chart: relations, histograms, and dates by keys."""

from __future__ import annotations

from planner.tui.commands.view import _Plain


class _Gantt(_Plain):
    group = "Gantt"
    screens = ("gantt",)


class Relations(_Gantt):
    """Draw the predecessors and successors of the task at the cursor, or all tasks again."""

    id, label, keys, shown_key, footer = "links", "Draw the task's relations", "r", "r", "Relations"


class Load(_Gantt):
    """Draw crews against those at hand, then megawatts against the limit, below the chart: one after the other, then none."""

    id, label, keys, shown_key, footer = "load", "Crews and megawatts", "v", "v", "Crews/MW"


class LoadBack(_Gantt):
    """The same the other way round."""

    id, label, keys, shown_key = "load_back", "Crews and megawatts, backwards", "V", "V"


class Pin(_Gantt):
    """Keep the planned start of the task at the cursor where it is, or let it go again."""

    id, label, keys, shown_key, footer = "pin", "Pin the planned start", "P", "P", "Pin"


class Later(_Gantt):
    """Move the pin of the task at the cursor, else the day it may not start before, to the next day that it works."""

    id, label, keys, shown_key, footer = "later", "A day later", "full_stop", ".", "Later"


class Earlier(_Gantt):
    """Move the pin of the task at the cursor, else the day it may not start before, to the day before that it works."""

    id, label, keys, shown_key, footer = "earlier", "A day earlier", "comma", ",", "Earlier"


class SetDuration(_Gantt):
    """Give an own task at the cursor another duration: days, or low / likely / high."""

    id, label, keys, shown_key = "duration", "Change the duration", "D", "D"
