"""Data as text: JSON and TOML with the same keys, laid out so that files can be compared line by line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


def json_text(content: Mapping[str, Any]) -> str:
    """JSON with a line per key and per member of a list; members themselves stay on one line.

    A list of tables may be an iterator: then no more than one of its members is held at a time.
    """
    # One encoder call per member: the indenting encoder of the standard library is ten times slower.
    encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(", ", ": ")).encode
    parts = []
    for key, value in content.items():
        name = encode(key)
        if isinstance(value, Iterator) or (
            isinstance(value, list) and value and not isinstance(value[0], str)
        ):
            lines = ",\n".join(f"    {encode(member)}" for member in value)
            parts.append(f"  {name}: [\n{lines}\n  ]" if lines else f"  {name}: []")
        elif isinstance(value, dict) and any(isinstance(v, (dict, list)) for v in value.values()):
            lines = ",\n".join(f"    {encode(k)}: {encode(v)}" for k, v in value.items())
            parts.append(f"  {name}: {{\n{lines}\n  }}")
        else:
            parts.append(f"  {name}: {encode(value)}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def toml_text(content: Mapping[str, Any]) -> str:
    """TOML of the same content, without what is None."""
    import tomli_w

    return tomli_w.dumps(_without_none(dict(content)))


def _without_none(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _without_none(v) for k, v in value.items() if v is not None}
    if isinstance(value, list):
        return [_without_none(v) for v in value if v is not None]
    return value
