"""No word of a family stands in any letter, in any file that is written beside the database, or in
what the jobs log; the family's own address is where its letters go, and nobody else's do. What may be
met (the page behind a signed link, the file a family takes with it) is met whole.

Every job that the deeds of a whole story have asked for is done, and every job by the clock: new ones
join by themselves.
"""

import json
import re
from email.message import EmailMessage
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client

from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor
from kinwork.common.jobs import JOBS
from kinwork.config.schedule import NO_ROW, SCHEDULE
from kinwork.family.referrals import actions as referrals
from kinwork.family.referrals.models import Referral
from kinwork.interop.hsds.write import export
from kinwork.people.models import Person
from kinwork.trust.access import actions as access
from kinwork.trust.agreements.models import Agreement
from kinwork.trust.disclosures import anchors
from kinwork.trust.disclosures.who_saw import lines
from tests import cast as casting
from tests.guards.canaries import STATES, Family, listening, shown_words, worker
from tests.guards.crawling import Crawler, text_of
from tests.guards.foretold import allowed
from tests.guards.planted import Stored

# Words of who they are and how to reach them.
PACKET = (
    *("identity", "father", "contact", "hers", "hours"),
    *(
        f"{who} {sort}"
        for who in ("rosa", "mateo", "marta", "carlos", "home")
        for sort in ("identity", "contact")
    ),
)


@pytest.fixture(autouse=True)
def heard():
    with listening() as ear:
        yield ear


@pytest.fixture
def family(db, settings, tmp_path) -> Family:
    settings.ANCHOR_FILE, settings.ANCHOR_MAIL = tmp_path / "anchors", ["keeper@example.org"]
    return Family()


def asked_for() -> list[tuple[str, UUID]]:
    """What waits for the worker, in the order in which it was asked for."""
    with acting_as(casting.OPERATOR), connection.cursor() as cursor:
        cursor.execute(
            "SELECT args->>'name', args->>'id' FROM procrastinate_jobs WHERE task_name = 'kinwork.run' ORDER BY id"
        )
        return [(name, UUID(id)) for name, id in cursor.fetchall()]


def do_everything() -> set[str]:
    """Every job asked for, those asked for meanwhile, and every clock; the names of what ran."""
    done: list[tuple[str, UUID]] = []
    for _round in range(5):
        for name in SCHEDULE:
            JOBS[name](NO_ROW)
        fresh = [one for one in asked_for() if one not in done]
        for name, id in fresh:
            JOBS[name](id)
        done += fresh
        if not fresh:
            break
    return {name for name, _id in done} | set(SCHEDULE)


def live_on(family: Family) -> None:
    """Deeds that somebody is told of: by the family, its workers, and in an emergency."""
    cast = family.cast
    at = cast.later(hours=3)
    diapers = casting.sent(cast, "diapers", answers=casting.need(cast, code="diapers"))
    family.moves.append(str(diapers.pk))
    worker(cast, "supervisor", "library")
    worker(cast, "privacy officer", "backbone")
    with acting_as(casting.OPERATOR):
        Agreement.objects.update(emergency_clause=True)
    with acting_as(cast.cruz):
        mother = family.told[0]
        access.break_glass(
            given=mother.given_name,
            family=mother.family_name,
            born=mother.birth_date,
            reason="medical",
            words="The mother fainted in our waiting room and cannot speak.",
            by=cast.cruz,
            at=at,
        )
    with acting_as(cast.ana, now=at):
        mother = Person.objects.get(pk=family.told[0].id)
        access.make_claim(household=cast.household, person=mother, by=cast.ana, at=at)
        referrals.recall(referral=casting.sent(cast, "bloom_visits"), by=cast.ana, at=at)


def text(letter: EmailMessage) -> str:
    """Heads and body as a reader's program shows them."""
    heads = "\n".join(f"{name}: {value}" for name, value in letter.items())
    return f"{heads}\n{letter.get_body().get_content()}".lower()


def address_of(family: Family) -> str:
    return f"{family.words['contact'][0].lower()}@example.org"


@pytest.mark.parametrize("state", STATES)
def test_no_word_leaves_by_letter(family, heard, mailbox, state):
    live_on(family)
    if state != "sharing":
        getattr(family, state)()
    ran = do_everything()
    assert {"contact.send", "accounts.send_mail"} <= ran
    mine = address_of(family)
    words = family.beyond(())
    for letter in mailbox.letters:
        to, shown = letter["To"].lower(), text(letter)
        if to == mine:
            shown = shown.replace(mine, "")
        assert [family.named(word) for word in words if word in shown] == [], letter["Subject"]
    sent_to = {letter["To"].lower() for letter in mailbox.letters}
    # an address of the whole home may be read by the one from whom something is kept
    assert (mine in sent_to) == (state != "kept"), "the family hears of it on its own channel"
    assert "keeper@example.org" in sent_to, "the trail's end is mailed"
    assert len(sent_to) > 4
    written = "\n".join(heard.lines).lower()
    assert [family.named(word) for word in words if word in written] == []


def test_the_link_in_the_letter_opens_the_names_and_nothing_more(family, mailbox):
    live_on(family)
    for name, id in asked_for():  # and no clock: it is still open
        JOBS[name](id)
    [letter] = [one for one in mailbox.letters if "/referrals/link/" in text(one)]
    where = re.search(r"/referrals/link/[^/\s]+/", letter.get_body().get_content())[0]
    holder = Crawler(Actor("link", UUID(family.moves[-1])))
    shown = text_of(holder.client.get(where, follow=True)).lower()
    shown += text_of(Client().get(where, follow=True)).lower()
    assert [family.named(word) for word in family.beyond(()) if word in shown] == [], "before a yes"
    with acting_as(holder.actor) as link:
        row = Referral.objects.get(pk=UUID(family.moves[-1]))
        referrals.accept(referral=row, by=link, at=family.cast.later(hours=4))
    shown = text_of(holder.client.get(where, follow=True)).lower()
    foretold = allowed(Stored(family.special), holder.actor)
    assert [family.named(word) for word in shown_words(shown) - foretold] == []
    assert all(family.met(shown, name) for name in ("identity", "contact"))
    assert not foretold & family.beyond(PACKET), "the reference itself keeps to the packet"


def test_the_files_beside_the_database_hold_no_word(family, tmp_path):
    live_on(family)
    do_everything()
    with acting_as(casting.OPERATOR):
        for form in ("csv", "json"):
            export(tmp_path / form, form=form)
    said = [one.read_text() for one in tmp_path.rglob("*") if one.is_file()]
    assert len(said) > 10 and anchors.kept().exists()
    with acting_as(casting.OPERATOR):
        said.append(json.dumps(list(lines(family.cast.household.pk, None))))
    found = "\n".join(said).lower()
    assert [family.named(word) for word in family.beyond(()) if word in found] == []


def test_the_familys_own_files_are_whole(family):
    """Its page to take along, and the receipt of each consent."""
    client = Crawler(family.cast.rosa).client
    page = text_of(client.get("/ours/copy/")).lower()
    assert family.told[0].given_name.lower() in page
    for one in family.consents():
        receipt = client.get(f"/ours/who/{one}/receipt/file/")
        assert "attachment" in receipt["Content-Disposition"]
        named = {family.name_of(word) for word in shown_words(text_of(receipt))}
        assert named <= {"identity", "said", "records"}, "who said yes, and how"
