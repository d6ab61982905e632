"""What exists on a site, and what is wanted of it: the tables of the file that describe plant.

Field docstrings feed the app's form and its help; units are suffixes; what is optional takes its
default from the data books, which say where it comes from.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, ValidationInfo, field_validator, model_validator

from planner.model.types import (
    Count,
    Day,
    Days,
    Fraction,
    FreeId,
    Model,
    Name,
    NonNegativeMw,
    Number,
    PositiveMw,
    Redundancy,
    Slug,
    TemperatureC,
    Text,
    exactly_one,
    in_order,
    reject,
)

Platform = Literal["hgx-h100", "hgx-h200", "hgx-b200", "gb200-nvl72"]
Cooling = Literal["air", "liquid"]
MiningCooling = Literal["air", "immersion", "hydro"]
Rejection = Literal["dry", "adiabatic", "chilled"]
AirRejection = Literal["chilled", "dx", "evaporative", "outside"]
Coolant = Literal["pg25", "water"]

LIQUID_ONLY: dict[str, str] = {
    "gb200-nvl72": "its GPUs, CPUs and NVLink switches have cold plates and no air heatsinks; about 120 kW a rack "
    "is beyond what air can carry"
}
"""Platforms that air cannot cool, with the reason a person is told."""


class Site(Model):
    """Where the facility is and whose it is."""

    name: Name = ""
    """What the site is called."""
    region: Annotated[str, Field(pattern=r"^[A-Z]{2}(-[A-Z0-9]{1,3})?$")] | None = None
    """Country and subdivision, such as US-TX: climate default, holidays and permits follow from it."""
    operator: Name | None = None
    """Who owns and runs the site."""
    tenancy: Literal["owned", "ground-lease"] | None = None
    """Whether the land is owned or leased."""
    boundary_m: Annotated[float, Number, Field(gt=0, le=20_000)] | None = None
    """Distance from the outdoor plant to the nearest boundary where noise is limited, m; the book's when absent."""
    note: Text | None = None
    """Anything worth knowing about the site."""


class Project(Model):
    """The programme's frame."""

    start: Day
    """First day of the programme: boundary 0 of the schedule. Nothing precedes it."""
    data_date: Day | None = None
    """Morning up to which progress is reported; unfinished work resumes no earlier."""
    power_limit_mw: Annotated[PositiveMw, Number] | None = None
    """Most that tasks and site may draw together on any day, MW; a lower contract holds too."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.data_date is not None and self.data_date < self.start:
            raise ValueError("data_date is before start: nothing precedes the start")
        return self


class GridStep(Model):
    """A later, larger contracted capacity and the day it is energised."""

    id: Slug
    """Name of the step in task ids."""
    capacity_mw: Annotated[PositiveMw, Number]
    """Contracted capacity from that day on, MW (the whole, not the increase)."""
    energised: Day
    """Day from which the utility gives the capacity."""
    note: Text | None = None
    """Where the date comes from."""


class Grid(Model):
    """The energised grid connection, the scarce thing a miner owns."""

    capacity_mw: Annotated[PositiveMw, Number]
    """Contracted real power that may be drawn at the start, MW."""
    power_factor: Annotated[float, Number, Field(gt=0.5, le=1)] | None = None
    """Power factor at the point of connection; the book's figure when absent."""
    voltage_kv: Annotated[float, Number, Field(gt=0, le=1200)] | None = None
    """Voltage at the point of connection, kV."""
    reserve_fraction: Annotated[Fraction, Number] | None = None
    """Share of the capacity kept free for metering tolerance and growth; the book's figure when absent."""
    curtailment_hours_per_year: Annotated[float, Number, Field(ge=0, le=8784)] | None = None
    """Hours a year the utility may curtail the site; an AI tenant will want them bought out."""
    step: tuple[GridStep, ...] = ()
    """Later energisation steps."""


