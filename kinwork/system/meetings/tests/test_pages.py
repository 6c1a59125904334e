"""The pages of meetings, as whoever leads, a member and a stranger use them, without JavaScript."""

import csv
import re
from datetime import timedelta
from functools import cache
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from kinwork.common.actor import VISITOR
from kinwork.common.models import AuditEntry
from kinwork.system.meetings import letters
from kinwork.system.meetings.actions import Came
from kinwork.system.meetings.models import Ballot, Decision, Meeting
from kinwork.system.meetings.tests import scenes
from kinwork.system.partnerships.tests import scenes as joined
from tests import cast as casting
from tests.guards.crawling import Crawler, worker
from tests.seeing import everything

pytestmark = pytest.mark.django_db
ID = "8f14e45f-ceea-467f-a8f0-9ff4f2b6a1de"
LISTS = ("list", "compliance", "proposals", "decisions", "promises")
FILES = ("decisions_file", "promises_file")


@pytest.fixture
def cast(db):
    """Today: the pages go by the clock of the machine."""
    return casting.make_cast(timezone.now(), household=False)


@pytest.fixture
def row(cast):
    return scenes.chartered(cast).partnership


@cache
def browser(actor) -> Client:
    return Crawler(actor).client


def get(actor, path: str, status: int = 200) -> str:
    response = browser(actor).get(path)
    assert response.status_code == status, (path, response.status_code)
    return response.content.decode()


def post(actor, path: str, **data) -> str:
    response = browser(actor).post(path, data)
    assert response.status_code == 302, response.content.decode()
    return response.headers["Location"]


def again(actor, path: str, **data) -> str:
    response = browser(actor).post(path, data)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def of(name: str, row, *ids) -> str:
    return reverse(f"meetings:{name}", args=[row.pk, *ids])


def pages(row, made) -> list[str]:
    """Every page that is read."""
    return [
        *(of(name, row) for name in LISTS),
        *(of("see", row, made[name].pk) for name in ("over", "planned", "open")),
        of("decision", row, made["decision"].pk),
        of("decision", row, made["vote"].pk),
        of("one_promise", row, made["promise"].pk),
        of("one_promise", row, made["kept"].pk),
        of("minutes", row, made["minutes"].pk),
    ]


def forms(row, made) -> list[str]:
    """Every page with a form that only whoever leads opens."""
    planned, now = made["planned"].pk, made["open"].pk
    return [
        *(of(name, row) for name in ("plan", "plan_year", "put_in_writing", "promise")),
        *(of(name, row, planned) for name in ("change", "call_off", "offers", "add_item")),
        of("change_item", row, planned, made["line"].pk),
        *(of(name, row, now) for name in ("there", "decide", "close")),
        of("note_item", row, now, made["item"].pk),
        of("effect", row, made["decision"].pk),
        of("vote", row, made["vote"].pk, made["ballot"].pk),
        of("let_go", row, made["promise"].pk),
        of("correct", row, made["minutes"].pk),
        of("answer_proposal", row, made["proposal"].pk),
    ]


def test_everything_empty_teaches(cast):
    row = joined.started(cast)
    joined.member(cast, row, "clinic")
    for name, told in (
        ("list", "No meeting is planned"),
        ("decisions", "Nothing was decided yet"),
        ("promises", "Nobody promised anything yet"),
        ("proposals", "Nobody proposed anything yet"),
        ("compliance", "No charter is in force yet"),
    ):
        assert told in get(cast.dana, of(name, row)), name
        assert told in get(cast.ben, of(name, row)), name
    assert "Nothing is open" in get(cast.bea, reverse("open_meetings:ours"))
    assert "No minutes are published" in get(VISITOR, reverse("open_meetings:minutes"))


