"""Validate raw tables into a Facility: pydantic's errors and the cross references, each as a Problem with its address."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, get_args

from pydantic import BaseModel, ValidationError

from planner.io.rules import LEDGER_TABLES, ledger_assets, rule_problems, step_problems
from planner.model.address import AddressError, format_address, id_key, nearest, parse_address, set_value
from planner.model.facility import POSITIONAL, Facility
from planner.model.network import own_network_problems
from planner.model.problem import Problem

if TYPE_CHECKING:
    from planner.books import Books

UNIQUE_TABLES = (
    "phase",
    "hall",
    "transformer",
    "switchboard",
    "feeder",
    "cooler",
    "fleet",
    "fibre",
    "reuse",
    "stock",
    "begun",
    "adjust",
    "override",
    "calendar",
    "crew",
    "task",
    "scenario",
)

_DATE = re.compile(r"datetime\.date\((\d+), (\d+), (\d+)\)")
MOST_DIGITS = 40
MOST_WORDS = 400
MOST_SUGGESTIONS = 50
"""Names searched for what was meant: the first wrong ones; a file of a thousand has another fault than spelling."""
BUILT_IN_CALENDARS = ["standard", "elapsed", "construction"]


Known = tuple[dict[str, Any], Facility]
"""Tables found valid before, and the facility that they are: what of them still stands is not validated again."""


def validate_raw(
    raw: dict[str, Any], books: Books | None = None, known: Known | None = None
) -> tuple[Facility | None, list[Problem]]:
    """The facility, or None and every problem found. Problems carry addresses, not yet lines.

    Crews, loops and repeated relations of own work are looked at only beside other problems: the stages find
    them when nothing else is wrong, and in generated work too. `books` are those whose trades are known crews.
    """
    facility, problems = validate_tables(raw, known)
    if problems:
        problems += own_network_problems(raw, _trades(raw, books))
    return facility, problems


def validate_tables(raw: dict[str, Any], known: Known | None = None) -> tuple[Facility | None, list[Problem]]:
    """The same without a look at the network of own work."""
    facility, problems = _without_scenarios(raw, known)
    problems += _scenarios(raw, problems, known if facility is None else (raw, facility))
    return (None, problems) if problems else (facility, [])


def _without_scenarios(raw: dict[str, Any], known: Known | None) -> tuple[Facility | None, list[Problem]]:
    """The facility and what is wrong with it, but for what its scenarios would make of it."""
    facility: Facility | None = None
    problems: list[Problem] = []
    try:
        facility = Facility.model_validate(raw if known is None else _with_models(raw, *known))
    except ValidationError as error:
        items = error.errors(include_url=False, include_context=False)
        problems = [_problem(item, raw, suggest=i < MOST_SUGGESTIONS) for i, item in enumerate(items)]
        # A model's own rules are passed over once one of its fields is wrong; said twice they count once.
        problems += [_of_rule(location, wrong, raw) for location, wrong in rule_problems(raw)]
    problems += [_of_rule(location, wrong, raw) for location, wrong in step_problems(raw)]
    return facility, list(dict.fromkeys(problems)) + _duplicates(raw) + _references(raw)


def without_unknown_keys(raw: dict[str, Any]) -> dict[str, Any]:
    """The tables less the keys that no model has; the rest as it is, right or wrong."""
    try:
        Facility.model_validate(raw)
    except ValidationError as error:
        unknown = [
            e["loc"]
            for e in error.errors(include_url=False, include_context=False)
            if e["type"] == "extra_forbidden"
        ]
        for location in unknown:
            raw = _without(raw, tuple(location))
    return raw


def _without(held: Any, location: tuple[str | int, ...]) -> Any:
    """A copy with what stands at a location taken out; only the path is copied."""
    first, rest = location[0], location[1:]
    if isinstance(held, dict):
        if first not in held:  # the name of a union's member, which the file does not have
            return _without(held, rest) if rest else held
        if not rest:
            return {k: v for k, v in held.items() if k != first}
        return {**held, first: _without(held[first], rest)}
    if isinstance(held, list) and isinstance(first, int) and rest:
        return [_without(member, rest) if i == first else member for i, member in enumerate(held)]
    return held


def _with_models(raw: dict[str, Any], before: dict[str, Any], facility: Facility) -> dict[str, Any]:
    """The tables with the model in place of each that is the same object as before: pydantic takes models as they are.

    Tables are never changed in place, so the same object is the same content; and states of a history share its model.
    """
    mixed = dict(raw)
    for name in raw.keys() & before.keys():
        now, then, held = raw[name], before[name], getattr(facility, name, None)
        if now is then and isinstance(held, (BaseModel, tuple)):
            mixed[name] = held
        elif isinstance(now, list) and isinstance(then, list) and isinstance(held, tuple):
            models = dict(zip(map(id, then), held, strict=True))
            mixed[name] = [models.get(id(member), member) for member in now]
    return mixed


def _of_rule(location: tuple[str | int, ...], message: str, raw: dict[str, Any]) -> Problem:
    at: Any = raw
    for part in location:
        at = at[part]
    text = None if isinstance(at, (dict, list)) else shown(at)
    return Problem("E-VALUE", _address(location, raw)[0], message, value=text, location=location)


def _trades(raw: dict[str, Any], books: Books | None) -> dict[str, int]:
    """Crews of the book and how many of each there are, with the file's own figures put in."""
    if books is None:
        from planner.books import load_books

        books = load_books()
    found = {
        str(row["id"]): int(books.likely(f"crews.capacity.{row['id']}"))
        for row in books.tables.get("crews.trade", ())
    }
    for _, override in _members(raw, "override"):
        trade, likely = str(override.get("id")).removeprefix("crews.capacity."), override.get("likely")
        if trade in found and isinstance(likely, (int, float)) and 0 <= likely < 1_000_000:
            found[trade] = int(likely)
    return found


