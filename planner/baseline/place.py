"""Where baselines lie: `site.toml` has them in `site.baselines/NAME.toml` beside it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from planner.model.address import nearest
from planner.model.problem import InputError, Problem
from planner.model.types import Slug

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = ".baselines"
SUFFIX = ".toml"
KEY = "baseline"


def baselines_folder(facility: Path) -> Path:
    """Where the baselines of a facility file lie, whether there are any or not."""
    return facility.with_name(facility.name.removesuffix(SUFFIX) + FOLDER)


def baseline_path(facility: Path, name: str) -> Path:
    """File of one baseline.

    Raises:
        InputError: The name is none: names are never paths.
    """
    if not is_name(name):
        message = "write letters, digits, _ and -, at most 40, beginning with a letter or a digit"
        raise InputError([Problem("E-VALUE", KEY, message, value=name)])
    return baselines_folder(facility) / f"{name}{SUFFIX}"


def is_name(name: str) -> bool:
    """Whether a baseline can be called so."""
    try:
        _slug().validate_python(name)
    except ValidationError:
        return False
    return True


def baseline_names(facility: Path) -> list[str]:
    """Names of the baselines that lie beside a facility file, sorted; other files are passed over.

    Raises:
        InputError: The folder cannot be read.
    """
    folder = baselines_folder(facility)
    try:
        files = [path.name for path in folder.iterdir()]
    except FileNotFoundError:
        return []
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        message = f"cannot be read: {reason}; baselines lie in this folder"
        raise InputError([Problem("E-FILE", KEY, message, file=str(folder), line=1)]) from None
    return sorted(
        name.removesuffix(SUFFIX)
        for name in files
        if name.endswith(SUFFIX) and is_name(name.removesuffix(SUFFIX))
    )


def no_such_baseline(facility: Path, name: str) -> InputError:
    """What to say of a name that no baseline has."""
    known = baseline_names(facility)
    hint = nearest(name, known) if known else "; there are none"
    message = f"no baseline has this name{hint}; `planner baseline FILE NAME` keeps one"
    return InputError([Problem("E-UNKNOWN-ID", KEY, message, value=name, file=str(facility), line=1)])


@lru_cache(maxsize=1)
def _slug() -> TypeAdapter[str]:
    return TypeAdapter(Slug)
