"""Read a facility: bytes -> raw tables -> validated model, with every problem found named at once."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.io.placing import place
from planner.io.validate import UNIQUE_TABLES, shown, validate_raw
from planner.model.address import AddressError, format_address, nearest, parse_address, set_value
from planner.model.facility import POSITIONAL
from planner.model.problem import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.books import Books
    from planner.model.facility import Facility

MAX_BYTES = 32 * 1024 * 1024
"""Largest file read: 100,000 own tasks take about 10 MB."""


@dataclass(frozen=True)
class Document:
    """A file as read: its text, the raw tables and the facility they make."""

    path: Path | None
    text: str
    raw: dict[str, Any]
    facility: Facility


def read_text(path: Path) -> str:
    """The text of a file.

    Raises:
        InputError: It is missing, not a file, too large, or not UTF-8.
    """
    name = str(path)
    try:
        if path.is_dir():
            raise InputError(
                [Problem("E-FILE", "file", "this is a folder: name a .toml file in it", file=name, line=1)]
            )
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        message = "no such file; `planner new FILE` writes a starter"
        raise InputError([Problem("E-FILE", "file", message, file=name, line=1)]) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(
            [Problem("E-FILE", "file", f"cannot be read: {reason}", file=name, line=1)]
        ) from None
    if len(content) > MAX_BYTES:
        message = f"larger than {MAX_BYTES // 2**20} MB: this is no facility file"
        raise InputError([Problem("E-FILE", "file", message, file=name, line=1)])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = f"byte {error.start} is not UTF-8: save the file as UTF-8"
        raise InputError([Problem("E-ENCODING", "file", message, file=name, line=line)]) from None


def parse_text(text: str, name: str) -> dict[str, Any]:
    """The raw tables of a TOML text.

    Raises:
        InputError: It is not TOML; reported alone, for nothing after it can be trusted.
    """
    plain = text.replace("\r\n", "\n")
    deep = DEEP_KEY.search(plain)
    if deep is not None:  # tomllib would read it, but in a time that grows with the square of the dots
        line = plain.count("\n", 0, deep.start()) + 1
        raise InputError([Problem("E-SYNTAX", "toml", "this key has too many parts", file=name, line=line)])
    try:
        return tomllib.loads(plain)
    except tomllib.TOMLDecodeError as error:
        message, line = _syntax(str(error), plain)
    except RecursionError:
        message, line = "brackets nest too deeply", _deepest_line(plain)
    except (ValueError, OverflowError):  # int() refuses thousands of digits
        message, line = "a number has too many digits", _long_number_line(plain)
    raise InputError([Problem("E-SYNTAX", "toml", message, file=name, line=line)]) from None


def _syntax(message: str, text: str) -> tuple[str, int]:
    """What tomllib found and on which line (the last that says anything, when it is at the end)."""
    words, _, place = message.rpartition(" (at ")
    line = text.rstrip("\n").count("\n") + 1
    if place.startswith("line "):
        digits = place.removeprefix("line ").split(",")[0]
        line = int(digits) if digits.isdigit() else line
    words = words or message
    twice = re.match(r"Cannot declare \('(\w+)',\) twice", words)
    if twice is not None and twice.group(1) in (*UNIQUE_TABLES, *POSITIONAL):
        words += f": write [[{twice.group(1)}]] for each, if there are several"
    return f"this is not TOML: {words[:MAX_WORDS]}", line


MAX_WORDS = 200
DEEP_KEY = re.compile(r"^[ \t]*\[{0,2}(?:[ \t]*[\w\"'-]+[ \t]*\.){100}", re.MULTILINE)
LONG_NUMBER = re.compile(r"[0-9_]{4000}")


def _long_number_line(text: str) -> int:
    found = LONG_NUMBER.search(text)
    return 1 if found is None else text.count("\n", 0, found.start()) + 1


def _deepest_line(text: str) -> int:
    depth, deepest, line = 0, 0, 1
    for number, content in enumerate(text.split("\n"), 1):
        depth += content.count("[") + content.count("{") - content.count("]") - content.count("}")
        depth = max(depth, 0)
        reached = max(depth, content.count("["), content.count("{"), content.count("."))
        if reached > deepest:
            deepest, line = reached, number
    return line


def facility_of(raw: dict[str, Any], text: str, name: str, books: Books | None = None) -> Facility:
    """Validate raw tables, or raise every problem with its place.

    Raises:
        InputError: Something is wrong; all of it is named.
    """
    facility, problems = validate_raw(raw, books)
    if facility is None:
        raise InputError(place(problems, raw, text, name))
    return facility


def read_facility(path: Path, books: Books | None = None) -> Document:
    """Read and validate a facility file.

    Raises:
        InputError: It cannot be read, parsed or validated.
    """
    text = read_text(path)
    raw = parse_text(text, str(path))
    return Document(path, text, raw, facility_of(raw, text, str(path), books))


_SETTING = re.compile(r"""((?:"(?:[^"\\]|\\.)*"|'[^']*'|[^"'=])*)=(.*)""", re.DOTALL)


