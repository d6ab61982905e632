"""Read a facility: bytes -> raw tables -> validated model, with every problem found named at once."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.io.positions import line_of, line_table, location_of
from planner.io.validate import validate_raw
from planner.model.address import AddressError, parse_address, set_value
from planner.model.problem import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

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
            raise InputError([Problem("E-FILE", "file", "this is a folder: name a .toml file in it", file=name, line=1)])
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise InputError([Problem("E-FILE", "file", "no such file; `planner new FILE` writes a starter", file=name, line=1)]) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError([Problem("E-FILE", "file", f"cannot be read: {reason}", file=name, line=1)]) from None
    if len(content) > MAX_BYTES:
        raise InputError([Problem("E-FILE", "file", f"larger than {MAX_BYTES // 2**20} MB: this is no facility file", file=name, line=1)])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InputError(
            [Problem("E-ENCODING", "file", f"byte {error.start} is not UTF-8: save the file as UTF-8", file=name, line=line)]
        ) from None


def parse_text(text: str, name: str) -> dict[str, Any]:
    """The raw tables of a TOML text.

    Raises:
        InputError: It is not TOML; reported alone, for nothing after it can be trusted.
    """
    try:
        return tomllib.loads(text.replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        line = _syntax_line(str(error), text)
        message = str(error).split(" (at ")[0] or "this is not TOML"
        if isinstance(error, RecursionError):
            message = "nested too deeply"
        raise InputError([Problem("E-SYNTAX", "toml", f"{message}; see the line", file=name, line=line)]) from None


def _syntax_line(message: str, text: str) -> int:
    if "(at line " in message:
        digits = message.split("(at line ")[1].split(",")[0]
        if digits.isdigit():
            return int(digits)
    return text.count("\n") + 1


def place(problems: Sequence[Problem], raw: dict[str, Any], text: str, name: str) -> list[Problem]:
    """The same problems with their file and line filled in, in line order."""
    lines = line_table(text)
    placed = []
    for problem in problems:
        location = problem.location
        if not location:
            try:
                location = location_of(raw, parse_address(problem.key))
            except AddressError:
                location = ()
        placed.append(problem.at(name, problem.line or line_of(lines, location)))
    return sorted(placed, key=lambda p: p.line)


def facility_of(raw: dict[str, Any], text: str, name: str) -> Facility:
    """Validate raw tables, or raise every problem with its place.

    Raises:
        InputError: Something is wrong; all of it is named.
    """
    facility, problems = validate_raw(raw)
    if facility is None:
        raise InputError(place(problems, raw, text, name))
    return facility


def read_facility(path: Path) -> Document:
    """Read and validate a facility file.

    Raises:
        InputError: It cannot be read, parsed or validated.
    """
    text = read_text(path)
    raw = parse_text(text, str(path))
    return Document(path, text, raw, facility_of(raw, text, str(path)))


def parse_setting(setting: str) -> tuple[tuple[str, ...], Any]:
    """Address and value of `KEY=VALUE`: the value is TOML, or else taken as text.

    Raises:
        InputError: There is no `=` or the key is no address.
    """
    key, sign, value = setting.partition("=")
    if not sign:
        raise InputError([Problem("E-USAGE", "--set", "write --set KEY=VALUE, such as --set hall.h1.redundancy.ups=2N", value=setting)])
    try:
        address = parse_address(key.strip())
    except AddressError as error:
        raise InputError([Problem("E-USAGE", "--set", str(error), value=setting)]) from None
    return address, parse_toml_value(value.strip())


def parse_toml_value(text: str) -> Any:
    """A value as typed: TOML where it is TOML, otherwise the text itself."""
    try:
        return tomllib.loads(f"value = {text}")["value"] if "\n" not in text else text
    except (tomllib.TOMLDecodeError, KeyError, RecursionError, ValueError):
        return text


def with_settings(document: Document, settings: Sequence[tuple[tuple[str, ...], Any]], origin: str) -> Document:
    """The document with values replaced, validated as the file is; problems name `origin`.

    Raises:
        InputError: An address names nothing, or a value does not fit.
    """
    from planner.model.address import format_address

    raw, problems = document.raw, []
    for address, value in settings:
        try:
            raw = set_value(raw, address, value)
        except AddressError as error:
            problems.append(Problem("E-UNKNOWN-ID", format_address(address), str(error), value=str(value), file=origin, line=1))
    if problems:
        raise InputError(problems)
    facility, found = validate_raw(raw)
    if facility is None:
        raise InputError([p.at(origin, 1) for p in found])
    return Document(document.path, document.text, raw, facility)


def scenario_document(document: Document, scenario_id: str) -> Document:
    """The document with a scenario's overrides applied.

    Raises:
        InputError: No scenario has that id, or its overrides do not fit.
    """
    name = str(document.path or "facility")
    for scenario in document.facility.scenario:
        if scenario.id == scenario_id:
            settings = [(parse_address(key), value) for key, value in scenario.set.items()]
            return with_settings(document, settings, f"{name}@{scenario_id}")
    from planner.model.address import nearest

    known = nearest(scenario_id, (s.id for s in document.facility.scenario)) or "; the file has no scenarios"
    raise InputError([Problem("E-UNKNOWN-ID", "scenario", f"no scenario has this id{known}", value=scenario_id, file=name, line=1)])


def split_reference(reference: str) -> tuple[Path, str | None]:
    """File and scenario id of `FILE@ID`; a file whose own name holds an @ is taken first."""
    whole = Path(reference)
    if "@" in reference and not whole.exists():
        file, _, scenario = reference.rpartition("@")
        return Path(file), scenario
    return whole, None


def read_reference(reference: str) -> tuple[Document, str | None]:
    """Read `FILE` or `FILE@ID`."""
    path, scenario = split_reference(reference)
    document = read_facility(path)
    return (scenario_document(document, scenario), scenario) if scenario is not None else (document, None)
