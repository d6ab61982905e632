"""Why a task starts when it does: what drives it, the chain back to the project start, a day sooner."""

from planner.why.result import CrewHold, CrewWait, Days, RelationChange, Sooner, Step, Why
from planner.why.why import why, why_in

__all__ = ["CrewHold", "CrewWait", "Days", "RelationChange", "Sooner", "Step", "Why", "why", "why_in"]
