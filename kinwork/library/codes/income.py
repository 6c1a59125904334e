"""Money that comes in, as people write it: read, or asked back; and what it is in a year.

Nothing is guessed in silence: `1.200,50` is asked back with our guess, never read as 1.2.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from kinwork.common.answers import money, said
from kinwork.library.codes.tables import table

MOST_A_YEAR = Decimal(10_000_000)
CENT = Decimal("0.01")

NOTHING = {"none", "nothing", "no income", "zero", "nil", "nada", "cero", "ninguno", "sin ingresos"}
VARIES = {"varies", "vary", "it varies", "depends", "it depends", "varia", "depende", "changes"}
UNKNOWN = {"don't know", "dont know", "not sure", "unknown", "?", "no se"}
PERIOD_WORDS = {
    "weekly": (
        "weekly",
        "a week",
        "per week",
        "/week",
        "/wk",
        "por semana",
        "a la semana",
        "semanal",
    ),
    "every_two_weeks": ("every two weeks", "every 2 weeks", "biweekly", "cada dos semanas"),
    "twice_a_month": ("twice a month", "semimonthly", "dos veces al mes", "quincenal"),
    "monthly": ("monthly", "a month", "per month", "/month", "/mo", "al mes", "por mes", "mensual"),
    "yearly": ("yearly", "a year", "per year", "/year", "/yr", "annual", "al año", "anual"),
}
FIRST_LONGEST = sorted(
    ((w, p) for p, ws in PERIOD_WORDS.items() for w in ws), key=lambda x: -len(x[0])
)
CURRENCY = re.compile(r"\b(usd|us|dollars?|d[oó]lares|d[oó]lar|bucks)\b|\$|us\$", re.IGNORECASE)
PLAIN = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2}))?")
RANGE = re.compile(
    r"^(?:between|from|entre|de)?\s*(.+?)\s*(?:-|–|—|\bto\b|\band\b|\ba\b|\by\b)\s*(\D?\d.*)$"
)


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount that was understood. `high` is the upper end where it varies, else equal."""

    low: Decimal
    high: Decimal
    period: str


@dataclass(frozen=True, slots=True)
class AskBack:
    """An amount that must be asked again: a code, the typed text, and our guess if we have one."""

    code: str
    text: str
    guess: Decimal | None = None

    def question(self, language: str = "en") -> str:
        pattern = table("income")["ask"][self.code]
        typed = self.text if len(self.text) <= 40 else self.text[:40] + "…"
        guess = "" if self.guess is None else money(self.guess)
        return said(pattern, language).replace("{text}", typed).replace("{amount}", guess)


@dataclass(frozen=True, slots=True)
class IncomeLine:
    """One kind of money: `amount` a `period`; None = not known. `high` where it varies."""

    amount: Decimal | None
    period: str = "monthly"
    kind: str = "wages"
    high: Decimal | None = None
    member: str | None = None

    def yearly(self) -> tuple[Decimal, Decimal | None] | None:
        """Lowest and highest in a year (None = no known top); None when it cannot be used."""
        times = times_a_year(self.period)
        low = usable(self.amount)
        if low is None or times is None:
            return None
        high = low if self.high is None else usable(self.high)
        return low * times, None if high is None else max(low, high) * times


def parse_income(text: str, period: str = "monthly") -> Amount | AskBack:
    """Read an amount as typed for a period. Accepts `1,200.50`, `$0`, `450 a week`, `300-500`.

    Out: an Amount, or an AskBack with code empty, not_a_number, ambiguous, negative, too_large,
    varies, unknown or period. Never raises on odd text.
    """
    typed = text if isinstance(text, str) else str(text)
    plain = _tidy(typed)
    if not plain:
        return AskBack("empty", typed)
    word = _unaccented(plain).rstrip(".!")
    if word in NOTHING:
        return _amount(Decimal(0), Decimal(0), period, typed)
    if word in UNKNOWN or word in VARIES:
        return AskBack("unknown" if word in UNKNOWN else "varies", typed)
    plain, said_period = _without_period(plain)
    if times_a_year(period) is None or (said_period and said_period != period):
        return AskBack("period", typed)
    return _ends(plain, period, typed)


