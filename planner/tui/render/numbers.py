"""How figures are written on the screen: rounded here and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

NONE = "–"


def money(usd: float | None) -> str:
    """`$512.3M`, `$1.24B`, `$84.0k`, `$950`; a dash where there is none."""
    if usd is None:
        return NONE
    sign = "-" if usd < 0 else ""
    size = abs(usd)
    if size >= 999_950_000:
        return f"{sign}${size / 1e9:.2f}B"
    if size >= 999_500:
        return f"{sign}${size / 1e6:.1f}M"
    if size >= 1_000:
        return f"{sign}${size / 1e3:.1f}k"
    return f"{sign}${size:.0f}"


def signed_money(usd: float) -> str:
    """`+$3.2M`, `-$40.0k`; nothing when it rounds to no dollar."""
    if not round(usd):
        return ""
    return money(usd) if usd < 0 else f"+{money(usd)}"


def signed_days(days: int | None) -> str:
    """`+41 d`, `-3 d`; nothing when nothing moved."""
    return f"{days:+,d} d" if days else ""


def signed_mw(mw: float) -> str:
    """`+2.5 MW`; nothing when it rounds to nothing."""
    return f"{mw:+,.1f} MW" if round(mw, 1) else ""


def megawatts(mw: float | None) -> str:
    """`60.0 MW`."""
    return NONE if mw is None else f"{mw:,.1f} MW"


def short(value: float | None) -> str:
    """A number without needless digits: `60`, `0.95`, `1,250`."""
    if value is None:
        return NONE
    if value == int(value) and abs(value) < 1e15:
        return f"{int(value):,d}"
    size = abs(value)
    return (
        f"{value:,.0f}"
        if size >= 1000
        else f"{value:,.1f}"
        if size >= 100
        else f"{value:,.2f}".rstrip("0").rstrip(".")
        if size >= 1
        else f"{value:,.3g}"
    )


def day(value: date | None) -> str:
    """`2028-03-14`."""
    return NONE if value is None else value.isoformat()


def count(number: int, noun: str, plural: str | None = None) -> str:
    """`1 check`, `2 checks`."""
    return f"{number:,d} {noun if number == 1 else plural or noun + 's'}"