class Climate(Model):
    """Design weather. Say where it comes from (source) or why it is assumed (assumed)."""

    design_dry_bulb_c: Annotated[TemperatureC, Number] | None = None
    """Extreme dry-bulb temperature the plant must hold, °C."""
    design_wet_bulb_c: Annotated[TemperatureC, Number] | None = None
    """Extreme wet-bulb temperature, °C."""
    mean_dry_bulb_c: Annotated[TemperatureC, Number] | None = None
    """Annual mean dry-bulb temperature, °C."""
    altitude_m: Annotated[float, Number, Field(ge=-450, le=5000)] | None = None
    """Height above sea level, m."""
    source: Text | None = None
    """Where the figures come from."""
    assumed: Text | bool | None = None
    """Why the figures are assumed, when no source is given."""

    @field_validator("design_wet_bulb_c")
    @classmethod
    def _wet_below_dry(cls, value: float | None, info: ValidationInfo) -> float | None:
        dry = info.data.get("design_dry_bulb_c")
        if value is not None and dry is not None and value > dry:
            raise ValueError(f"cannot exceed design_dry_bulb_c, {dry:g}")
        return value


class HallRedundancy(Model):
    """Redundancy of each subsystem of a hall."""

    ups: Redundancy = "N+1"
    """UPS modules: N, N+1, N+2, 2N, 2N+1, 2(N+1), 4N/3 or N+1B (blocks, one idle)."""
    genset: Redundancy = "N+1"
    """Standby generators."""
    transformer: Redundancy = "N+1"
    """Unit transformers, MV to LV."""
    cdu: Redundancy = "N+1"
    """Coolant distribution units."""
    cooling: Redundancy = "N+1"
    """Fan walls, dry coolers and chillers."""


class HallAI(Model):
    """The AI hall that is wanted in place of the mining hall."""

    platform: Platform
    """GPU platform that the hall is built for."""
    critical_it_mw: Annotated[PositiveMw, Number] | None = None
    """IT capacity to let, MW at rack inputs; the number of nodes follows. Give this or nodes."""
    nodes: Annotated[Count, Number] | None = None
    """GPU nodes (racks for NVL72); the capacity follows. Give this or critical_it_mw."""
    cooling: Cooling
    """How the GPUs are cooled; even a liquid hall has some air heat."""
    nodes_per_rack: Annotated[int, Number, Field(ge=1, le=16)] | None = None
    """Nodes in one rack; the platform's figure for the cooling when absent."""
    supply_c: Annotated[float, Number, Field(ge=15, le=45)] | None = None
    """Coolant temperature supplied to the racks (technology loop), °C; the book's when absent."""
    rejection: Rejection | None = None
    """How liquid heat leaves: dry coolers, adiabatic coolers or chillers; trim chillers are added where the weather needs them."""
    coolant: Coolant | None = None
    """What flows through the cold plates: pg25 (water with 25 percent propylene glycol) or treated water; the book's when absent."""
    air_rejection: AirRejection | None = None
    """How air heat leaves: chilled-water fan walls, direct expansion, evaporative or plain outside air; the book's when absent."""
    fuel_hours: Annotated[float, Number, Field(ge=0, le=336)] | None = None
    """Hours of generator fuel on site at full load."""
    storage_tb_per_gpu: Annotated[float, Number, Field(ge=0, le=500)] | None = None
    """Usable storage, TB per GPU (the tenant's); the book's figure when absent."""
    cluster_units: Annotated[int, Number, Field(ge=1, le=256)] | None = None
    """Greatest number of scalable units in one cluster."""
    oversubscription: Annotated[float, Number, Field(ge=1, le=128)] | None = None
    """Leaf ports to nodes per leaf port to spines; 1 is non-blocking. The book's figure when absent."""
    phase: Slug | None = None
    """Id of the phase whose notice to proceed releases this hall."""
    tenant_pack: Slug | None = None
    """What the tenant asks, by id of the pack book (training, colocation, hyperscale; none to check nothing); the book's pack, failing nothing, when absent."""

    @model_validator(mode="after")
    def _one_size(self) -> Self:
        reject(exactly_one(critical_it_mw=self.critical_it_mw, nodes=self.nodes))
        return self

    @field_validator("cooling")
    @classmethod
    def _cooling_possible(cls, value: Cooling, info: ValidationInfo) -> Cooling:
        platform = info.data.get("platform", "")
        if value == "air" and platform in LIQUID_ONLY:
            raise ValueError(
                f'{platform} cannot be cooled by air: {LIQUID_ONLY[platform]}; set cooling = "liquid"'
            )
        return value


