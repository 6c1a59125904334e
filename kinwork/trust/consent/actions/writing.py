"""How what a family says becomes a row: the same for every deed of consent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from kinwork.accounts.models import Agency
from kinwork.common import audit
from kinwork.common import text as wording
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.models import Community, Text
from kinwork.common.rights import Refused, check
from kinwork.people.models import Household, Person
from kinwork.trust.access.actions import set_due
from kinwork.trust.consent import rights, rules  # noqa: F401  (rights declares the table)
from kinwork.trust.consent.models import Consent
from kinwork.trust.consent.words import HOW_NOT, filled


@dataclass(frozen=True)
class How:
    """How it was said: the way; by phone who else heard it; on paper the day that stands on it, and
    where the paper lies."""

    way: str = "on screen"
    witness: str = ""
    signed_on: date | None = None
    paper_at: str = ""


ON_SCREEN = How()


@dataclass(frozen=True)
class Said:
    """What every deed of consent says."""

    household: Household
    given_by: Person
    agency: Agency
    classes: Iterable[str]
    text: Text
    language: str
    purposes: Iterable[str] = ("care",)
    how: How = ON_SCREEN


def write_down(
    verb: str,
    said: Said,
    starts: datetime,
    ends: datetime | None,
    recorded_by: Agency | None,
    special: dict[str, Any],
    *,
    by: Actor,
    at: datetime,
) -> Consent:
    """One row, its clocks, its line in the trail. Raises Refused, also where a call has no witness."""
    require(by)
    check(by, f"consent.{verb}", said.household)
    how = said.how
    if why := rules.why_not_so(how.way, how.witness, how.signed_on, how.paper_at):
        raise Refused(f"consent.{verb}", str(HOW_NOT[why]))
    community = by.community or said.household.community_id
    classes = list(said.classes)
    made = Consent.objects.create(
        community_id=community,
        household=said.household,
        given_by=said.given_by,
        agency=said.agency,
        classes=classes,
        purposes=list(said.purposes),
        starts=starts,
        ends=ends,
        way=how.way,
        witness=how.witness.strip(),
        signed_on=how.signed_on,
        paper_at=how.paper_at.strip(),
        language=said.language,
        text=said.text,
        words=_words(said, classes, ends, community, special),
        recorded_by=recorded_by,
        recorded_at=at,
        **special,
    )
    _wind_clocks(made, at)
    audit.record(f"consent.{verb}", made, by=by, at=at, classes=classes)
    return made


def _words(
    said: Said, classes: list[str], ends: datetime | None, community: Any, special: dict[str, Any]
) -> str:
    only = special.get("named_user")
    zone = ZoneInfo(Community.objects.only("time_zone").get(pk=community).time_zone)
    return filled(
        said.text.body,
        agency=said.agency.name,
        classes=classes,
        until=ends and ends.astimezone(zone).date(),
        language=said.language,
        records=special.get("records", ""),
        only=only.name if only else "",
    )


def _wind_clocks(consent: Consent, at: datetime) -> None:
    """A permit that ends by its date is closed by a clock; the family hears of it before."""
    if consent.ends is None or consent.deny:
        return
    set_due(target=consent.pk, clock=rules.ENDS, at=consent.ends)
    notice = consent.ends - timedelta(days=rules.NOTICE_DAYS)
    if notice > at:
        set_due(target=consent.pk, clock=rules.NOTICE, at=notice)


def in_force(key: str, language: str, community) -> Text:
    """The words that count today. Raises Refused where nobody has put them into this language."""
    found = wording.current(key, language, community)
    if found is None:
        raise Refused(
            key, _("Nobody has put these words into this language yet. Ask for an interpreter.")
        )
    return found
