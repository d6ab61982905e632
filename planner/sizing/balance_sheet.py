"""The balance of a hall as figures: every intermediate of `planner.sizing.balance`, to be redone by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.model.plant import HallAI
    from planner.sizing.balance import Balance
    from planner.sizing.figures import Sheet
    from planner.sizing.heat_paths import Path

DISTRIBUTION = "electrical.distribution.efficiency"
UPS = "electrical.ups.efficiency"
CHAIN = ("electrical.transformer.efficiency", "electrical.substation.efficiency")
FREE = ("cooling.rejection.margin_k", "cooling.rejection.approach_k")
LOOP = "cooling.rejection.delta_k"
FAN = "cooling.rejection.fan_share"
LIMITS = (
    "cooling.chiller.cop_air_c",
    "cooling.chiller.loss_per_k",
    "cooling.chiller.cop_min",
    "cooling.chiller.cop_max",
)
CHILLER = (
    "cooling.chiller.cop",
    "cooling.chiller.cop_water_c",
    "cooling.chiller.gain_per_k",
    *LIMITS,
)


def put_balance(sheet: Sheet, ai: HallAI, design: Balance, mean: Balance) -> None:
    """Publish the balance at design weather, and at the mean what differs there.

    Only power for cooling depends on the weather: heat, losses and pumps are those of the design day.

    Source: the closed form of `planner.sizing.balance`.
    """
    _put_liquid_heat(sheet, ai, design)
    _put_air_heat(sheet, design)
    _put_supplies(sheet, ai, design)
    for mark, balance, air in (("", design, "design_air_c"), ("_mean", mean, "mean_air_c")):
        if ai.cooling == "liquid":
            _put_liquid_path(sheet, ai, mark, balance.liquid_path, air)
        else:
            _zero_liquid_path(sheet, mark)
        _put_air_path(sheet, ai, mark, balance.air_path, air)
    _put_draw(sheet, "", design)
    _put_draw(sheet, "_mean", mean)


def _put_liquid_heat(sheet: Sheet, ai: HallAI, b: Balance) -> None:
    put, likely = sheet.put, sheet.books.likely
    critical = sheet["critical_it_kw"]
    if ai.cooling == "air":
        needs = ("hall.ai.cooling",)
        sheet.zero("fraction", "air hall", "liquid_share", needs=needs)
        sheet.zero("kW", "air hall", "liquid_heat_kw", "cdu_pump_kw", "liquid_rejected_kw", needs=needs)
        return
    own = (f"platforms.{ai.platform}.liquid_share", f"platforms.{ai.platform}.compute_share")
    share = put(
        "liquid_share",
        likely(own[0]) * likely(own[1]),
        "fraction",
        f"{likely(own[0]):g} of a node's heat x {likely(own[1]):g} of IT in nodes",
        own,
        ("hall.ai.platform", "hall.ai.cooling"),
    )
    put(
        "liquid_heat_kw",
        b.liquid,
        "kW",
        f"{share:.5g} x {critical:,.2f}",
        (),
        ("liquid_share", "critical_it_kw"),
    )
    pump = "cooling.cdu.pump_share"
    put("cdu_pump_kw", b.pumps, "kW", f"{likely(pump):g} x {b.liquid:,.2f}", (pump,), ("liquid_heat_kw",))
    put(
        "liquid_rejected_kw",
        b.rejected,
        "kW",
        f"{b.liquid:,.2f} + pumps {b.pumps:,.2f}",
        (),
        ("liquid_heat_kw", "cdu_pump_kw"),
    )


def _put_air_heat(sheet: Sheet, b: Balance) -> None:
    put, likely = sheet.put, sheet.books.likely
    critical = sheet["critical_it_kw"]
    distribution, ups = likely(DISTRIBUTION), likely(UPS)
    put(
        "distribution_loss_kw",
        b.distribution_loss,
        "kW",
        f"{critical:,.2f} x (1 / {distribution:g} - 1)",
        (DISTRIBUTION,),
        ("critical_it_kw",),
    )
    put(
        "ups_load_kw",
        b.ups,
        "kW",
        f"{critical:,.2f} / {distribution:g} + pumps {b.pumps:,.2f}",
        (DISTRIBUTION,),
        ("critical_it_kw", "cdu_pump_kw"),
    )
    put("ups_loss_kw", b.ups_loss, "kW", f"{b.ups:,.2f} x (1 / {ups:g} - 1)", (UPS,), ("ups_load_kw",))
    put(
        "room_loss_kw",
        b.room_losses,
        "kW",
        f"{b.distribution_loss:,.2f} + {b.ups_loss:,.2f}",
        (),
        ("distribution_loss_kw", "ups_loss_kw"),
    )
    put(
        "air_heat_kw",
        b.air,
        "kW",
        f"{critical:,.2f} - liquid {b.liquid:,.2f} + losses {b.room_losses:,.2f}",
        (),
        ("critical_it_kw", "liquid_heat_kw", "room_loss_kw"),
    )


def _put_supplies(sheet: Sheet, ai: HallAI, b: Balance) -> None:
    """Temperatures that the two paths serve: chilled water of the air path, technology and facility water."""
    put, likely = sheet.put, sheet.books.likely
    air, coil, approach = "cooling.air.supply_c", "cooling.air.coil_approach_k", "cooling.cdu.approach_k"
    chilled = put(
        "chilled_water_c",
        b.air_path.water_c,
        "°C",
        f"supply air {likely(air):g} - coil approach {likely(coil):g}",
        (air, coil),
    )
    if ai.cooling == "air":
        sheet.zero("°C", "air hall", "tcs_supply_c", "fws_supply_c", needs=("hall.ai.cooling",))
        return
    book = "cooling.tcs.supply_c"
    asked = ai.supply_c if ai.supply_c is not None else likely(book)
    supply = put(
        "tcs_supply_c",
        max(asked, chilled + likely(approach)),
        "°C",
        f"warmer of {asked:g} asked and {chilled:g} + CDU approach {likely(approach):g}, the coldest the plant makes",
        (approach,) if ai.supply_c is not None else (book, approach),
        ("chilled_water_c",) if ai.supply_c is None else ("chilled_water_c", "hall.ai.supply_c"),
    )
    way, needs = liquid_way_behind(ai)
    if b.liquid_path.way == "chilled":
        why = f"the chilled water of the air path: {chilled:g}"
        put("fws_supply_c", b.liquid_path.water_c, "°C", why, way, (*needs, "chilled_water_c"))
    else:
        why = f"warmer of {supply:g} - CDU approach {likely(approach):g} and chilled water {chilled:g}"
        needs = (*needs, "tcs_supply_c", "chilled_water_c")
        put("fws_supply_c", b.liquid_path.water_c, "°C", why, (approach, *way), needs)


def _zero_liquid_path(sheet: Sheet, mark: str) -> None:
    why, needs = "air hall", ("hall.ai.cooling",)
    sheet.zero("°C", why, f"cooler_air{mark}_c", f"cooler_water{mark}_c", needs=needs)
    sheet.zero("kW per kW", why, f"liquid{mark}_cop", f"liquid{mark}_kw_per_kw", needs=needs)
    sheet.zero("fraction", why, f"liquid_trim{mark}_share", needs=needs)


def _put_liquid_path(sheet: Sheet, ai: HallAI, mark: str, path: Path, air: str) -> None:
    """Air at the coolers, water they make, what is left to compressors, and power per kW."""
    put, likely = sheet.put, sheet.books.likely
    effect = "cooling.rejection.wet_bulb_effectiveness"
    way, chosen = liquid_way_behind(ai)
    if path.way == "adiabatic" and path.wet_bulb_c is not None:
        why = f"{path.air_c:g} - {likely(effect):g} x max(0, {path.air_c:g} - wet bulb {path.wet_bulb_c:g})"
        put(
            f"cooler_air{mark}_c",
            path.entering_c,
            "°C",
            why,
            (effect, *way),
            (air, "design_wet_bulb_c", *chosen),
        )
    else:
        why = f"{path.air_c:g} °C outside, pads dry" if path.way == "adiabatic" else f"{path.air_c:g} outside"
        put(f"cooler_air{mark}_c", path.entering_c, "°C", why, way, (air, *chosen))
    margin, approach = (likely(k) for k in FREE)
    put(
        f"cooler_water{mark}_c",
        path.free_c,
        "°C",
        f"{path.entering_c:g} + recirculation margin {margin:g} + approach {approach:g}",
        FREE,
        (f"cooler_air{mark}_c",),
    )
    share = put(
        f"liquid_trim{mark}_share",
        path.compressor_share,
        "fraction",
        f"({path.free_c:g} - {path.water_c:g}) / {likely(LOOP):g} K, within 0 and 1",
        (LOOP,),
        (f"cooler_water{mark}_c", "fws_supply_c"),
    )
    _put_cop(sheet, f"liquid{mark}_cop", path, air, "fws_supply_c")
    put(
        f"liquid{mark}_kw_per_kw",
        path.kw_per_kw,
        "kW per kW",
        f"{1 - share:.4f} x fans {likely(FAN):g} + {share:.4f} / COP {path.cop:.4f}",
        (FAN,),
        (f"liquid_trim{mark}_share", f"liquid{mark}_cop"),
    )


def _put_cop(sheet: Sheet, key: str, path: Path, air: str, water: str) -> None:
    likely = sheet.books.likely
    cop, reference, gain, rated, loss, least, most = (likely(k) for k in CHILLER)
    why = (
        f"{cop:g} x (1 + {gain:g} x ({path.water_c:g} - {reference:g}))"
        f" x (1 - {loss:g} x ({path.air_c:g} - {rated:g})), within {least:g} and {most:g}"
    )
    sheet.put(key, path.cop, "kW per kW", why, CHILLER, (air, water))


def _put_air_path(sheet: Sheet, ai: HallAI, mark: str, path: Path, air: str) -> None:
    """Supply air, what compressors carry of the air heat, and power per kW, by the way it leaves."""
    put, likely = sheet.put, sheet.books.likely
    uses, chosen = air_way_behind(ai)
    supply, trim, cop, power = (
        f"air_supply{mark}_c",
        f"air_trim{mark}_share",
        f"air{mark}_cop",
        f"air{mark}_kw_per_kw",
    )
    if path.way in ("evaporative", "outside"):
        _put_outside_supply(sheet, supply, path, air, chosen)
        sheet.zero("fraction", f"{path.way} air has no compressors", trim, needs=chosen)
        sheet.zero("kW per kW", f"{path.way} air has no compressors", cop, needs=chosen)
        fan = "cooling.air.outside_fan_share"
        put(power, path.kw_per_kw, "kW per kW", f"fans {likely(fan):g}", (fan, *uses), chosen)
        return
    set_point = "cooling.air.supply_c"
    put(supply, path.supply_air_c, "°C", f"set point {likely(set_point):g}", (set_point, *uses), chosen)
    fans = "cooling.air.fan_share"
    if path.way == "dx":
        put(trim, 1.0, "fraction", "direct expansion carries all: 1", uses, chosen)
        rated, loss, least, most = (likely(k) for k in LIMITS)
        why = (
            f"{likely('cooling.dx.cop'):g} x (1 - {loss:g} x ({path.air_c:g} - {rated:g}))"
            f", within {least:g} and {most:g}"
        )
        put(cop, path.cop, "kW per kW", why, ("cooling.dx.cop", *LIMITS), (air,))
        why = f"fans {likely(fans):g} + 1 / COP {path.cop:.4f}"
        put(power, path.kw_per_kw, "kW per kW", why, (fans,), (cop,))
        return
    share = put(
        trim,
        path.compressor_share,
        "fraction",
        f"({path.air_c:g} + {likely(FREE[0]):g} + {likely(FREE[1]):g} - {path.water_c:g}) / {likely(LOOP):g} K, within 0 and 1",
        (*FREE, LOOP, *uses),
        (air, "chilled_water_c", *chosen),
    )
    _put_cop(sheet, cop, path, air, "chilled_water_c")
    pumps = "cooling.air.pump_share"
    why = (
        f"fans {likely(fans):g} + pumps {likely(pumps):g} + {1 - share:.4f} x {likely(FAN):g}"
        f" + {share:.4f} / COP {path.cop:.4f}"
    )
    put(power, path.kw_per_kw, "kW per kW", why, (fans, pumps, FAN), (trim, cop))


def _put_outside_supply(sheet: Sheet, key: str, path: Path, air: str, chosen: tuple[str, ...]) -> None:
    likely = sheet.books.likely
    rise, effect = "cooling.air.fan_rise_k", "cooling.air.pad_effectiveness"
    needs: tuple[str, ...] = (air, *chosen)
    uses: tuple[str, ...] = ()
    if path.way == "outside":
        why, uses = f"{path.air_c:g} outside + fans {likely(rise):g}", (rise,)
    elif path.wet_bulb_c is None:
        why = f"{path.air_c:g} outside, pads dry"
    else:
        why = f"{path.air_c:g} - {likely(effect):g} x max(0, {path.air_c:g} - wet bulb {path.wet_bulb_c:g})"
        uses, needs = (effect,), (*needs, "design_wet_bulb_c")
    if not chosen:
        uses = (*uses, "cooling.air.rejection")
    sheet.put(key, path.supply_air_c, "°C", why, uses, needs)


def _put_draw(sheet: Sheet, mark: str, b: Balance) -> None:
    """Mechanical load, what the hall draws at low voltage and at the grid, and PUE."""
    put, likely = sheet.put, sheet.books.likely
    critical = sheet["critical_it_kw"]
    put(
        f"mechanical{mark}_kw",
        b.mechanical,
        "kW",
        f"pumps {b.pumps:,.2f} + air {b.air:,.2f} x {b.air_path.kw_per_kw:.5f}"
        f" + liquid {b.rejected:,.2f} x {b.liquid_path.kw_per_kw if b.liquid else 0:.5f}",
        (),
        (
            *("cdu_pump_kw", "air_heat_kw", f"air{mark}_kw_per_kw"),
            *("liquid_rejected_kw", f"liquid{mark}_kw_per_kw"),
        ),
    )
    if not mark:
        house = "electrical.distribution.house_share"
        put("house_kw", b.house, "kW", f"{likely(house):g} x {critical:,.2f}", (house,), ("critical_it_kw",))
    load = f"hall_load{mark}_kw"
    put(
        load,
        b.low_voltage,
        "kW",
        f"UPS {b.ups:,.2f} + its loss {b.ups_loss:,.2f} + mechanical {b.mechanical:,.2f}"
        f" - pumps {b.pumps:,.2f} on UPS + house {b.house:,.2f}",
        (),
        ("ups_load_kw", "ups_loss_kw", f"mechanical{mark}_kw", "cdu_pump_kw", "house_kw"),
    )
    draw = f"grid_draw{mark}_kw"
    why = f"{b.low_voltage:,.2f} / ({likely(CHAIN[0]):g} x {likely(CHAIN[1]):g})"
    put(draw, b.grid, "kW", why, CHAIN, (load,))
    if not mark:
        why = f"{b.grid:,.2f} - {b.low_voltage:,.2f}"
        put("transformer_loss_kw", b.transformer_loss, "kW", why, (), (draw, load))
    pue = b.grid / critical if critical else 0.0
    name = "pue_mean" if mark else "pue_design"
    put(name, pue, "PUE", f"{b.grid:,.2f} / {critical:,.2f}", (), (draw, "critical_it_kw"))


def air_way_behind(ai: HallAI) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Book entries and file addresses that choose the air path."""
    return (
        ((), ("hall.ai.air_rejection",)) if ai.air_rejection is not None else (("cooling.air.rejection",), ())
    )


def liquid_way_behind(ai: HallAI) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Book entries and file addresses that choose the liquid path."""
    return ((), ("hall.ai.rejection",)) if ai.rejection is not None else (("cooling.rejection.way",), ())