class Hall(Model):
    """A mining hall, or a row of containers, as it stands; with `[hall.ai]` it is converted."""

    id: Slug
    """Short name used in task ids and addresses, such as h1."""
    name: Name = ""
    """What people call the hall."""
    existing_mw: Annotated[NonNegativeMw, Number] = 0.0
    """Mining load that runs in it today, MW (0 for an empty building or a new one)."""
    kind: Literal["building", "container", "new-build"] = "building"
    """A shed to retrofit, containers to clear for a new building on the pad, or new ground."""
    mining: MiningCooling = "air"
    """How the miners are cooled today."""
    area_m2: Annotated[float, Number, Field(gt=0, le=2_000_000)] | None = None
    """Floor area, m²; from the book's mining density when absent."""
    slab_kpa: Annotated[float, Number, Field(gt=0, le=200)] | None = None
    """Load the floor slab bears, kPa; the book's mining slab when absent."""
    clear_height_m: Annotated[float, Number, Field(gt=0, le=60)] | None = None
    """Clear height, m; the book's when absent."""
    ai: HallAI | None = None
    """What is wanted; without it the hall goes on mining."""
    redundancy: HallRedundancy = HallRedundancy()
    """Redundancy per subsystem of the AI hall."""


class Transformer(Model):
    """Existing transformers of one kind."""

    id: Slug
    """Short name."""
    kind: Literal["substation", "pad"]
    """Grid to medium voltage (substation) or medium to low voltage at a hall (pad)."""
    count: Annotated[Count, Number] = 1
    """How many."""
    rating_mva: Annotated[float, Number, Field(gt=0, le=2000)]
    """Rating of each, MVA."""
    secondary_v: Annotated[float, Number, Field(gt=0, le=1_200_000)] | None = None
    """Secondary voltage, V; 415 and 480 suit an AI hall."""
    hall: Slug | None = None
    """Hall that pad transformers feed."""
    year: Annotated[int, Number, Field(ge=1950, le=2200)] | None = None
    """Year of manufacture."""


class Switchboard(Model):
    """Existing low-voltage switchboards of one kind."""

    id: Slug
    """Short name."""
    hall: Slug | None = None
    """Hall that they feed; when absent, shared evenly over the AI halls."""
    count: Annotated[Count, Number] = 1
    """How many."""
    rating_a: Annotated[float, Number, Field(gt=0, le=20_000)]
    """Rating of the main bus of each, A; it must carry a unit transformer."""
    voltage_v: Annotated[float, Number, Field(gt=0, le=1000)] | None = None
    """Voltage, V; 415 and 480 suit an AI hall, and one of them is assumed when absent."""
    year: Annotated[int, Number, Field(ge=1950, le=2200)] | None = None
    """Year of manufacture."""


class Feeder(Model):
    """Existing medium-voltage feeders of one kind: cable and duct from the substation to a hall."""

    id: Slug
    """Short name."""
    hall: Slug | None = None
    """Hall that they feed; when absent, shared evenly over the AI halls."""
    count: Annotated[Count, Number] = 1
    """How many."""
    rating_mva: Annotated[float, Number, Field(gt=0, le=500)]
    """What each may carry, MVA."""
    voltage_kv: Annotated[float, Number, Field(gt=0, le=1200)] | None = None
    """Voltage, kV; a medium voltage that suits is assumed when absent."""
    year: Annotated[int, Number, Field(ge=1950, le=2200)] | None = None
    """Year of installation."""