def _problem(item: Any, raw: dict[str, Any], *, suggest: bool) -> Problem:
    location = _in_file(tuple(item["loc"]), raw)
    key, names = _address(location, raw)
    kind, value = item["type"], item.get("input")
    text = None if isinstance(value, (dict, list)) or kind == "missing" else shown(value)
    if kind == "missing":
        return Problem("E-MISSING", key, "this is required", location=location)
    if kind == "extra_forbidden":
        near = nearest(str(location[-1])[:MOST_WORDS], _known_keys(names)) if suggest else ""
        return Problem("E-UNKNOWN-KEY", key, f"unknown key{near}", value=text, location=location)
    message = _words(kind, item["msg"], names)
    if kind in ("model_type", "model_attributes_type"):
        message, text = "must be a table", shown(value)
    if kind == "tuple_type":
        tables = len(names) == 1 or names[-1] == "step"
        message = (
            f"must be a list of tables: write [[{'.'.join(names)}]]" if tables else "must be a list, in [ ]"
        )
        text = shown(value)
    if message.startswith("Exceeds the limit"):  # a number that even its own message could not show
        message = "this number is far too large"
    return Problem("E-VALUE", key, message[:MOST_WORDS], value=text, location=location)


def _words(kind: str, message: str, names: tuple[str, ...]) -> str:
    """Pydantic's message as an instruction."""
    if kind == "string_pattern_mismatch":
        if names[-1] in ("region", "holidays"):
            return "write a country, with its subdivision if need be, such as US-TX"
        return "write letters, digits, _ and -, at most 40, beginning with a letter or a digit"
    if kind == "int_from_float":
        return "write a whole number"
    message = message.removeprefix("Value error, ")
    for old in ("Input should be ", "String should have "):
        if message.startswith(old):
            message = f"must {'be' if old.startswith('I') else 'have'} {message.removeprefix(old)}"
    return _DATE.sub(lambda d: f"{int(d[1]):04}-{int(d[2]):02}-{int(d[3]):02}", message)


def _in_file(location: tuple[str | int, ...], raw: Any) -> tuple[str | int, ...]:
    """The location as far as the file has tables: a plain date stands for both ends of its range."""
    at = raw
    for depth, part in enumerate(location):
        if not isinstance(at, (dict, list)):
            return location[:depth]
        if isinstance(at, list):
            at = at[part] if isinstance(part, int) and part < len(at) else None
        else:
            at = at.get(part)
        if at is None:
            return location
    return location


