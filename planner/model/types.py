"""Constrained types, each named once, and the frozen base of every model a person can type."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from planner.model.redundancy import parse_redundancy


class Model(BaseModel):
    """Frozen, refuses unknown keys; built when first used. Field docstrings are its help: `planner.model.help`."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", defer_build=True, allow_inf_nan=False, strict=False
    )


def _plain_id(value: str) -> str:
    if any(unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for c in value):
        raise ValueError("an id may not hold control characters")
    if value != value.strip():
        raise ValueError("an id may not begin or end with a blank")
    return value


def _redundancy(value: str) -> str:
    parse_redundancy(value)
    return value


Slug = Annotated[str, StringConstraints(strict=True, pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$")]
"""Id of a thing that becomes part of task ids: letters, digits, `_` and `-`."""
FreeId = Annotated[
    str, StringConstraints(strict=True, min_length=1, max_length=120), AfterValidator(_plain_id)
]
"""Id of a person's own task, calendar or crew."""
Text = Annotated[str, StringConstraints(strict=True, max_length=2000)]
Name = Annotated[str, StringConstraints(strict=True, max_length=200)]
Redundancy = Annotated[str, StringConstraints(strict=True, max_length=12), AfterValidator(_redundancy)]
Fraction = Annotated[float, Field(ge=0, le=1)]
PositiveMw = Annotated[float, Field(gt=0, le=20_000)]
NonNegativeMw = Annotated[float, Field(ge=0, le=20_000)]
TemperatureC = Annotated[float, Field(ge=-60, le=70)]
Count = Annotated[int, Field(ge=1, le=10_000_000)]
Days = Annotated[int, Field(ge=0, le=36_500)]
Usd = Annotated[float, Field(ge=0, le=1e13)]


def _only_a_day(value: Any) -> Any:
    if isinstance(value, datetime):
        raise ValueError("write a date without a time, such as 2027-01-04")
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise ValueError("write a date as 2027-01-04") from None
    if isinstance(value, (int, float)):
        raise ValueError("write a date as 2027-01-04")
    return value


Day = Annotated[date, BeforeValidator(_only_a_day), Field(ge=date(1990, 1, 1), le=date(2200, 1, 1))]


def _no_bool(value: Any) -> Any:
    if isinstance(value, bool):
        raise ValueError("write a number")
    if isinstance(value, str):
        raise ValueError("write a number without quotes")
    return value


Number = BeforeValidator(_no_bool)


def exactly_one(**given: Any) -> str | None:
    """What is wrong with two fields of which one must be given; None when nothing is."""
    (first, one), (second, other) = given.items()
    return f"give exactly one of {first} and {second}" if (one is None) == (other is None) else None


def in_order(*figures: float | None) -> str | None:
    """What is wrong with a low, a likely and a high figure, those that are given; None when nothing is."""
    given = [f for f in figures if f is not None]
    return None if given == sorted(given) else "low ≤ likely ≤ high must hold"


def reject(wrong: str | None) -> None:
    """Raise what is wrong, as a validator must."""
    if wrong is not None:
        raise ValueError(wrong)