def parse_setting(setting: str) -> tuple[tuple[str, ...], Any]:
    """Address and value of `KEY=VALUE`: the value is TOML, or else taken as text.

    Raises:
        InputError: There is no `=` or the key is no address.
    """
    found = _SETTING.fullmatch(setting)
    if found is None:
        message = "write --set KEY=VALUE, such as --set hall.h1.redundancy.ups=2N"
        raise InputError([Problem("E-USAGE", "--set", message, value=setting)])
    try:
        address = parse_address(found.group(1).strip())
    except AddressError as error:
        raise InputError([Problem("E-USAGE", "--set", str(error), value=setting)]) from None
    return address, parse_toml_value(found.group(2).strip())


def parse_toml_value(text: str) -> Any:
    """A value as typed: TOML where it is TOML, otherwise the text itself."""
    try:
        return tomllib.loads(f"value = {text}")["value"] if "\n" not in text else text
    except (tomllib.TOMLDecodeError, KeyError, RecursionError, ValueError):
        return text


def with_settings(
    document: Document,
    settings: Sequence[tuple[tuple[str, ...], Any]],
    origin: str,
    books: Books | None = None,
) -> Document:
    """The document with values replaced, validated as the file is; problems name `origin`.

    The file's scenarios hold for the file as it stands, so they are neither checked against the
    changed values nor part of the changed facility.

    Raises:
        InputError: An address names nothing, or a value does not fit.
    """
    raw, problems = document.raw, []
    for address, value in settings:
        try:
            if address[0] == "scenario":
                raise AddressError("a scenario is chosen by FILE@ID, not set")
            raw = set_value(raw, address, value)
        except AddressError as error:
            problems.append(Problem("E-UNKNOWN-ID", format_address(address), str(error), value=shown(value)))
    if not problems:
        facility, problems = validate_raw({k: v for k, v in raw.items() if k != "scenario"}, books)
        if facility is not None:
            return Document(document.path, document.text, raw, facility)
    raise InputError([p.at(origin, 1) for p in problems])


def scenario_document(document: Document, scenario_id: str, books: Books | None = None) -> Document:
    """The document with a scenario's overrides applied.

    Raises:
        InputError: No scenario has that id, or its overrides do not fit.
    """
    name = str(document.path or "facility")
    for scenario in document.facility.scenario:
        if scenario.id == scenario_id:
            settings = [(parse_address(key), value) for key, value in scenario.set.items()]
            return with_settings(document, settings, f"{name}@{scenario_id}", books)
    known = nearest(scenario_id, (s.id for s in document.facility.scenario)) or "; the file has no scenarios"
    message = f"no scenario has this id{known}"
    raise InputError([Problem("E-UNKNOWN-ID", "scenario", message, value=scenario_id, file=name, line=1)])


def split_reference(reference: str) -> tuple[Path, str | None]:
    """File and scenario id of `FILE@ID`; a file whose own name holds an @ is taken first."""
    whole = Path(reference)
    if "@" in reference and not _exists(whole):
        file, _, scenario = reference.rpartition("@")
        return Path(file), scenario
    return whole, None


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # a name too long, or a folder that may not be read
        return False


def read_reference(reference: str, books: Books | None = None) -> tuple[Document, str | None]:
    """Read `FILE` or `FILE@ID`. The books name the trades that a task's crew may be."""
    path, scenario = split_reference(reference)
    document = read_facility(path, books)
    return (
        (scenario_document(document, scenario, books), scenario) if scenario is not None else (document, None)
    )