def test_from_plan_to_minutes(cast, row):
    """Planned, agenda from what is open, invited, held, decided, promised, closed, published, filed."""
    scenes.proposed(cast, row)
    path = of("plan", row)
    soon = timezone.localtime(
        timezone.now() + timedelta(minutes=90), timezone.get_fixed_timezone(-420)
    )
    said = {
        "kind": "regular",
        "title": "Spring",
        "minutes": "90",
        "place": "Library",
        "form_id": ID,
    }
    told = again(cast.dana, path, **said | {"on": "2020-01-01", "hour": "09:00"})
    assert "still to come" in told and 'value="Spring"' in told
    assert "where it is" in again(
        cast.dana, path, **said | {"place": "", "on": "2030-01-01", "hour": "09:00"}
    )
    here = post(cast.dana, path, **said | {"on": str(soon.date()), "hour": f"{soon:%H:%M}"})
    assert "Evening hours" in get(cast.dana, here)
    assert "Please choose one." in again(cast.dana, here)
    with everything():
        proposal = row.proposals.get()
        meeting = Meeting.objects.get()
    see = post(cast.dana, here, chosen=f"proposal:{proposal.pk}")
    post(cast.dana, of("add_item", row, meeting.pk), title="Rent", kind="decide", minutes="20")
    page = get(cast.dana, see)
    assert page.index("Evening hours") < page.index("Rent")
    with everything():
        second = meeting.items.get(title="Rent")
        first = meeting.items.get(title="Evening hours")
    post(cast.dana, of("move_item", row, meeting.pk, second.pk), up="1")
    page = get(cast.dana, see)
    assert page.index("Rent") < page.index("Evening hours")
    post(cast.dana, of("remove_item", row, meeting.pk, first.pk))
    assert "Waits for an agenda" in get(cast.ben, of("proposals", row))
    post(cast.dana, of("invite", row, meeting.pk))
    answer = browser(cast.ben).get(of("file", row, meeting.pk))
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert b"SUMMARY:Saguaro Wash Together: Spring" in answer.content

    there = post(cast.dana, of("open", row, meeting.pk))
    assert there == of("there", row, meeting.pk)
    keys = [one.pk for one in scenes.seats(cast, row)]

    def ways(*said: str) -> dict[str, str]:
        return {f"way_{key}": way for key, way in zip(keys, said, strict=False)}

    assert "A proxy names the seat" in again(cast.dana, there, **ways("in person", "", "proxy"))
    carried = {f"holder_{keys[2]}": str(keys[0])}
    post(cast.dana, there, **ways("in person", "phone", "proxy", "in person"), **carried)
    # whoever carries a voice leaves: it goes along, though its box is still ticked
    post(cast.dana, there, **ways("", "phone", "proxy", "in person"), **carried)
    assert "2 of 4 seats are there" in get(cast.ben, see)
    post(cast.dana, there, **ways("in person", "phone", "online"))
    assert "3 of 4 seats are there" in get(cast.ben, see)
    decide = of("decide", row, meeting.pk) + f"?item={second.pk}"
    said = {"text": "Pay rent together", "everybody": "yes", "form_id": ID[:-1] + "f"}
    said |= {f"voice_{key}": "all" for key in keys[:3]}
    no = {f"voice_{keys[1]}": "no"}
    assert "An objection says why." in again(
        cast.dana, decide, **said | {f"voice_{keys[1]}": "object"}
    )
    # somebody comes while the page is open: nobody's voice moves to another seat
    post(cast.dana, there, **ways("in person", "phone", "online", "in person"))
    post(cast.dana, there, **ways("in person", "phone", "online"))
    made = post(cast.dana, decide, **said | no)
    assert post(cast.dana, decide, **said | no) == made
    page = get(cast.ben, made)
    assert "2 yes, 1 no; 2 yes of 3 were needed" in page
    assert re.search(r"Saguaro Wash Clinic</div>.*?<div>No</div>", page, re.DOTALL)
    post(cast.dana, there, **ways("in person"))
    assert "1 of 4 seats are there" in get(cast.ben, see) and "No quorum" in get(cast.dana, see)
    with everything():
        decision = Decision.objects.get()
        clinic = row.members.get(agency=cast.agencies["clinic"])
    path = of("promise", row) + f"?decision={decision.pk}"
    due = str(scenes.day(cast, 20))
    back = post(cast.dana, path, member=str(clinic.pk), promised="Write the lease", due_on=due)
    assert back == made and "Write the lease" in get(cast.ben, made)
    minutes = post(cast.dana, of("close", row, meeting.pk))
    page = get(cast.ben, minutes)
    for words in ("There: 4 of 4 seats", "Pay rent together", "Write the lease", "until"):
        assert words in page, words
    post(cast.dana, minutes + "publish/")
    assert "Not published yet" not in get(cast.ben, minutes)
    paper = browser(cast.ben).get(of("minutes_file", row, minutes.split("/")[-2]))
    assert paper.headers["Content-Type"] == "application/pdf"
    text = PdfReader(BytesIO(paper.content)).pages[0].extract_text()
    assert "Pay rent together" in text and "Saguaro Wash Together" in text
    assert "This step cannot be taken now" in get(cast.dana, of("decide", row, meeting.pk))


def test_minutes_that_contradict_themselves_are_kept_and_flagged(cast, row):
    """B13: two dates in one record; what was written stays, and the page says so."""
    made = scenes.held(cast, row)
    path = of("correct", row, made.pk)
    text = "The meeting was called to order on March 4, 2019.\nNext meeting on May 2, 2031."
    post(cast.dana, path, text=text, why="As it was typed")
    page = get(cast.ben, of("minutes", row, made.pk))
    assert "Another day stands in these minutes" in page and page.count("March 4, 2019") >= 2
    assert "May 2, 2031" in page and "(May 2, 2031)" not in page


