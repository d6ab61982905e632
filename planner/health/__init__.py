"""The health of a schedule, in the manner of DCMA's 14 points and GAO's ten practices: its points and their problems."""

from planner.health.check import check_health
from planner.health.problems import health_problems
from planner.health.result import Exemption, HealthPoint

__all__ = ["Exemption", "HealthPoint", "check_health", "health_problems"]
