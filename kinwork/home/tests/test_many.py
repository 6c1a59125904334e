"""Many answers at once: each row by itself, with its own right and version; nothing is lost."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.common.ids import new_id
from kinwork.common.models import AuditEntry
from kinwork.family.phrases import actions as phrases
from kinwork.family.referrals import actions
from kinwork.family.referrals.models import Referral, ReferralEvent
from kinwork.people.actions import NewPerson
from kinwork.people.queries import members
from tests import cast as casting
from tests.seeing import everything
from tests.signing import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return casting.make_cast(timezone.now() - timedelta(hours=3))


@pytest.fixture
def three(cast):
    return [casting.sent(cast) for _n in range(3)]


def words(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def ticks(*referrals):
    with everything():
        return [f"{one.pk}.{Referral.objects.get(pk=one.pk).version}" for one in referrals]


def our_text(cast, deed, name, english, spanish):
    with acting_as(cast.bea):
        return phrases.write(
            deed=deed,
            name=name,
            english=english,
            spanish=spanish,
            form_id=new_id(),
            by=cast.bea,
            at=cast.at,
        )


def send(browser, do, rows, **told):
    first = {"do": do, "row": rows, "sure": "1", "form_id": str(new_id())}
    return browser.post("/inbox/many/", first | told)


def states(*referrals):
    with everything():
        found = dict(Referral.objects.values_list("pk", "state"))
    return [found[one.pk] for one in referrals]


def test_first_what_will_happen_then_all_of_them(cast, three):
    ben = browser_of(cast, "ben")
    rows = re.findall(
        r'form="bulk" name="row" value="([^"]*)"', ben.get("/inbox/").content.decode()
    )
    assert len(rows) == 3
    page = ben.post("/inbox/many/", {"do": "waitlist", "row": rows})
    assert "Put on the waiting list: 3 referrals" in words(page)
    assert states(*three) == ["sent"] * 3
    done = send(ben, "waitlist", rows, days="20")
    assert "3 of 3 done." in words(done)
    assert states(*three) == ["waitlisted"] * 3
    with everything():
        assert set(Referral.objects.values_list("wait_days", flat=True)) == {20}


def test_one_reason_for_all_and_none_without_it(cast, three):
    ben = browser_of(cast, "ben")
    for wrong in ({}, {"reason": "because"}):
        assert "Decline: 3 referrals" in words(send(ben, "decline", ticks(*three), **wrong))
    assert states(*three) == ["sent"] * 3
    send(ben, "decline", ticks(*three), reason="no room", message="Full until May.")
    assert states(*three) == ["declined"] * 3
    with everything():
        assert set(
            ReferralEvent.objects.filter(verb="decline").values_list("reason", flat=True)
        ) == {"no room"}


def test_what_failed_keeps_its_tick_and_says_why(cast, three):
    ben, rows = browser_of(cast, "ben"), ticks(*three)
    with acting_as(cast.bill):
        actions.decline(referral=three[1], reason="too far", by=cast.bill, at=timezone.now())
    page = send(ben, "waitlist", rows)
    assert "2 of 3 done." in words(page)
    assert "Bill was faster. It stands now: Declined." in words(page)
    html = page.content.decode()
    assert html.count(" checked>") == 1
    assert re.search(rf'value="{three[1].pk}\.\d+"[^>]* checked', html)
    assert states(*three) == ["waitlisted", "declined", "waitlisted"]


def test_the_same_form_again_says_the_same_and_does_nothing(cast, three):
    ben, rows, form = browser_of(cast, "ben"), ticks(*three), str(new_id())
    for _time in "ab":
        assert "3 of 3 done." in words(send(ben, "waitlist", rows, form_id=form))
    with everything():
        assert ReferralEvent.objects.filter(verb="waitlist").count() == 3


def test_foreign_and_strange_rows_change_nothing_and_tell_nothing(cast, three):
    other = casting.sent(cast, "bloom_visits")
    page = send(
        browser_of(cast, "ben"),
        "accept",
        [*ticks(other), f"{new_id()}.1", "x.y", "'; --", f"{three[0].pk}.{'9' * 40}"],
    )
    assert "0 of 2 done." in words(page)
    assert "is not on your desk any more" in words(page)
    assert "Rosa" not in words(page)
    assert states(other) == ["sent"]


def test_ticks_that_are_too_many_or_none(cast, three):
    ben = browser_of(cast, "ben")
    sixty = [f"{new_id()}.1" for _n in range(60)]
    for told, said in (
        ({"do": "accept", "row": sixty}, "at most 50"),
        ({"do": "accept", "row": []}, "Tick the referrals first."),
        ({"do": "burn", "row": ticks(*three)}, "Choose what to do"),
    ):
        answer = ben.post("/inbox/many/", told | {"sure": "1"}, follow=True)
        assert said in words(answer)
    assert states(*three) == ["sent"] * 3
    assert ben.post("/inbox/many/", {"do": "accept", "row": sixty * 9}).status_code == 400
    assert ben.get("/inbox/many/").status_code == 405


@pytest.mark.parametrize(
    ("name", "status"), [("ana", 200), ("cruz", 200), ("cora", 403), ("dana", 403), ("rosa", 403)]
)
def test_nobody_else_answers(cast, three, name, status):
    answer = send(browser_of(cast, name), "accept", ticks(*three))
    assert answer.status_code == status
    assert states(*three) == ["sent"] * 3
    if name == "ana":  # the sender sees them, and reads row by row that they are not hers to answer
        assert "Only the organization that received this referral" in words(answer)
        with everything():
            assert (
                AuditEntry.objects.filter(verb="referrals.accept", outcome="refused").count() == 3
            )


def test_one_acceptance_ends_its_siblings_and_the_next_row_says_so(cast):
    need = casting.need(cast)
    pair = [casting.sent(cast, answers=need, by=one) for one in (cast.ana, cast.rosa)]
    page = send(browser_of(cast, "ben"), "accept", ticks(*pair))
    assert "1 of 2 done." in words(page)
    assert sorted(states(*pair)) == ["accepted", "obsolete"]


def test_families_side_by_side(cast):
    """Each family's moves stand in a line of their own; the rows are taken in one order."""
    made = [casting.sent(cast)]
    home = casting.record_family(cast, cast.ana, [NewPerson("Lena", "Ruiz")])
    rosa, people = cast.household, cast.people
    with acting_as(cast.ana, now=cast.at):
        lena = members(home)[0].person
    cast.household, cast.people = home, dict.fromkeys(people, lena)
    casting.consent(cast, by=cast.ana)
    need = casting.need(cast)
    with acting_as(cast.ana, now=cast.at):
        draft = actions.make_referral(
            need=need,
            service=cast.services["visits"],
            subjects=[lena],
            classes=casting.SHARED,
            by=cast.ana,
            at=cast.at,
        )
        made.append(actions.send(referral=draft, by=cast.ana, at=cast.at))
    cast.household, cast.people = rosa, people
    assert "2 of 2 done." in words(send(browser_of(cast, "ben"), "accept", ticks(*made)))


