"""A family whose help is over, and the years after it."""

from datetime import UTC, datetime

from django.db import connection

from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor, clock
from kinwork.family.facts.models import Document, DocumentFile, Fact
from kinwork.family.referrals import actions as referrals
from kinwork.trust.access import sealing
from kinwork.trust.access.tests.breaking import worker
from kinwork.trust.consent import actions as consents
from kinwork.trust.consent.models import Consent
from kinwork.trust.retention import actions, jobs
from tests import cast as casting
from tests.cast import Cast
from tests.seeing import everything

ENDED = datetime(2026, 3, 3, 18, tzinfo=UTC)  # 11:00 in Arizona
CARE = "pediatric-care"


def at_rest(code: str = "home-visiting", **settings) -> Cast:
    """Rosa was helped and it is over: the referral declined, the consents ended; nothing since."""
    cast = casting.make_cast(**settings)
    cast.referral = casting.sent(cast, answers=casting.need(cast, code=code))
    with acting_as(cast.ben, now=ENDED):
        reason = "could not be reached"
        referrals.decline(referral=cast.referral, reason=reason, by=cast.ben, at=ENDED)
    with acting_as(cast.rosa, now=ENDED):
        for one in Consent.objects.filter(ended_at=None):
            consents.end(consent=one, by=cast.rosa, at=ENDED)
    written(cast, ENDED)
    return cast


def written(cast: Cast, at: datetime, but=None) -> None:
    """As if all of it had been typed at `at`: the database has its own clock for that column."""
    with everything(), connection.cursor() as cursor:
        for model in sealing.owned():
            cursor.execute(
                f"UPDATE {model._meta.db_table} SET recorded_at = %s WHERE id IS DISTINCT FROM %s",
                [at, but and but.pk],
            )


def night(now: datetime) -> dict[str, int]:
    return dict(jobs.run(now))


def look(cast: Cast, now: datetime) -> str:
    """The clock of this one home."""
    with acting_as(clock(cast.household.pk), now=now) as by:
        return actions.keep(household=cast.household.pk, by=by, at=now)


def days(model) -> set:
    """The days that stand on its rows."""
    with everything():
        return set(model.objects.values_list("keep_until", flat=True))


def rows() -> dict[str, int]:
    """How many rows each table of families' rows has, whoever may see them; sealed ones left out."""
    with everything():
        return {
            one._meta.db_table: one.objects.filter(sealed_at=None).count()
            for one in sealing.owned()
        }


def _typed(cast: Cast, sensitivity: str, **said) -> dict:
    """A row that the clinic typed when the help ended."""
    common = {"community": cast.community, "recorded_by": cast.agencies["clinic"]}
    return common | {"sensitivity": sensitivity, "recorded_at": ENDED} | said


def fact(cast: Cast, who: str, sensitivity: str, **said) -> Fact:
    with everything():
        told = _typed(cast, sensitivity, person=cast.people[who], **said)
        return _then(Fact.objects.create(key="pregnant", value="no", said_at=ENDED, **told))


def paper(cast: Cast) -> Document:
    """A paper about the home, with its bytes; of a class that no law keeps longer."""
    with everything():
        told = _typed(cast, "means", household=cast.household)
        made = Document.objects.create(
            kind="pay stub", state="clean", media_type="image/jpeg", size=3, added_at=ENDED, **told
        )
        kept = DocumentFile.objects.create(
            id=made.pk, document=made, content=b"abc", checked=True, added_by=made.pk, **told
        )
        _then(kept)
        return _then(made)


def _then(row):
    type(row).objects.filter(pk=row.pk).update(recorded_at=ENDED)
    return row


def officer(cast: Cast, agency: str = "backbone") -> Actor:
    return worker(cast, "privacy officer", agency)