class Cooler(Model):
    """Existing heat rejection of the mine, of one kind."""

    id: Slug
    """Short name."""
    hall: Slug | None = None
    """Hall that they cool; when absent, shared evenly over the AI halls."""
    kind: Literal["dry", "evaporative", "fan-wall", "hydro", "immersion"]
    """Dry coolers and those of hydro miners may serve a water-glycol loop; the others may not."""
    count: Annotated[Count, Number] = 1
    """How many."""
    capacity_kw: Annotated[float, Number, Field(gt=0, le=100_000)]
    """Heat that each rejects in the site's design weather, kW."""
    supply_c: Annotated[TemperatureC, Number] | None = None
    """Water temperature that it was designed to supply in that weather, °C; the book's approach above the air when absent."""
    year: Annotated[int, Number, Field(ge=1950, le=2200)] | None = None
    """Year of manufacture."""


class Fleet(Model):
    """Miners of one model in one hall."""

    id: Slug
    """Short name."""
    hall: Slug
    """Hall they stand in."""
    model: Name
    """Model as the ASIC book names it, such as Antminer S21."""
    count: Annotated[Count, Number]
    """How many."""


class FibreRoute(Model):
    """A fibre entrance that exists."""

    id: Slug
    """Short name."""
    diverse: bool = True
    """Whether it shares no duct or pole with the others."""


class ReuseDecision(Model):
    """A person's decision on an existing asset, in place of the rule's."""

    asset: FreeId
    """Id of the asset in the reuse ledger, such as transformer.pads-h1, hall.h1.shell or fibre.north."""
    decision: Literal["reuse", "refurbish", "replace", "sell"]
    """What becomes of it."""
    reason: Annotated[
        str, StringConstraints(strict=True, min_length=1, max_length=2000, strip_whitespace=True)
    ]
    """Why; a decision without a reason is refused."""


class Stock(Model):
    """Equipment in stock or on order: its delivery date replaces the lead time."""

    id: Slug
    """Short name."""
    item: Name
    """Item as the item book names it, such as ups or genset."""
    quantity: Annotated[float, Number, Field(gt=0, le=1e9)] | None = None
    """How much, in the units the item is counted in; when absent, all that is needed."""
    delivered: Day
    """Day it is on site (a past day or the project start for what is in the yard)."""
    hall: Slug | None = None
    """Hall it is for; when absent, any hall in phase order that it reaches no later than a fresh order would."""
    paid: bool = False
    """True when it was paid for before this plan: its price is then no new capex."""
    note: Text | None = None
    """Where this is known from."""


class Begun(Model):
    """Generated work that began or ended before the project start."""

    task: FreeId
    """Id of the generated task, such as site.survey or h1.building_permit."""
    remaining_days: Annotated[Days, Number] = 0
    """Days left of it in its own calendar; 0 when it is done."""
    reason: Text | None = None
    """Where this is known from."""


class Phase(Model):
    """A stage of the programme."""

    id: Slug
    """Short name, used by hall.ai.phase."""
    name: Name = ""
    """What it is called."""
    notice_to_proceed: Day
    """Day from which works of its halls may begin."""


def not_negative(*figures: float | None) -> str | None:
    """What is wrong with the figures of an override; None when nothing is."""
    negative = any(f is not None and f < 0 for f in figures)
    return "a book figure is never negative" if negative else None


class Override(Model):
    """A person's own figure in place of a book entry."""

    id: FreeId
    """Address of the book entry, such as lead_times.ups or prices.genset."""
    low: Annotated[float, Number] | None = None
    """Low figure; likely when absent."""
    likely: Annotated[float, Number]
    """Figure to plan with, in the book entry's unit."""
    high: Annotated[float, Number] | None = None
    """High figure; likely when absent."""
    reason: Text
    """Why, or the quote it comes from."""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        reject(in_order(self.low, self.likely, self.high))
        reject(not_negative(self.low, self.likely))
        return self