def shown(value: Any) -> str:
    """A value as the file has it, near enough."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int) and abs(value) >= 10**MOST_DIGITS:
        return f"a number of more than {MOST_DIGITS} digits"  # str() refuses thousands of them
    if isinstance(value, (dict, list)):
        return "a table" if isinstance(value, dict) else "a list"
    return f'"{value}"' if isinstance(value, str) else str(value)


def _address(location: tuple[Any, ...], raw: dict[str, Any]) -> tuple[str, tuple[str, ...]]:
    """Address of a pydantic location, and the same with positions left out (names of fields only)."""
    parts: list[str] = []
    names: list[str] = []
    at: Any = raw
    table = ""
    for part in location:
        if isinstance(part, int):
            member = at[part] if isinstance(at, list) and part < len(at) else None
            identity = (
                member.get(id_key(table)) if isinstance(member, dict) and table not in POSITIONAL else None
            )
            parts.append(str(identity) if isinstance(identity, str) else str(part))
            at = member
        else:
            if isinstance(at, dict) and part not in at and not _is_field(names, part):
                continue
            parts.append(str(part))
            names.append(str(part))
            table = str(part)
            at = at.get(part) if isinstance(at, dict) else None
    return format_address(parts), tuple(names)


def _is_field(names: list[str], part: Any) -> bool:
    return str(part) in _known_keys((*names, str(part)))


def _known_keys(names: tuple[str, ...]) -> list[str]:
    """Keys of the table that holds the last of the names."""
    model = _model_of(_annotation(names[:-1]))
    return [] if model is None else [f.alias or n for n, f in model.model_fields.items()]


def _annotation(names: tuple[str, ...]) -> Any:
    """Type of the field that the names lead to."""
    annotation: Any = Facility
    for name in names:
        model = _model_of(annotation)
        fields = {} if model is None else {f.alias or n: f for n, f in model.model_fields.items()}
        if name not in fields:
            return None
        annotation = fields[name].annotation
    return annotation


def _model_of(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in get_args(annotation):
        found = _model_of(argument)
        if found is not None:
            return found
    return None


def _members(raw: dict[str, Any], table: str) -> list[tuple[int, dict[str, Any]]]:
    members = raw.get(table)
    return [(i, m) for i, m in enumerate(members) if isinstance(m, dict)] if isinstance(members, list) else []


def _ids(raw: dict[str, Any], table: str) -> list[str]:
    return [m[id_key(table)] for _, m in _members(raw, table) if isinstance(m.get(id_key(table)), str)]


def _duplicates(raw: dict[str, Any]) -> list[Problem]:
    problems = []
    for table in UNIQUE_TABLES:
        seen: set[str] = set()
        for i, member in _members(raw, table):
            identity = member.get(id_key(table))
            if not isinstance(identity, str):
                continue
            if identity in seen:
                key = format_address((table, identity, id_key(table)))
                message = f"two of [[{table}]] have this {id_key(table)}: rename one"
                problems.append(
                    Problem(
                        "E-DUPLICATE-ID",
                        key,
                        message,
                        value=shown(identity),
                        location=(table, i, id_key(table)),
                    )
                )
            seen.add(identity)
    return problems


def _references(raw: dict[str, Any]) -> list[Problem]:
    """Ids that name nothing, found on the raw tables so that they stand beside what else is wrong."""
    problems: list[Problem] = []
    ids = {table: _ids(raw, table) for table in ("hall", "phase", "calendar", "task")}
    ids["calendar"] += BUILT_IN_CALENDARS

    held = {table: frozenset(names) for table, names in ids.items()}

    def known(location: tuple[str | int, ...], value: Any, table: str) -> None:
        if isinstance(value, str) and value not in held[table]:
            key, _ = _address(location, raw)
            near = nearest(value[:MOST_WORDS], ids[table]) if len(problems) < MOST_SUGGESTIONS else ""
            message = f"no {table} has this id{near}"
            problems.append(Problem("E-UNKNOWN-ID", key, message, value=shown(value), location=location))

    converting = False
    for i, hall in _members(raw, "hall"):
        ai = hall.get("ai")
        if isinstance(ai, dict):
            converting = True
            known(("hall", i, "ai", "phase"), ai.get("phase"), "phase")
    for table in ("transformer", "switchboard", "feeder", "cooler", "fleet", "stock", "task"):
        for i, member in _members(raw, table):
            known((table, i, "hall"), member.get("hall"), "hall")
    problems += _unknown_assets(raw)
    for i, task in _members(raw, "task"):
        known(("task", i, "calendar"), task.get("calendar"), "calendar")
    if not converting:  # with generated tasks, relations are checked against them by the graph stage
        for i, relation in _members(raw, "relation"):
            known(("relation", i, "predecessor"), relation.get("predecessor"), "task")
            known(("relation", i, "successor"), relation.get("successor"), "task")
    if _members(raw, "hall") and "grid" not in raw:
        problems.append(
            Problem("E-MISSING", "grid.capacity_mw", "a site with halls needs [grid] capacity_mw")
        )
    for table in ("source", "assumed"):
        texts = raw.get(table)
        for text in texts if isinstance(texts, dict) else ():
            try:
                parse_address(text.replace("*", "any"))
            except AddressError as error:
                problems.append(Problem("E-VALUE", format_address((table, text)), str(error)))
    return problems


def _unknown_assets(raw: dict[str, Any]) -> list[Problem]:
    """Decisions on assets that the reuse ledger does not have."""
    if not _members(raw, "reuse"):
        return []
    assets = ledger_assets({table: _members(raw, table) for table in (*LEDGER_TABLES, "hall")})
    problems = []
    for i, member in _members(raw, "reuse"):
        asset = member.get("asset")
        if isinstance(asset, str) and asset not in assets:
            key, location = format_address(("reuse", asset, "asset")), ("reuse", i, "asset")
            message = f"no existing asset has this id{nearest(asset[:MOST_WORDS], assets)}"
            problems.append(Problem("E-UNKNOWN-ID", key, message, value=shown(asset), location=location))
    return problems


def _scenarios(raw: dict[str, Any], base: list[Problem], known: Known | None) -> list[Problem]:
    """Each scenario's overrides validated as the file is; what is wrong with the file itself is left to it."""
    problems: list[Problem] = []
    plain = {k: v for k, v in raw.items() if k != "scenario"}
    told = {_words_of(p) for p in base}
    for i, scenario in _members(raw, "scenario"):
        settings = scenario.get("set", {})
        identity = scenario.get("id")
        name = identity if isinstance(identity, str) else str(i)
        if not isinstance(settings, dict):
            continue
        changed, bad = plain, False
        for text, value in settings.items():
            key = format_address(("scenario", name, "set", text))
            try:
                address = parse_address(text)
                if address[0] == "scenario":
                    raise AddressError("a scenario may not change scenarios")
                if len(address) == 1 and isinstance(value, dict):
                    raise AddressError(f'quote the whole address, such as "{text}.….…" = value')
                changed = set_value(changed, address, value)
            except AddressError as error:
                problems.append(Problem("E-UNKNOWN-ID", key, str(error), value=shown(value)))
                bad = True
        if bad or changed is plain:
            continue
        _, found = _without_scenarios(changed, known)
        for problem in found:
            if _words_of(problem) in told:
                continue
            cause = _cause(problem.key, settings)
            key = format_address(("scenario", name, *(() if cause is None else ("set", cause))))
            problems.append(
                Problem(problem.code, key, f"{problem.key}: {problem.message}", value=problem.value)
            )
    return problems


def _words_of(problem: Problem) -> tuple[str, str, str, str | None]:
    return problem.code, problem.key, problem.message, problem.value


def _cause(key: str, settings: dict[str, Any]) -> str | None:
    """The setting that a problem's address comes from: its own, or the nearest above or below it."""
    try:
        wrong = parse_address(key)
    except AddressError:
        return None
    alike = {text: _common(wrong, parse_address(text)) for text in settings}
    best = max(alike, key=lambda text: alike[text], default=None)
    return best if best is not None and alike[best] >= 1 else None


def _common(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    """Parts that two addresses begin with alike."""
    shared = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        shared += 1
    return shared