def times_a_year(period: str) -> int | None:
    """How often a period comes in a year; None for a period we do not have."""
    found = table("income")["periods"].get(period)
    return found and found["times"]


def usable(amount: object) -> Decimal | None:
    """An amount that arithmetic may use: a finite number from 0 up to a sensible most."""
    try:
        number = Decimal(str(amount))
    except (InvalidOperation, ValueError):
        return None
    return number if number.is_finite() and 0 <= number <= MOST_A_YEAR else None


def arithmetic(lines: Iterable[IncomeLine], language: str = "en") -> str:
    """How the year's income was worked out, one line a kind, then the sum."""
    year = said(table("income")["periods"]["yearly"], language)
    out, lows, highs = [], Decimal(0), Decimal(0)
    for line in lines:
        ends = line.yearly()
        if ends is None or ends[1] is None:
            continue
        lows, highs = lows + ends[0], highs + ends[1]
        often = said(table("income")["periods"][line.period], language)
        each = _span(line.amount, line.amount if line.high is None else line.high)
        times = times_a_year(line.period)
        out.append(f"{each} {often} × {times} = {_span(*ends)} {year}")
    if len(out) > 1:
        out.append(f"= {_span(lows, highs)} {year}")
    return "\n".join(out)


def per_month(yearly: Decimal) -> Decimal:
    """A year's income a month, to the cent."""
    return (yearly / 12).quantize(CENT, ROUND_HALF_UP)


def _span(low: Decimal, high: Decimal) -> str:
    low, high = Decimal(str(low)), Decimal(str(high))
    return money(low) if low == high else f"{money(low)}–{money(high)}"


def _tidy(text: str) -> str:
    text = unicodedata.normalize("NFKC", text[:200]).replace("−", "-").replace("\x00", "")
    text = "".join(c for c in text if unicodedata.category(c) != "Cf")
    digits = (str(unicodedata.digit(c)) if unicodedata.category(c) == "Nd" else c for c in text)
    return " ".join(CURRENCY.sub(" ", "".join(digits)).casefold().split())


def _unaccented(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def _without_period(text: str) -> tuple[str, str | None]:
    for word, period in FIRST_LONGEST:
        if text.endswith(word):
            return text[: -len(word)].strip(), period
    return text, None


def _ends(text: str, period: str, typed: str) -> Amount | AskBack:
    span = RANGE.match(text)
    if span and not text.startswith("-"):
        low, high = _number(span[1], typed), _number(span[2], typed)
        for end in (low, high):
            if isinstance(end, AskBack):
                return end
        return _amount(min(low, high), max(low, high), period, typed)
    number = _number(text, typed)
    return number if isinstance(number, AskBack) else _amount(number, number, period, typed)


def _amount(low: Decimal, high: Decimal, period: str, typed: str) -> Amount | AskBack:
    if high * (times_a_year(period) or 1) > MOST_A_YEAR:
        return AskBack("too_large", typed)
    return Amount(low, high, period)


def _number(text: str, typed: str) -> Decimal | AskBack:
    text = text.strip()
    if re.fullmatch(r"[-(]\s*\d[\d.,\s]*\)?", text):
        return AskBack("negative", typed)
    if found := PLAIN.fullmatch(text):
        return Decimal(f"{found[1].replace(',', '')}.{found[2] or 0}")
    if re.fullmatch(r"\d[\d.,' ]*", text):
        return (
            AskBack("ambiguous", typed, _guess(text))
            if _guess(text) is not None
            else AskBack("not_a_number", typed)
        )
    if re.fullmatch(r"\d+(\.\d+)?e\+?\d+", text):
        return AskBack(
            "too_large" if int(text.rpartition("e")[2].lstrip("+")) > 6 else "not_a_number", typed
        )
    return AskBack("not_a_number", typed)


def _guess(text: str) -> Decimal | None:
    """The likely amount of a number with marks we do not use: the last mark with one or two
    digits after it is the decimal one."""
    parts = re.match(r"^([\d.,' ]*?)(?:[.,](\d{1,2}))?$", text)
    whole = re.sub(r"\D", "", parts[1]) if parts else ""
    return Decimal(f"{whole}.{parts[2] or 0}") if whole and len(whole) <= 9 else None
