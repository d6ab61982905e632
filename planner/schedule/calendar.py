"""Working calendars compiled to integer tables, so that every question about days is a look-up.

Boundaries are integers: boundary b is the morning of the project start + b days; day b follows it.
"""

from __future__ import annotations

import difflib
import importlib.util
import sys
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from planner.model.problem import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from planner.model.work import CalendarSpec

Tables = tuple[list[int], list[int], int]
"""`(count, worked, origin)`: `count[b + origin]` is how many worked days of the table lie before
boundary b, `worked[k]` is the day of the k-th of them. A plain tuple, because it is unpacked in loops."""

YEAR_DAYS = 366
CLOSED_FOR_EVER_DAYS = 20 * YEAR_DAYS
"""A calendar without a working day for as long as this is taken to be closed for ever."""
FIRST_REACH = (-YEAR_DAYS, 6 * YEAR_DAYS)
"""Boundaries that a new table holds: most conversions end within six years."""
FARTHEST_REACH = 1000 * YEAR_DAYS
"""No plan is followed beyond this, either way: a mistyped duration must not eat the memory."""


class Calendar:
    """One calendar's worked days, counted from one project start.

    Tables are replaced whole when they grow, never changed in place, so a calendar shared by
    several threads stays consistent for whoever took its tables before.
    """

    def __init__(self, spec: CalendarSpec, project_start: date) -> None:
        """Compile `spec`.

        Raises:
            InputError: holidays that the `holidays` library does not know, or no working day.
        """
        self.spec = spec
        self.project_start = project_start
        self.elapsed = set(spec.workdays) >= set(range(7)) and not (
            spec.closed or spec.windows or spec.holidays
        )
        """Every day works, so tables are not needed: boundaries themselves count the days."""
        self.tables: Tables = self._build(*FIRST_REACH)
        if self.first_working_index is None:
            # A site closed for some years is odd but sound; only a long look tells it from no site.
            self.reach(self.low, CLOSED_FOR_EVER_DAYS)
        if self.first_working_index is None:
            raise InputError([self.closed_problem()])

    @property
    def first_working_index(self) -> int | None:
        """Index in `worked` of the first worked day on or after the project start, if the table has one."""
        count, worked, origin = self.tables
        return count[origin] if count[origin] < len(worked) else None

    @property
    def low(self) -> int:
        """The least boundary that the tables hold."""
        return -self.tables[2]

    @property
    def high(self) -> int:
        """The greatest boundary that the tables hold."""
        return len(self.tables[0]) - 1 - self.tables[2]

    @property
    def closed_for_ever(self) -> bool:
        """Whether the tables end in so many days off that no worked day is to be expected after them."""
        last = self.tables[1][-1:]
        return not last or self.high - last[0] > CLOSED_FOR_EVER_DAYS

    def reach(self, low: int, high: int) -> None:
        """Make the tables hold boundaries `low` to `high`, as far as `FARTHEST_REACH` allows."""
        low = max(min(low, self.low), -FARTHEST_REACH)
        high = min(max(high, self.high), FARTHEST_REACH)
        if (low, high) != (self.low, self.high):
            self.tables = self._build(low, high)

    def works(self, day: int) -> bool:
        """Whether the day that follows boundary `day` is worked."""
        return self.working_days(day, day + 1) == 1

    def working_days(self, start: int, end: int) -> int:
        """Worked days between two boundaries, negative when `end` is before `start`."""
        if self.elapsed:
            return end - start
        self._hold(min(start, end), max(start, end))
        count, _, origin = self.tables
        return count[end + origin] - count[start + origin]

    def worked_days(self, start: int, end: int) -> Sequence[int]:
        """The days worked between two boundaries, in order."""
        if self.elapsed:
            return range(start, end)
        self._hold(start, end)
        count, worked, origin = self.tables
        return worked[count[start + origin] : count[end + origin]]

    def next_working_day(self, boundary: int) -> int:
        """First boundary on or after `boundary` whose day is worked."""
        return self.pass_working_days(boundary, 1) - 1

    def pass_working_days(self, boundary: int, working_days: int) -> int:
        """Boundary after passing worked days from `boundary`, or for a negative number going back.

        Raises:
            InputError: the calendar has no such day within `FARTHEST_REACH`.
        """
        if self.elapsed or working_days == 0:
            return boundary + working_days
        self._hold(boundary, boundary)
        while True:
            count, _, origin = self.tables
            low, high = self.low, self.high
            if count[boundary + origin] + working_days < 0:
                self.reach(2 * low, high)
            else:
                try:
                    return pass_working_days(self.tables, boundary, working_days)
                except IndexError:
                    self.reach(low, 2 * high)
            if (self.low, self.high) == (low, high):
                raise InputError([self.closed_problem()])

    def closed_problem(self) -> Problem:
        """The problem of a calendar that runs out of worked days."""
        key = f"calendar.{self.spec.id}"
        if not set(self.spec.workdays) & set(range(7)):
            return Problem("E-CALENDAR-CLOSED", f"{key}.workdays", "name at least one working day", "[]")
        last = self.tables[1][-1:]
        since = (
            f"works on no day after {self.project_start + timedelta(days=last[0])}" if last else "never works"
        )
        if self.spec.windows:
            return Problem(
                "E-CALENDAR-CLOSED", f"{key}.windows", f"this calendar {since}: add windows", self.spec.id
            )
        return Problem(
            "E-CALENDAR-CLOSED", f"{key}.closed", f"this calendar {since}: shorten its closures", self.spec.id
        )

    def _hold(self, low: int, high: int) -> None:
        if low < self.low or high > self.high:
            self.reach(2 * low, 2 * high)
            if low < self.low or high > self.high:
                raise InputError([horizon_problem(high if high > self.high else low)])

    def _build(self, low: int, high: int) -> Tables:
        weekday = self.project_start.weekday()
        workdays = frozenset(self.spec.workdays)
        pattern = [(weekday + day) % 7 in workdays for day in range(7)]
        closed = self._closed_days(low, high)
        count: list[int] = []
        worked: list[int] = []
        add_count, add_worked = count.append, worked.append
        number = 0
        for day in range(low, high):
            add_count(number)
            if pattern[day % 7] and day not in closed:
                add_worked(day)
                number += 1
        add_count(number)
        return count, worked, -low

    def _closed_days(self, low: int, high: int) -> set[int]:
        origin = self.project_start.toordinal()
        days: set[int] = set()
        if self.spec.windows:
            # Not before the start: the late dates of what is late count back over plain weeks.
            days.update(range(max(low, 0), high))
            for first, last in self.spec.windows:
                days.difference_update(range(first.toordinal() - origin, last.toordinal() - origin + 1))
        for first, last in self.spec.closed:
            days.update(range(max(first.toordinal() - origin, low), min(last.toordinal() - origin + 1, high)))
        if self.spec.holidays is not None:
            first_year = date.fromordinal(max(origin + low, 1)).year
            last_year = date.fromordinal(min(origin + high, date.max.toordinal())).year
            days.update(
                ordinal - origin
                for ordinal in _holidays(
                    self.spec.id, self.spec.holidays, self.spec.holiday_names, first_year, last_year
                )
            )
        return days


