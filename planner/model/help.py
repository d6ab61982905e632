"""Help of a model's fields: the docstrings under them, read from the source when somebody asks.

Pydantic can do this while it builds the models, but every start of the program would pay for it.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic import BaseModel


@cache
def field_help(model: type[BaseModel]) -> dict[str, str]:
    """Docstring of each field of a model, inherited ones too, by field name; empty where the source is not at hand."""
    found: dict[str, str] = {}
    for base in reversed(model.__mro__):
        if base.__module__.startswith("planner."):
            found |= _own_help(base)
    return found


def _own_help(model: type) -> dict[str, str]:
    """Of the fields that the class itself names."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(model)))
    except (OSError, TypeError):
        return {}
    found: dict[str, str] = {}
    body = tree.body[0].body if isinstance(tree.body[0], ast.ClassDef) else []
    for statement, after in pairwise(body):
        if (
            isinstance(statement, ast.AnnAssign)
            and isinstance(statement.target, ast.Name)
            and isinstance(after, ast.Expr)
            and isinstance(after.value, ast.Constant)
            and isinstance(after.value.value, str)
        ):
            found[statement.target.id] = inspect.cleandoc(after.value.value)
    return found