def test_a_seat_votes_by_its_link(cast, row):
    made = scenes.in_writing(cast, row)
    mine = scenes.ballots(cast, made)[0]
    path = reverse("open_meetings:ballot", args=[letters.token(mine.pk)])
    page = get(VISITOR, path)
    assert "Meet in June at the clinic" in page and "Saguaro Wash Together" in page
    with everything():
        assert not Ballot.objects.exclude(said_at=None).exists()  # opening it votes for nobody
    assert "Say how you vote." in again(VISITOR, path)
    assert "An objection says why." in again(VISITOR, path, voice="object")
    assert post(VISITOR, path, voice="object", reason="Too far.") == path
    page = get(VISITOR, path)
    assert "Your vote is kept" in page and "Too far." in page and "Change my vote" in page
    post(VISITOR, path, voice="recused")
    assert "Declared a conflict of interest" in get(VISITOR, path)
    post(VISITOR, path, voice="yes")
    assert "1 of 4 have answered" in get(cast.ben, of("decision", row, made.pk))
    for wrong in (path[:-3] + "/", path.replace("votes/", "votes/x"), "/votes/nonsense/"):
        get(VISITOR, wrong, 404)
    for one in scenes.ballots(cast, made)[1:]:
        told = {"voice": "yes", "by_name": "Somebody", "came_by": "On paper"}
        post(cast.dana, of("vote", row, made.pk, one.pk), **told)
    post(cast.dana, of("count", row, made.pk))
    page = get(VISITOR, path)
    assert (
        "This vote is over" in page
        and "Passed" in page
        and "<form method" not in page.split("<main")[1]
    )
    assert "This vote is over" in again(VISITOR, path, voice="no")
    with everything():
        assert Ballot.objects.get(pk=mine.pk).said == "yes"


def test_a_member_keeps_its_promise(cast, row):
    one = scenes.promised(cast, row)
    mine = reverse("open_meetings:ours")
    assert "Print the form" in get(cast.bea, mine)
    get(cast.cruz, mine, 403)
    assert "Print the form" not in get(cast.cora, mine)
    here = of("one_promise", row, one.pk)
    assert "It is done" in get(cast.bea, here) and "No longer asked for" not in get(cast.bea, here)
    assert "It is done" not in get(cast.ben, here)
    told = {"evidence": "It hangs in the hall.", "on": str(scenes.day(cast))}
    assert "Please fill this in." in again(
        cast.bea, of("keep", row, one.pk), **told | {"evidence": ""}
    )
    later = str(scenes.day(cast, 40))
    post(cast.bea, of("postpone", row, one.pk), due_on=later, why="Ink.")
    assert "put off once" in get(cast.ben, here)
    assert post(cast.bea, of("keep", row, one.pk), **told) == here
    page = get(cast.ben, here)
    assert "It hangs in the hall." in page and page.count("kw-timeline__item") == 2
    assert "Nothing is open" in get(cast.bea, mine)
    assert "This step cannot be taken now" in get(cast.bea, of("keep", row, one.pk))


def test_promises_are_filtered_and_filed(cast, row):
    scenes.everything_of(cast, row)
    clinic = scenes.member(cast, row)
    every = of("promises", row)
    for query, found, left in (
        (f"member={clinic.pk}", "Print the form", "Tell the schools"),
        ("state=done", "Print the form", "Tell the schools"),
        ("late=on", "Nothing fits this filter", "Print the form, by"),
        ("member=nonsense&state=x", "Tell the schools", "Nothing fits"),
    ):
        page = get(cast.ben, f"{every}?{query}").split("Promised and done")[0]
        assert found in page and left not in page, query
    lines = list(
        csv.DictReader(get(cast.ben, of("promises_file", row)).lstrip("\ufeff").splitlines())
    )
    assert len(lines) == 3 and {one["state"] for one in lines} == {"open", "done"}
    lines = list(
        csv.DictReader(get(cast.ben, of("decisions_file", row)).lstrip("\ufeff").splitlines())
    )
    assert {one["outcome"] for one in lines} == {"open", "adopted", "rejected"}