def pass_working_days(tables: Tables, boundary: int, working_days: int) -> int:
    """A working lag: the boundary after the n-th worked day from `boundary`, at once from tables.

    A negative number (a lead) goes back to the latest boundary with that many worked days between;
    where the table has none so early, its lowest boundary stands in.

    Raises:
        IndexError: the table ends too early.
    """
    count, worked, origin = tables
    if working_days > 0:
        return worked[count[boundary + origin] + working_days - 1] + 1
    index = count[boundary + origin] + working_days
    return worked[index] if index >= 0 else -origin


def latest_before_lag(tables: Tables, limit: int, working_days: int, ceiling: int) -> int:
    """Exact inverse of a working lag: the latest boundary that `pass_working_days` takes to <= `limit`.

    Answers beyond `ceiling` come back as `ceiling`: they bind nothing, and the table need not hold them.

    Raises:
        IndexError: the table starts too late.
    """
    count, worked, origin = tables
    if working_days > 0:
        index = count[limit + origin] - working_days
    else:
        # worked[c - m] <= limit holds while c - m is below the number of worked days up to the limit.
        index = count[limit + 1 + origin] - working_days - 1
    if index < 0:
        raise IndexError
    return worked[index] if index < count[ceiling + origin] else ceiling


def horizon_problem(boundary: int) -> Problem:
    """The problem of a plan that goes further than any plan can."""
    years = FARTHEST_REACH // YEAR_DAYS
    return Problem(
        "E-HORIZON",
        "project",
        f"the plan runs more than {years} years from its start: shorten durations or lags",
        f"{boundary} days",
    )