def test_giving_many_to_a_colleague(cast, three):
    bill = str(cast.users["bill"].pk)
    page = send(browser_of(cast, "bea"), "assign", ticks(*three), user=bill, back="team")
    assert "3 of 3 done." in words(page)
    with everything():
        assert set(Referral.objects.values_list("assigned_to__name", flat=True)) == {"Bill"}
    ben = browser_of(cast, "ben")
    assert send(ben, "assign", ticks(*three), user=bill).status_code == 200
    mine = send(ben, "assign", ticks(*three), user=str(cast.users["ben"].pk))
    assert "0 of 3 done." in words(mine)


def test_one_of_our_texts_for_all_and_what_was_typed_stays(cast, three):
    row = our_text(cast, "decline", "Full", "{agency} is full: {service}.", "Lleno.")
    ben = browser_of(cast, "ben")
    page = send(
        ben, "decline", ticks(*three), message="Dear all", reason="no room", phrase=f"{row.pk}.en"
    )
    html = page.content.decode()
    assert "Saguaro Wash Clinic is full: Home visits for new parents." in html
    assert "Dear all" in html
    assert re.search(r'value="no room"[^>]* checked', html)
    assert states(*three) == ["sent"] * 3
    for strange in (f"{row.pk}.xx", "x", f"{new_id()}.es", ""):
        again = send(ben, "decline", ticks(*three), message="Dear all", phrase=strange)
        assert "Dear all" in again.content.decode()
    assert states(*three) == ["sent"] * 3


def test_one_of_our_texts_in_one_answer(cast):
    row = our_text(cast, "ask_information", "Papers", "Which papers?", "¿Qué papeles?")
    referral = casting.sent(cast)
    path = f"/referrals/{referral.pk}/ask_information/"
    ben = browser_of(cast, "ben")
    page = ben.get(path).content.decode()
    offered = re.findall(r'name="phrase" value="([^"]*)"', page)
    assert offered == [f"{row.pk}.es", f"{row.pk}.en"]  # the family speaks Spanish
    hidden = {n: re.search(rf'name="{n}" value="([^"]*)"', page)[1] for n in ("form_id", "version")}
    put_in = ben.post(path, hidden | {"message": "Hola.", "phrase": offered[0]}).content.decode()
    assert "Hola.\n\n¿Qué papeles?" in put_in
    assert {n: re.search(rf'name="{n}" value="([^"]*)"', put_in)[1] for n in hidden} == hidden
    assert states(referral) == ["sent"]
    assert ben.post(path, hidden | {"message": "Hola. ¿Qué papeles?"}).status_code == 302
    assert states(referral) == ["information needed"]
    # another agency's text is nobody else's to put in
    other = our_text(cast, "give_information", "x", "Secret", "Secreto")
    ana = browser_of(cast, "ana")
    path = f"/referrals/{referral.pk}/give_information/"
    assert (
        "Secret" not in ana.post(path, {"message": "", "phrase": f"{other.pk}.en"}).content.decode()
    )
