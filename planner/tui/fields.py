"""Fields of a form, read off the pydantic models: label, unit, kind, choices, default and help."""

from __future__ import annotations

import types
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

import annotated_types
from pydantic import BaseModel

from planner.model.facility import Facility
from planner.model.help import field_help
from planner.model.own_work import Scenario, TimingModel

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

    from planner.model.address import Address, Raw

REDUNDANCIES = ("N", "N+1", "N+2", "2N", "2N+1", "2(N+1)", "4N/3", "3N/2", "N+1B", "N+2B")
UNITS = {
    "mw": "MW", "mva": "MVA", "kv": "kV", "v": "V", "kw": "kW", "m2": "m²", "m": "m", "kpa": "kPa", "c": "°C", "days": "days",
    "hours": "h", "usd": "USD", "year": "h a year", "gpu": "TB a GPU", "a": "A",
}  # fmt: skip
LABELS = {
    "ups": "UPS", "genset": "Gensets", "cdu": "CDUs", "ai": "AI", "id": "Id", "ai_hall": "AI hall", "slab_kpa": "Slab load",
    "critical_it_mw": "Critical IT", "design_dry_bulb_c": "Design dry bulb", "design_wet_bulb_c": "Design wet bulb",
    "mean_dry_bulb_c": "Mean dry bulb", "secondary_v": "Secondary voltage", "supply_c": "Coolant supply",
    "curtailment_hours_per_year": "Curtailment", "storage_tb_per_gpu": "Storage", "fuel_hours": "Fuel on site",
    "mining": "Miners cooled by", "existing_mw": "Mining load", "rating_mva": "Rating", "rating_a": "Rating", "voltage_v": "Voltage", "capacity_kw": "Capacity", "transformer": "Transformers",
    "nodes": "Nodes", "reserve_fraction": "Reserve", "notice_to_proceed": "Notice to proceed", "capacity_mw": "Capacity",
    "voltage_kv": "Voltage", "altitude_m": "Altitude", "area_m2": "Floor area", "clear_height_m": "Clear height",
    "start": "Project start", "duration": "Low/likely/high",
}  # fmt: skip
PAIRS = {
    "critical_it_mw": "nodes",
    "nodes": "critical_it_mw",
    "duration_days": "duration",
    "duration": "duration_days",
}
"""Fields of which exactly one may stand: giving one takes the other out, in the same edit."""

Kind = Literal[
    "choice",
    "number",
    "integer",
    "text",
    "date",
    "flag",
    "days_list",
    "closed",
    "changes",
    "crew",
    "duration",
    "toml",
]