@lru_cache(maxsize=64)
def compile_calendar(spec: CalendarSpec, project_start: date) -> Calendar:
    """The calendar of `spec`, kept from call to call because every key press plans again."""
    return Calendar(spec, project_start)


@lru_cache(maxsize=64)
def _holidays(
    calendar: str, region: str, names: tuple[str, ...] | None, first_year: int, last_year: int
) -> frozenset[int]:
    """Ordinals of the holidays of `region`, as the `holidays` library has them by default."""
    # Imported here: it takes longer than a whole plan, and few calendars ask for it.
    import holidays

    _one_country_at_a_time()
    country, _, subdivision = region.partition("-")
    # A neighbouring year can put an observed day into this one, so one more is asked for either side.
    years = range(first_year - 1, last_year + 2)
    try:
        found = holidays.country_holidays(country, subdiv=subdivision or None, years=years)
    except NotImplementedError:
        supported = holidays.list_supported_countries()
        if country in supported:
            known: Collection[str] = [f"{country}-{part}" for part in supported[country]]
            what = f"{country} has no subdivision {subdivision}"
        else:
            known = supported
            what = "no such country in the holidays library"
        hint = nearest(country if country not in supported else region, known)
        problem = Problem("E-CALENDAR-HOLIDAYS", f"calendar.{calendar}.holidays", f"{what}{hint}", region)
        raise InputError([problem]) from None
    if names is None:
        return frozenset(day.toordinal() for day in found)
    by_name: dict[str, set[int]] = {}
    for day, text in found.items():
        for name in str(text).split("; "):
            # "Christmas Day (observed)" is Christmas Day kept on another day: its name closes both.
            for known_as in {name, name.partition(" (")[0]}:
                by_name.setdefault(known_as, set()).add(day.toordinal())
    problems = [
        Problem(
            "E-CALENDAR-HOLIDAYS",
            f"calendar.{calendar}.holiday_names",
            f"{region} has no holiday of this name{nearest(name, by_name)}",
            name,
        )
        for name in names
        if name not in by_name
    ]
    if problems:
        raise InputError(problems)
    return frozenset(day for name in names for day in by_name[name])


def _one_country_at_a_time() -> None:
    """Put an empty package in the place of one that reads two hundred countries when any is asked for: 60 ms of the first plan.

    The library looks a country up by its own module, which is found beside it all the same.
    """
    name = "holidays.countries"
    if name not in sys.modules:
        spec = importlib.util.find_spec(name)
        if spec is not None:
            sys.modules[name] = importlib.util.module_from_spec(spec)


def nearest(name: str, known: Collection[str]) -> str:
    """What to add to a message about an unknown name: the known one that is closest, if any is."""
    return _nearest(name, tuple(sorted(known)))


@lru_cache(maxsize=256)
def _nearest(name: str, known: tuple[str, ...]) -> str:
    # Kept, because a missing hub is named by hundreds of relations and each search is slow.
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    return f"; did you mean {close[0]}?" if close else ""
