"""The two taps by which the family lets a partner see its plan, or stops it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kinwork.accounts.models import Agency
from kinwork.common import text as wording
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.rights import Refused, check
from kinwork.family.intake.promise import end_of, in_months
from kinwork.family.plans import queries, rights  # noqa: F401  (declares the table)
from kinwork.family.plans.readers import CLASS, wrote_in
from kinwork.people.models import Household, Person
from kinwork.trust.consent import actions as consents
from kinwork.trust.consent import queries as allowed
from kinwork.trust.consent import texts
from kinwork.trust.consent.models import Consent
from kinwork.trust.consent.words import filled


@transaction.atomic
def let_see(
    *, household: Household, agency: Agency, language: str, by: Actor, at: datetime
) -> Consent:
    """The family's yes to this partner for its plan, as long as a yes lasts here; a no to the plan alone
    is taken back with it. Raises Refused where a no says more than the plan."""
    require(by)
    check(by, "plans.share", household)
    live = [one for one in allowed.live(household.pk) if one.agency_id == agency.pk]
    for one in live:
        if one.deny and CLASS in one.classes:
            if one.classes != [CLASS]:
                raise Refused(
                    "plans.share",
                    _("You said no to this place. Change that first, under “Who can see what”."),
                )
            consents.end(consent=one, by=by, at=at)
    for one in live:
        if not one.deny and CLASS in one.classes:
            return one
    place = household.community
    return consents.give(
        household=household,
        given_by=Person(pk=by.id),
        agency=agency,
        classes=[CLASS],
        text=_words(texts.REFERRAL, language, household),
        language=language,
        ends=end_of(in_months(place, at), place.time_zone),
        by=by,
        at=at,
    )


def words_of_yes(*, household: Household, agency: Agency, language: str, at: datetime) -> str:
    """What the family says yes to, in the words that its receipt keeps."""
    body = wording.current(texts.REFERRAL, language, household.community_id)
    if body is None:
        return ""
    until = in_months(household.community, at)
    return filled(body.body, agency=agency.name, classes=[CLASS], until=until, language=language)


@transaction.atomic
def stop(*, household: Household, agency: Agency, language: str, by: Actor, at: datetime) -> None:
    """From now this partner reads nothing of the plan: its yes loses the plan; where it wrote in the plan
    itself, a no closes that, too."""
    require(by)
    check(by, "plans.share", household)
    live = [one for one in allowed.live(household.pk) if one.agency_id == agency.pk]
    for one in live:
        if one.deny or CLASS not in one.classes:
            continue
        left = [name for name in one.classes if name != CLASS]
        if left:
            consents.narrow(
                consent=one,
                classes=left,
                given_by=Person(pk=by.id),
                language=language,
                by=by,
                at=at,
            )
        else:
            consents.end(consent=one, by=by, at=at)
    plan = queries.of_household(household.pk, by)
    wrote = bool(plan) and agency.pk in wrote_in(plan)
    if wrote and not any(one.deny and CLASS in one.classes for one in live):
        consents.deny(
            household=household,
            given_by=Person(pk=by.id),
            agency=agency,
            classes=[CLASS],
            language=language,
            by=by,
            at=at,
        )


def _words(key: str, language: str, household: Household):
    found = wording.current(key, language, household.community_id)
    if found is None:
        raise Refused("plans.share", _("The words for this are missing in this language."))
    return found