@dataclass(frozen=True)
class FieldSpec:
    """One field of a form."""

    address: Address
    label: str
    unit: str
    kind: Kind
    help: str
    default: str | None
    """What holds when nothing is given, in words; None where a value is required."""
    choices: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The key."""
        return self.address[-1]


def model_at(address: Address) -> type[BaseModel] | None:
    """The model of the table at an address; members of lists are named by id."""
    model: type[BaseModel] = Facility
    parts = iter(address)
    for part in parts:
        field = model.model_fields.get(part)
        inner = None if field is None else _model_of(field.annotation)
        if field is None or inner is None:
            return None
        model = inner
        if _is_list(field.annotation):
            next(parts, None)
    return model


def fields_of(table: Address, raw: Raw, known: dict[str, tuple[str, ...]]) -> list[FieldSpec]:
    """The fields of the table at an address. `known` has ids that plans and books know, by kind."""
    model = model_at(table)
    if model is None:
        return []
    if model is Scenario:
        return _scenario_fields(table, raw, known)
    specs = []
    # What a table has for itself comes before what it has in common with others: a task's name before its dates.
    common = set(TimingModel.model_fields) if issubclass(model, TimingModel) else set()
    for name, info in sorted(model.model_fields.items(), key=lambda field: field[0] in common):
        if _is_table(info.annotation) and name not in ("closed", "changes", "duration", "windows"):
            continue
        specs.append(_spec((*table, info.alias or name), name, info, model, raw, known))
    return specs


def _scenario_fields(table: Address, raw: Raw, known: dict[str, tuple[str, ...]]) -> list[FieldSpec]:
    from planner.model.address import get_value

    specs = [
        _spec((*table, name), name, Scenario.model_fields[name], Scenario, raw, known)
        for name in ("id", "name")
    ]
    for text in get_value(raw, (*table, "set")) or {}:
        specs.append(
            FieldSpec(
                (*table, "set", text),
                text,
                "",
                "toml",
                "Value that this what-if gives the address; empty takes it out.",
                "as in the base",
            )
        )
    return specs


def _spec(
    address: Address,
    name: str,
    info: FieldInfo,
    model: type[BaseModel],
    raw: Raw,
    known: dict[str, tuple[str, ...]],
) -> FieldSpec:
    text = _sentence(field_help(model).get(name, ""))
    kind, choices, suggestions = _kind(address, name, info, model, raw, known)
    default: str | None = None
    if not info.is_required():
        value = info.default
        booked = "book" in text or "when absent" in text or (model.__name__ == "HallAI" and name != "phase")
        default = "book" if value is None and booked else "none"
        if value is not None and value not in ((), {}, ""):
            default = (
                "yes"
                if value is True
                else "no"
                if value is False
                else ", ".join(value)
                if isinstance(value, tuple)
                else f"{value:g}"
                if isinstance(value, float)
                else str(value)
            )
        default = {
            "nodes": "from MW",
            "critical_it_mw": "from nodes",
            "rejection": "dry",
            "coolant": "pg25",
            "air_rejection": "chilled",
        }.get(name, default)
    limits = _limits(info)
    return FieldSpec(
        address, _label(name), _unit(name), kind, f"{text} {limits}".strip(), default, choices, suggestions
    )


def _sentence(text: str) -> str:
    return " ".join(text.split())


def _label(name: str) -> str:
    if name in LABELS:
        return LABELS[name]
    words = name.rstrip("_").split("_")
    if words[-1] in UNITS and len(words) > 1:
        words = words[:-1]
    return " ".join(words).capitalize()


def _unit(name: str) -> str:
    last = name.rsplit("_", 1)[-1]
    return UNITS.get(last, "") if "_" in name else ""


def _kind(
    address: Address,
    name: str,
    info: FieldInfo,
    model: type[BaseModel],
    raw: Raw,
    known: dict[str, tuple[str, ...]],
) -> tuple[Kind, tuple[str, ...], tuple[str, ...]]:
    special: dict[str, Kind] = {
        "workdays": "days_list",
        "closed": "closed",
        "windows": "closed",
        "changes": "changes",
        "duration": "duration",
    }
    if name in special:
        return special[name], (), ()
    if name == "crew":
        return "crew", (), ()
    if address[-2:-1] == ("redundancy",):
        return "choice", REDUNDANCIES, ()
    base = _plain(info.annotation)
    if get_origin(base) is Literal:
        return "choice", tuple(str(a) for a in get_args(base)), ()
    if name in ("hall", "phase", "calendar", "transformer") and address[0] not in ("calendar", "phase"):
        return (
            "choice",
            (*(("standard", "elapsed", "construction") if name == "calendar" else ()), *_ids(raw, name)),
            (),
        )
    if name == "tenant_pack" and known.get("pack"):
        return "choice", known["pack"], ()
    if name == "item" and known.get("item"):
        return "choice", known["item"], ()
    suggestions = known.get({"predecessor": "task", "successor": "task", "task": "task"}.get(name, ""), ())
    if address[0] == "override" and name == "id":
        suggestions = known.get("entry", ())
    names = {bool: "flag", int: "integer", float: "number"}
    if isinstance(base, type):
        if base.__name__ == "date":
            return "date", (), ()
        for kind, word in names.items():
            if base is kind:
                return word, (), ()  # type: ignore[return-value]
    return "text", (), suggestions


def _ids(raw: Raw, table: str) -> tuple[str, ...]:
    members = raw.get(table)
    return (
        tuple(str(m.get("id")) for m in members if isinstance(m, dict)) if isinstance(members, list) else ()
    )


@lru_cache(maxsize=256)
def _plain_cached(annotation: Any) -> Any:
    origin = get_origin(annotation)
    if origin is Annotated:
        return _plain_cached(get_args(annotation)[0])
    if origin in (Union, types.UnionType):
        inner = [a for a in get_args(annotation) if a is not type(None)]
        return _plain_cached(inner[0]) if inner else annotation
    return annotation


def _plain(annotation: Any) -> Any:
    """The annotation less None and its constraints."""
    return _plain_cached(annotation)


def _limits(info: FieldInfo) -> str:
    """`1 to 16` for a bounded number, from the constraints of the model."""
    found: dict[str, Any] = {}

    def gather(metadata: Any) -> None:
        for item in metadata:
            for inner in getattr(item, "metadata", None) or (item,):
                if isinstance(inner, annotated_types.Ge):
                    found["low"] = f"{inner.ge:g}" if isinstance(inner.ge, (int, float)) else None
                elif isinstance(inner, annotated_types.Gt):
                    found["low"] = f"above {inner.gt:g}" if isinstance(inner.gt, (int, float)) else None
                elif isinstance(inner, annotated_types.Le):
                    found["high"] = (
                        f"{inner.le:,g}" if isinstance(inner.le, (int, float)) and inner.le < 1e6 else None
                    )

    def visit(annotation: Any) -> None:
        if get_origin(annotation) is Annotated:
            gather(annotation.__metadata__)
        for argument in get_args(annotation):
            if not isinstance(argument, str):
                visit(argument)

    visit(info.annotation)
    gather(info.metadata)
    if found.get("low") is not None and found.get("high") is not None:
        return f"({found['low']} to {found['high']})"
    return ""


def _is_list(annotation: Any) -> bool:
    return get_origin(_plain(annotation)) in (tuple, list)


def _is_table(annotation: Any) -> bool:
    base = _plain(annotation)
    return _model_of(base) is not None


def _model_of(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in get_args(annotation):
        found = _model_of(argument)
        if found is not None:
            return found
    return None
