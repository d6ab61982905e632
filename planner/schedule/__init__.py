"""Calendars, the forward and backward pass, levelling: from tasks and relations to a `Schedule`."""

from planner.schedule.calendar import Calendar, compile_calendar
from planner.schedule.dates import date_of, finish_date, start_date
from planner.schedule.engine import schedule
from planner.schedule.order import check_network
from planner.schedule.result import Driver, Schedule

__all__ = [
    "Calendar",
    "Driver",
    "Schedule",
    "check_network",
    "compile_calendar",
    "date_of",
    "finish_date",
    "schedule",
    "start_date",
]
