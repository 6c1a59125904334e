"""What a family agrees to for one service: who sees what, what for, until when, in which words."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kinwork.accounts.models import Agency
from kinwork.common import text
from kinwork.common.clock import local_day
from kinwork.common.community import setting
from kinwork.common.models import Community, Text
from kinwork.directory.models import Service
from kinwork.family.doors import near
from kinwork.family.intake import rules
from kinwork.trust.consent.texts import REFERRAL, REQUEST
from kinwork.trust.consent.words import SEES

PACKET = (
    gettext_lazy("my first name"),
    gettext_lazy("a safe way to reach me"),
    gettext_lazy("my child’s age"),
    gettext_lazy("what we need"),
)


@dataclass(frozen=True)
class Promise:
    """`agency` None: the organization has signed nothing here; it gets a small packet by a link.

    `text` None: nobody has put these words into this language, so nobody is asked to agree.
    """

    service: Service
    need: str
    agency: Agency | None
    classes: tuple[str, ...]
    sees: list[str]
    until: date | None
    text: Text | None
    words: str

    @property
    def name(self) -> str:
        return self.agency.name if self.agency else self.service.organization.name


def made(
    service: Service, needs: list[str], community: Community, language: str, today: date
) -> Promise:
    """The promise for `service`, as it would be given today."""
    need = near.need_for(service, needs)
    agency = near.receiver(service, community)
    classes = rules.classes_for(need) if agency else ("identity", "contact")
    sees = [str(SEES[name]) for name in classes] if agency else [str(one) for one in PACKET]
    until = _months_on(today, setting(community, "consent_months")) if agency else None
    body = text.current(REFERRAL if agency else REQUEST, language, community.pk)
    who = agency.name if agency else service.organization.name
    words = _filled(body.body, who, sees, until) if body else ""
    return Promise(service, need, agency, classes, sees, until, body, words)


def _filled(body: str, agency: str, sees: list[str], until: date | None) -> str:
    """Community-edited words are filled by plain replacing: a stray brace breaks nothing."""
    listed = _("%(most)s and %(last)s") % {"most": ", ".join(sees[:-1]), "last": sees[-1]}
    return (
        body.replace("{agency}", agency)
        .replace("{classes}", listed)
        .replace("{until}", date_format(until, "DATE_FORMAT") if until else "")
    )


def _months_on(day: date, months: int) -> date:
    months += day.month - 1
    year, month = day.year + months // 12, months % 12 + 1
    return date(year, month, min(day.day, 28))


def in_months(community: Community, now: datetime) -> date:
    """The last day of a promise that is made now, for as long as they last in `community`."""
    return _months_on(local_day(now, community.time_zone), setting(community, "consent_months"))


def end_of(until: date | None, zone: str) -> datetime | None:
    """The last instant of the day on which a promise ends, where the family lives."""
    return until and datetime.combine(until, time(23, 59, 59), ZoneInfo(zone))
