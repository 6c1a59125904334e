"""A yes that is asked by a link. The link signs nothing, shows nothing to whoever it was passed on to,
and works once; when it was answered or came to nothing, the worker who asked hears of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from kinwork.accounts.models import Agency
from kinwork.common import audit
from kinwork.common.acting import acting_as, require
from kinwork.common.actor import Actor, clock
from kinwork.common.consequences import follow
from kinwork.common.ids import new_code, new_id
from kinwork.common.models import Text
from kinwork.common.rights import Refused, check
from kinwork.people.models import Household, Person
from kinwork.trust.access.actions import (
    clear_due,
    code_hash,
    hold_grounds,
    open_work_item,
    set_due,
)
from kinwork.trust.access.models import Due
from kinwork.trust.consent import rules
from kinwork.trust.consent.actions.giving import give
from kinwork.trust.consent.models import ConsentAsk

ANSWERED, CAME_TO_NOTHING = "consent answered", "consent not answered"


@dataclass(frozen=True)
class Link:
    """A question as it goes out; the code of its card is shown this once."""

    ask: ConsentAsk
    code: str


@dataclass(frozen=True)
class Asked:
    """Somebody has shown who they are: whose page the question is on, in which language."""

    ask: UUID
    family: Actor
    language: str


@transaction.atomic
def ask(
    *,
    household: Household,
    person: Person,
    agency: Agency,
    classes: Iterable[str],
    ends: datetime,
    text: Text,
    asked_by: Agency,
    way: str,
    purposes: Iterable[str] = ("care",),
    ask_id: UUID | None = None,
    about: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Link:
    """Ask `person` to let `agency` see `classes` until `ends`, by e-mail, by a text or by a card.
    `about`: the referral that waits for this yes, where one does.

    Raises Refused for what needs a written consent: a link shows less of who somebody is.
    """
    require(by)
    check(by, "consent.ask", household)
    classes = list(classes)
    if not classes or set(classes) & rules.NEVER_BY_LINK:
        raise Refused("consent.ask", _("This needs a paper that the family signs with you."))
    _not_too_often(household, at)
    code = new_code(rules.ASK_LETTERS)
    made = ConsentAsk.objects.create(
        id=ask_id or new_id(),
        community_id=by.community or household.community_id,
        household=household,
        person=person,
        agency=agency,
        classes=classes,
        purposes=list(purposes),
        ends=ends,
        language=text.language,
        text=text,
        asked_by=asked_by,
        made_by_id=by.id,
        made_at=at,
        expires_at=at + timedelta(hours=rules.ASK_HOURS),
        way=way,
        code_hash=code_hash(code),
        about=about,
    )
    set_due(target=made.pk, clock=rules.ASK_LAPSES, at=made.expires_at)
    audit.record("consent.ask", made, by=by, at=at, classes=classes, way=way)
    follow("consent.ask", made, by=by, at=at)
    return Link(made, code)


def _not_too_often(household: Household, at: datetime) -> None:
    """Asking again and again is no way to a yes."""
    today = ConsentAsk.objects.filter(household=household, made_at__gt=at - timedelta(days=1))
    if today.count() >= rules.ASKS_A_DAY:
        raise Refused("consent.ask", _("This family was asked five times today. Ask tomorrow."))


def prove_ask(
    *,
    ask: UUID,
    born: date | None = None,
    person: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Asked | None:
    """Who opens the link shows who they are: the caregiver's birth date, or (after the family's code
    and word) the person whose these are. None for every kind of wrong."""
    require(by)
    check(by, "consent.prove_ask")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT household, person, community, language FROM kw_prove_ask(%s, %s, %s, %s, %s)",
            [ask, born, person, rules.TRIES_AT_ONCE, rules.TRIES_IN_ALL],
        )
        found = cursor.fetchone()
    audit.record("consent.prove_ask", by=by, at=at, outcome="done" if found else "refused")
    if not found:
        _tell_of_tries(ask, at)
        return None
    home, who, community, language = found
    return Asked(ask, Actor("family", who, home, "family member", community), language)


@transaction.atomic
def answer_ask(*, ask: UUID, yes: bool, text: Text, by: Actor, at: datetime) -> ConsentAsk:
    """The caregiver signs, or says no, once; whoever presses again finds what was said first.

    A no gives nothing and takes nothing away: what was agreed to before stays. `text`: the words
    that were on the page.
    """
    require(by)
    hold_grounds(by.household)  # in the order in which everybody locks: the family, then its rows
    row = ConsentAsk.objects.select_for_update().select_related("household", "agency").get(pk=ask)
    check(by, "consent.answer_ask", row)
    if row.answered_at is not None:
        return row
    if row.ended_at is not None or row.expires_at <= at:
        raise Refused("consent.answer_ask", _("This question is over. Ask for a new link."))
    row.answered_at, row.answer = at, "yes" if yes else "no"
    if yes:
        row.consent = give(
            household=row.household,
            given_by=Person(pk=by.id),
            agency=row.agency,
            classes=row.classes,
            purposes=row.purposes,
            text=text,
            language=text.language,
            way=rules.TEXT if row.way == "text" else rules.LINK,
            ends=row.ends,
            recorded_by=row.asked_by,
            by=by,
            at=at,
        )
    row.save(update_fields=["answered_at", "answer", "consent"])
    clear_due(target=row.pk)
    audit.record("consent.answer_ask", row, by=by, at=at, classes=row.classes, answer=row.answer)
    _lay(row, ANSWERED, at)
    follow("consent.answer_ask", row, by=by, at=at)
    return row


def recall_ask(*, ask: ConsentAsk, by: Actor, at: datetime) -> bool:
    """The worker takes the link back; from this instant it opens nothing."""
    require(by)
    check(by, "consent.recall_ask", ask)
    return _end(ask, rules.RECALLED, "consent.recall_ask", by=by, at=at)


def lapse_ask(*, ask: ConsentAsk, by: Actor, at: datetime) -> bool:
    """Nobody answered in time."""
    require(by)
    check(by, "consent.lapse_ask", ask)
    done = _end(ask, rules.LAPSED, "consent.lapse_ask", by=by, at=at)
    if done:
        _lay(ask, CAME_TO_NOTHING, at)
    return done


def close_ask(*, ask: ConsentAsk, by: Actor, at: datetime) -> bool:
    """There is no safe address any more: it was not sent."""
    require(by)
    check(by, "consent.close_ask", ask)
    done = _end(ask, rules.NO_ADDRESS, "consent.close_ask", by=by, at=at)
    if done:
        _lay(ask, CAME_TO_NOTHING, at)
    return done


def mark_sent(*, ask: ConsentAsk, by: Actor, at: datetime) -> None:
    """The mail has left."""
    require(by)
    check(by, "consent.mark_sent", ask)
    ask.sent_at = at
    ask.save(update_fields=["sent_at"])
    audit.record("consent.mark_sent", ask, by=by, at=at)


def _end(ask: ConsentAsk, why: str, verb: str, *, by: Actor, at: datetime) -> bool:
    """False where it was answered, or had ended, before."""
    waiting = ConsentAsk.objects.filter(pk=ask.pk, answered_at=None, ended_at=None)
    if not waiting.update(ended_at=at, ended_why=why):
        return False
    clear_due(target=ask.pk)
    audit.record(verb, ask, by=by, at=at, why=why)
    return True


def _lay(ask: ConsentAsk, kind: str, at: datetime) -> None:
    """Back onto the desk of who asked, as the question's own clock."""
    with acting_as(clock(ask.pk, ask.community_id)):
        open_work_item(
            agency=ask.asked_by_id,
            community=ask.community_id,
            kind=kind,
            target=ask.pk,
            due_at=None,
            assignee=ask.made_by_id,
            at=at,
        )


def _tell_of_tries(ask: UUID, at: datetime) -> None:
    """Too many wrong answers have closed it: whoever asked hears of it, once."""
    with acting_as(clock(ask)) as itself:
        row = ConsentAsk.objects.filter(pk=ask, ended_why=rules.TRIED).first()
        if row is None or not Due.objects.filter(target=ask).exists():
            return
        clear_due(target=ask)
        audit.record("consent.close_ask", row, by=itself, at=at, why=rules.TRIED)
        _lay(row, CAME_TO_NOTHING, at)