def test_who_opens_which_page(cast, row):
    made = scenes.everything_of(cast, row)
    elsewhere = worker(casting.make_cast(household=False), "backbone lead", "backbone")
    for path in (*pages(row, made), *(of(name, row) for name in FILES), of("propose", row)):
        for actor in (cast.dana, cast.ben, cast.ana):
            get(actor, path)
        for actor in (cast.cruz, elsewhere):
            get(actor, path, 404)
        assert browser(VISITOR).get(path).status_code in (302, 403)
    for path in forms(row, made):
        get(cast.dana, path)
        for actor in (cast.ben, cast.cruz):
            get(actor, path, 403)
        get(elsewhere, path, 404)
    get(cast.cruz, of("keep", row, made["promise"].pk), 403)
    assert browser(cast.cruz).get(of("minutes_file", row, made["minutes"].pk)).status_code == 404
    with everything():
        files = AuditEntry.objects.filter(verb__startswith="meetings.", verb__endswith="_file.view")
        assert files.count() == 6


def test_a_row_of_another_partnership_is_not_found(cast, row):
    made = scenes.everything_of(cast, row)
    other = joined.started(cast, "Another one")
    for path in (*pages(other, made)[5:], *forms(other, made)[4:]):
        get(cast.dana, path, 404)


def test_a_family_opens_none_of_them(db):
    cast = casting.make_cast()
    row = joined.started(cast)
    for name in (*LISTS, *FILES):
        assert browser(cast.rosa).get(of(name, row)).status_code in (302, 403)


def test_no_more_is_asked_of_the_database_for_more_rows(cast, row):
    made = scenes.everything_of(cast, row)
    watched = [
        *(of(name, row) for name in (*LISTS, *FILES)),
        of("see", row, made["open"].pk),
        reverse("open_meetings:ours"),
    ]

    def count(path: str) -> int:
        client = browser(cast.dana)
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        return len(asked)

    before = [count(path) for path in watched]
    for number in range(3):
        scenes.planned(
            cast, row, title=f"More {number}", starts_at=cast.at + timedelta(days=40 + number)
        )
        scenes.promised(cast, row, promised=f"More {number}", meeting=made["open"])
        scenes.in_writing(cast, row, text=f"More {number}")
        scenes.proposed(cast, row, title=f"More {number}")
        scenes.item(cast, made["open"], f"More {number}")
    assert [count(path) for path in watched] == before


def test_in_spanish(cast, row):
    made = scenes.everything_of(cast, row)
    client = Crawler(cast.dana).client
    client.cookies["django_language"] = "es"
    for path in (*pages(row, made), *forms(row, made)):
        page = client.get(path).content.decode()
        for english in ("Meetings<", "Promises<", "Agenda due", "Who is here", "Save<"):
            assert english not in page, (path, english)
    assert "Reuniones" in client.get(of("list", row)).content.decode()


def test_the_partnership_leads_to_it(cast, row):
    assert f'href="{of("list", row)}"' in get(cast.ben, reverse("partnerships:see", args=[row.pk]))


def test_what_a_director_sees_at_once(db):
    """Seats, promises, agreements, people, openings, answers in time, families' words: of the own agency."""
    cast = casting.make_cast(timezone.now())
    casting.accepted(cast)
    row = scenes.chartered(cast).partnership
    scenes.promised(cast, row)
    page = get(cast.bea, reverse("open_meetings:ours"))
    for words in (
        "Saguaro Wash Clinic",
        "Print the form",
        "Person 2",  # who sits on its seat
        "Taking part",
        "of 1 services say openings",
        "100 % (1 answers were due",
        "– (0 families answered",
    ):
        assert words in page, words
    for path in (reverse("open_meetings:ours"),):
        for actor in (cast.ben, cast.cruz):
            get(actor, path, 403)
    page = get(cast.cora, reverse("open_meetings:ours"))
    assert "Person 3" in page and "Print the form" not in page and "answers were due" not in page


def test_a_voice_that_does_not_count_says_so(cast, row):
    """By proxy, where the charter counts none."""
    meeting = scenes.opened(cast, row, at=cast.at)
    seats = scenes.came(cast, meeting, *["in person"] * 3, at=cast.at)
    carried = [Came(seats[3], "proxy", "", seats[0])]
    scenes.do(cast, "arrive", meeting=meeting, came=carried)
    made = scenes.decided(cast, meeting, seats, *["yes"] * 4, at=cast.at)
    page = get(cast.ben, of("decision", row, made.pk))
    assert page.count("Does not count") == 1 and "3 yes" in page


def test_an_address_is_added_without_writing_the_rest_again(cast, row):
    seat = scenes.seats(cast, row)[1]
    path = reverse("partnerships:sit", args=[row.pk, seat.pk])
    page = get(cast.dana, path)
    assert 'value="Person 2"' in page and 'value="person2@example.org"' in page
    told = {"place": "representative", "name": "Person 2", "language": "es"}
    post(cast.dana, path, email="two@example.org", starts=str(scenes.day(cast)), **told)
    with everything():
        now = seat.sittings.get(ends=None)
        assert (now.email, now.language) == ("two@example.org", "es")
