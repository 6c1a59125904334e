"""The plan's pages, as somebody without JavaScript uses them: at both places, by everybody."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.common.ids import new_id
from kinwork.family.plans.models import Goal, Step
from kinwork.family.plans.tests.scenes import (
    GOAL,
    SCALE,
    do,
    goal,
    on_team,
    shared,
    started,
    step,
)
from kinwork.family.screenings import actions as screenings
from kinwork.people.models import Household
from kinwork.trust.consent.models import Consent
from tests import cast as casting
from tests.seeing import everything
from tests.signing import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db, settings):
    made = casting.make_cast(timezone.now() - timedelta(hours=3))
    settings.COMMUNITY = made.community.slug
    return made


def ours(name, *args):
    return reverse(f"plans:our_{name}", args=args)


def desk(cast, name, *args):
    return reverse(f"plans:{name}", args=[cast.household.pk, *args])


def text(answer):
    return answer.content.decode()


def one_goal():
    with everything():
        return Goal.objects.get()


def test_an_empty_plan_says_what_it_is_for_and_begins_with_one_tap(cast):
    browser = browser_of(cast, "rosa")
    assert "Empezar nuestro plan" in text(
        browser.get(ours("plan"), headers={"accept-language": "es"})
    )
    answer = browser.post(ours("start"))
    assert answer.status_code == 302 and answer["Location"] == ours("add_goal")
    assert browser.get(ours("add_goal")).status_code == 200


def test_rosa_writes_scales_rates_and_closes_a_goal(cast):
    browser = browser_of(cast, "rosa")
    browser.post(ours("start"))
    assert browser.post(ours("add_goal"), {"words": ""}).status_code == 400
    form = {"words": GOAL, "form_id": str(new_id())}
    for _twice in range(2):
        assert browser.post(ours("add_goal"), form).status_code == 302
    row = one_goal()
    levels = {f"level_{n}": words for n, words in enumerate(SCALE)}
    assert browser.post(ours("write_scale", row.pk), levels | {"version": 1}).status_code == 302
    assert browser.post(ours("rate_goal", row.pk), {"level": "1"}).status_code == 302
    page = text(browser.get(ours("goal", row.pk)))
    assert SCALE[3] in page and "aria-current" in page
    said = {"words": "Read a book", "doer": "family"}
    assert browser.post(ours("add_step", row.pk), said).status_code == 302
    with everything():
        todo = Step.objects.get()
    browser.post(ours("move_step", todo.pk, "finish"), {"version": todo.version, "to": "plan"})
    assert (
        browser.post(ours("close_goal", row.pk), {"level": "2", "version": "2"}).status_code == 302
    )
    row = one_goal()
    assert (row.state, row.level) == ("closed", 2)
    with everything():
        assert Step.objects.get().state == "done"
    for name in ("plan", "story", "compare", "paper"):
        assert browser.get(ours(name)).status_code == 200, name
    assert GOAL in text(browser.get(ours("story")))


def test_a_text_that_somebody_else_changed_meanwhile_asks_which_stays(cast):
    row = goal(cast, started(cast))
    browser = browser_of(cast, "rosa")
    first = {"words": "Mateo talks to us", "version": 1}
    assert browser.post(ours("edit_goal", row.pk), first).status_code == 302
    answer = browser.post(ours("edit_goal", row.pk), {"words": "Mateo sings", "version": 1})
    page = text(answer)
    assert answer.status_code == 409
    assert "Mateo talks to us" in page and "Mateo sings" in page
    both = "Mateo talks to us\nMateo sings"
    browser.post(ours("edit_goal", row.pk), {"words": both, "version": 2})
    assert one_goal().words.split() == both.split()


def test_of_a_step_too_and_nothing_of_the_form_is_lost(cast):
    todo = step(cast, goal(cast, started(cast)))
    do(cast, "rosa", "edit_step", step=todo, words="Read two books")
    browser = browser_of(cast, "rosa")
    said = {"words": "Sing a song", "doer": "family", "due_on_month": "4", "version": 1}
    answer = browser.post(ours("edit_step", todo.pk), said | {"due_on_month": ""})
    assert answer.status_code == 409 and 'name="doer" value="family"' in text(answer)


@pytest.mark.parametrize(
    "words", ["<script>alert(1)</script>", "a\x00b", "x" * 600, "=HYPERLINK(1)"]
)
def test_what_people_paste_stays_text(cast, words):
    browser = browser_of(cast, "rosa")
    browser.post(ours("start"))
    answer = browser.post(ours("add_goal"), {"words": words})
    assert answer.status_code in (302, 400)
    assert "<script>alert" not in text(browser.get(ours("plan")))


def test_goals_move_up_and_down_without_javascript(cast):
    plan = started(cast)
    rows = [goal(cast, plan, words=words) for words in ("one", "two")]
    browser = browser_of(cast, "rosa")
    assert browser.post(ours("order_goal", rows[1].pk, "up")).status_code == 302
    page = text(browser.get(ours("plan")))
    assert page.index("two") < page.index("one</a>")
    assert browser.post(ours("order_goal", rows[1].pk, "sideways")).status_code == 404


def test_a_need_becomes_a_goal_with_one_tap(cast):
    need = casting.need(cast)
    browser = browser_of(cast, "ana")
    browser.post(desk(cast, "start"))
    assert browser.post(desk(cast, "from_need", need.pk)).status_code == 302
    row = one_goal()
    assert (row.state, row.source_id) == ("proposed", need.pk)
    assert browser.post(desk(cast, "from_need", new_id())).status_code == 404


def test_what_a_screening_found_becomes_a_goal_with_one_tap(cast):
    rosa, at = cast.actors["rosa"], timezone.now()
    with acting_as(rosa, now=at):
        asked = screenings.record(
            household=Household.objects.select_related("community").get(pk=cast.household.pk),
            instrument="needs_check/1",
            said={"food": "yes"},
            by=rosa,
            at=at,
        )
    row, browser = asked.telling, browser_of(cast, "rosa")
    assert ours("from_result", row.pk) in text(browser.get(ours("plan")))
    assert browser.post(ours("from_result", row.pk)).status_code == 302
    made = one_goal()
    assert (made.source, made.source_id, made.sensitivity) == (
        *("screening result", row.pk, row.sensitivity),
    )
    page = text(browser.get(ours("plan")))
    assert made.words in page and ours("from_result", row.pk) not in page
    assert browser.post(ours("from_result", new_id())).status_code == 404


def test_a_worker_says_who_is_there_or_closes_nothing(cast):
    plan = started(cast, "ana")
    shared(cast)
    row = goal(cast, plan)
    browser = browser_of(cast, "ben")
    assert browser.post(desk(cast, "close_goal", row.pk), {"version": 1}).status_code in (400, 404)
    casting.consent(cast, "clinic", ("identity", "household", "plan"))
    on_team(cast, "clinic", ())
    rosa = str(cast.people["rosa"].pk)
    page = text(browser.get(desk(cast, "close_goal", row.pk)))
    assert "Rosa" in page
    answer = browser.post(desk(cast, "close_goal", row.pk), {"version": 1, "beside": rosa})
    assert answer.status_code == 302
    assert "with the family" in text(browser.get(desk(cast, "story")))


@pytest.mark.parametrize("name", ["cruz", "cora", "dana", "sam", "eve"])
def test_strangers_find_no_plan(cast, name):
    row = goal(cast, started(cast))
    browser = browser_of(cast, name)
    for page, args in (("plan", ()), ("goal", (row.pk,)), ("story", ()), ("edit_goal", (row.pk,))):
        assert browser.get(desk(cast, page, *args)).status_code in (403, 404), page
    assert browser.get(ours("plan")).status_code in (302, 403)


def test_somebody_on_the_team_without_the_familys_yes_reads_that_there_is_a_plan(cast):
    row = goal(cast, started(cast))
    on_team(cast, "clinic", ())
    casting.consent(cast, "clinic", ("identity", "household"))
    browser = browser_of(cast, "ben")
    page = text(browser.get(desk(cast, "plan")))
    assert "has a plan" in page and GOAL not in page
    assert browser.get(desk(cast, "goal", row.pk)).status_code == 404


def test_a_goal_of_another_family_is_not_opened_from_here(cast):
    row = goal(cast, started(cast))
    todo = step(cast, row)
    other = casting.record_family(cast, cast.ana, [casting.NewPerson("Eva", "Paz", "caregiver")])
    browser = browser_of(cast, "ana")
    browser.post(reverse("plans:start", args=[other.pk]))
    for name, key in (("goal", row.pk), ("edit_goal", row.pk), ("edit_step", todo.pk)):
        assert browser.get(reverse(f"plans:{name}", args=[other.pk, key])).status_code == 404


def test_rosa_lets_the_clinic_see_it_and_stops_it_in_two_taps(cast):
    plan = started(cast)
    goal(cast, plan)
    on_team(cast)
    clinic = cast.agencies["clinic"]
    browser = browser_of(cast, "rosa")
    assert clinic.name in text(browser.get(ours("who")))
    assert browser.get(ours("share", clinic.pk, "let")).status_code == 200
    assert browser.post(ours("share", clinic.pk, "let")).status_code == 302
    with everything():
        one = Consent.objects.get(agency=clinic, ended_at=None)
        assert (one.classes, one.deny) == (["plan"], False) and one.ends
    casting.consent(cast, "clinic", ("identity", "household"))
    on_team(cast, "clinic", ())
    assert GOAL in text(browser_of(cast, "ben").get(desk(cast, "plan")))
    assert browser.post(ours("share", clinic.pk, "stop")).status_code == 302
    assert GOAL not in text(browser_of(cast, "ben").get(desk(cast, "plan")))
    assert browser.get(ours("share", new_id(), "let")).status_code == 404


def test_stopping_who_typed_it_is_a_no_and_letting_again_takes_it_back(cast):
    started(cast, "ana")
    library = cast.agencies["library"]
    browser = browser_of(cast, "rosa")
    assert library.name in text(browser.get(ours("who")))
    browser.post(ours("share", library.pk, "stop"))
    with everything():
        assert Consent.objects.get(agency=library, ended_at=None).deny
    browser.post(ours("share", library.pk, "let"))
    with everything():
        assert not Consent.objects.get(agency=library, ended_at=None).deny


def test_a_review_is_planned_and_written_down_at_the_desk(cast):
    started(cast, "ana")
    browser = browser_of(cast, "ana")
    day = timezone.now() + timedelta(days=20)
    typed = {"day_month": str(day.month), "day_day": str(day.day), "day_year": str(day.year)}
    assert browser.post(desk(cast, "plan_review"), typed).status_code == 302
    page = text(browser.get(desk(cast, "plan")))
    assert "write it down" in page
    assert browser.get(reverse("home:desk")).status_code == 200


def test_who_is_not_signed_in_is_asked_who_they_are(cast, client):
    assert client.get(ours("plan")).status_code == 302
    assert client.get(desk(cast, "plan")).status_code in (302, 403)


def test_the_familys_page_leads_to_its_plan(cast):
    browser = browser_of(cast, "rosa")
    assert ours("plan") in text(browser.get(reverse("ours:page")))
    page = text(browser_of(cast, "ana").get(reverse("home:household", args=[cast.household.pk])))
    assert desk(cast, "plan") in page


def test_the_count_of_questions_does_not_grow_with_the_plan(cast):
    plan = started(cast)
    browser = browser_of(cast, "rosa")
    counts = []
    for _more in range(2):
        for _one in range(1 if not counts else 2):
            row = goal(cast, plan, words=f"{new_id()}")
            step(cast, row)
        browser.get(ours("plan"))
        with CaptureQueriesContext(connection) as told:
            browser.get(ours("plan"))
        counts.append(len(told))
    assert counts[0] == counts[1]
