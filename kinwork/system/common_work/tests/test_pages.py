"""The pages of common work, by every role, without JavaScript."""

import csv
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from kinwork.system.common_work import models, words
from kinwork.system.common_work.tests import scenes
from kinwork.system.partnerships.tests import scenes as joined
from tests.seeing import everything
from tests.visiting import again, get, post

pytestmark = pytest.mark.django_db
PARTS = ("hub", "strategies", "changes", "support", "funding", "check", "events")
FILES = ("changes_file", "fundings_file")
# The pages go by the clock of the machine.
SOON = str((timezone.now() + timedelta(days=20)).date())
ID = "8f14e45f-ceea-467f-a8f0-9ff4f2b6a1de"


def of(name: str, row, *ids) -> str:
    return reverse(f"common_work:{name}", args=[row.pk, *ids])


def test_everything_empty_teaches(cast):
    row = scenes.together(cast)
    for name, told in (
        ("hub", "The first self-check"),
        ("strategies", "Nobody has looked at it yet"),
        ("changes", "No change written down yet"),
        ("support", "Nothing asked for yet"),
        ("funding", "No funding pursued yet"),
        ("check", "No self-check yet"),
        ("events", "No day written down yet"),
    ):
        assert told in get(cast.dana, of(name, row))
        page = get(cast.ben, of(name, row))
        assert told in page and "kw-deeds" not in page, name
    bare = joined.started(cast, "Nobody above")
    assert "No member works at a wider level" in get(cast.dana, of("support", bare))


def test_a_strategy_is_looked_at_and_each_time_is_kept(cast):
    row = scenes.together(cast)
    path = of("review_strategy", row, "processes")
    page = again(cast.dana, path, adopted="yes", next_step="A form")
    assert "Say since when it is adopted." in page and "Say by when this step is done." in page
    assert 'value="A form"' in page
    said = {"adopted": "yes", "since": "2026-02-01", "intensity": "tried"}
    here = post(cast.dana, path, form_id=ID, **said)
    assert post(cast.dana, path, form_id=ID, **said) == here
    post(cast.dana, path, **said | {"intensity": "most", "evidence": "Nine of ten use it."})
    page = get(cast.ben, here)
    assert page.count("kw-timeline__item") == 2 and "Nine of ten use it." in page
    assert page.index("Most members do it") < page.index("A few members try it")
    assert "Look at it again" not in page
    assert "Most members do it as a rule" in get(cast.ben, of("strategies", row))
    assert "1 of 7 adopted" in get(cast.ben, of("hub", row))
    get(cast.dana, of("strategy", row, "nonsense"), 404)


def test_a_change_is_written_down_filtered_filed_and_ended(cast):
    row = joined.adopted(cast).partnership
    with everything():
        goal = row.goals.get()
    path = of("note_change", row)
    said = {"kind": "policy", "said_words": "=One form", "whom": "Families", "since": "2026-03-01"}
    assert "Please fill this in." in again(cast.dana, path, **said | {"whom": ""})
    more = {"result": goal.result_id, "strategy": "processes", "form_id": ID}
    here = post(cast.dana, path, **said, **more)
    assert post(cast.dana, path, **said, **more) == here
    page = get(cast.ben, here)
    assert "Streamlined processes" in page and "ready for school" in page
    scenes.changed(cast, row, "Second thing")
    every = of("changes", row)
    for query, found in (
        ("kind=policy", ["=One form"]),
        ("kind=practice", ["Second thing"]),
        ("strategy=processes", ["=One form"]),
        (f"result={goal.result_id}", ["=One form"]),
        ("kind=program", []),
        ("kind=nonsense&after=x", ["=One form", "Second thing"]),
    ):
        page = get(cast.ben, f"{every}?{query}")
        assert [one for one in ("=One form", "Second thing") if one in page] == found, query
        assert bool(found) or "Nothing fits this filter" in page
    rows = list(
        csv.DictReader(get(cast.ben, of("changes_file", row) + "?kind=policy").splitlines())
    )
    assert [one["words"] for one in rows] == ["'=One form"]
    end = here + "end/"
    assert "It changed later" in again(cast.dana, end, ends="2026-01-01", why="No more")
    post(cast.dana, end, ends="2026-03-02", why="A new law.")
    page = get(cast.dana, here)
    assert "Holds no longer" in page and "A new law." in page and "kw-deeds" not in page
    assert "This step cannot be taken now" in get(cast.dana, end)
    assert "=One form" not in get(cast.ben, every + "?holds=on")
    with everything():
        assert models.Change.objects.count() == 2


def test_support_is_asked_for_given_and_told(cast):
    row = scenes.together(cast)
    above = scenes.member(cast, row, "state")
    link = f"{of('support', row)}?member={above.pk}"
    assert link in get(cast.ben, reverse("partnerships:member", args=[row.pk, above.pk]))
    clinic = scenes.member(cast, row)
    side = get(cast.ben, reverse("partnerships:member", args=[row.pk, clinic.pk]))
    assert "Support that was asked of it" not in side
    said = {"kind": "policy", "said_words": "A letter", "asked_on": "2026-03-02"}
    path = of("note_support", row)
    page = again(cast.dana, path, member=above.pk, **said, due_on="2026-03-01")
    assert "An answer is expected after" in page
    here = post(cast.dana, path, member=above.pk, due_on="2026-03-20", form_id=ID, **said)
    assert post(cast.dana, path, member=above.pk, form_id=ID, **said) == here
    assert "A letter" in get(cast.ben, link) and "Only of State office" in get(cast.ben, link)
    told = {"came": "not given", "on": "2026-03-02", "by_whom": "Director's office"}
    assert "it helps whoever asks again" in again(cast.dana, f"{here}answer/", **told)
    post(cast.dana, f"{here}answer/", **told | {"came": "given"})
    page = get(cast.dana, here)
    assert "Not said yet" in page and "Say what it made possible" in page
    post(cast.dana, f"{here}effect/", enabled="One form in four offices.")
    assert "One form in four offices." in get(cast.ben, here)
    assert "This step cannot be taken now" in get(cast.dana, f"{here}answer/")


def test_funding_from_a_call_to_an_award(cast):
    row = scenes.together(cast)
    clinic, library = scenes.member(cast, row), scenes.member(cast, row, "library")
    path = of("consider_funding", row)
    said = {"funder": "State", "name": "Early fund", "amount": "$250,000", "deadline": SOON}
    for amount in ("0", "-5", "much", "999999999999"):
        assert "usa-error-message" in again(cast.dana, path, **said | {"amount": amount})
    here = post(cast.dana, path, form_id=ID, **said)
    assert post(cast.dana, path, form_id=ID, **said) == here
    page = get(cast.ben, of("funding", row))
    assert "Within 30 days" in page and "$250,000" in page and "Not decided yet" in page
    with_it = {"applicant": clinic.pk, "partners": [clinic.pk, library.pk]}
    page = again(cast.dana, f"{here}prepare/", **with_it)
    assert "no partner of its own application" in page
    post(cast.dana, f"{here}prepare/", **with_it | {"partners": [library.pk]})
    assert "Within 30 days" in get(cast.ben, of("hub", row))
    post(cast.dana, f"{here}apply/", on="2026-03-02")
    page = get(cast.dana, here)
    assert "Within 30 days" not in page and page.index("funder&#x27;s answer") < page.index(
        "Do not"
    )
    told = {"came": "awarded", "on": "2026-03-02", "note": "Less than asked."}
    assert "Say how many dollars they give." in again(cast.dana, f"{here}answer/", **told)
    post(cast.dana, f"{here}answer/", awarded="200,000.50", **told)
    page = get(cast.ben, here)
    assert "$200,000.50" in page and "Less than asked." in page and "kw-deeds" not in page
    assert "This step cannot be taken now" in get(cast.dana, f"{here}withdraw/")
    (line,) = csv.DictReader(get(cast.ben, of("fundings_file", row)).splitlines())
    assert (line["amount"], line["awarded"], line["days"]) == ("250000.00", "200000.50", "")
    assert line["partners"] == library.name
    assert "Nothing fits this filter" in get(cast.ben, of("funding", row) + "?state=declined")


def test_two_rounds_side_by_side_and_help_for_what_is_low(cast):
    row = scenes.together(cast)
    path = of("rate", row)
    said = {"on": "2025-09-01", "who": "Steering group"}
    assert "Rate at least one of them." in again(cast.dana, path, **said)
    page = again(cast.dana, path, shows_results="A list", **said)
    assert "Choose a step for what you wrote." in page and 'value="A list"' in page
    first = {"step_results": "begun", "shows_results": "A first list", "form_id": ID}
    for _ in range(2):
        post(cast.dana, path, **said, **first)
    with everything():
        assert models.CheckRound.objects.count() == 1
    page = get(cast.dana, of("check", row))
    assert "A first list" in page and f"{of('plan_help', row)}?item=results" in page
    assert "Plan help" not in get(cast.ben, of("check", row))
    scenes.rated(cast, row, results="working", barriers="missing")
    page = get(cast.ben, of("check", row))
    assert "Stronger than before" in page and words.day(date(2025, 9, 1)) in page
    with everything():
        late, early = models.CheckRound.objects.order_by("-on")
    swapped = get(cast.ben, f"{of('check', row)}?after={early.pk}&before={late.pk}")
    assert "Stronger than before" in swapped
    alone = get(cast.ben, f"{of('check', row)}?after={early.pk}&before={early.pk}")
    assert "Stronger" not in alone and "A first list" in alone
    help_path = of("plan_help", row)
    plan = {"item": "barriers", "need": "Talking with the city", "helper": "State office"}
    assert "This day is over" in again(cast.dana, help_path, due_on="2026-01-01", **plan)
    post(cast.dana, help_path, due_on=SOON, **plan)
    page = get(cast.dana, of("check", row))
    assert "Talking with the city" in page and f"{help_path}?item=barriers" not in page
    with everything():
        one = models.HelpPlan.objects.get()
    done = of("finish_help", row, one.pk)
    post(cast.dana, done, on="2026-03-02", done="They came twice.")
    assert "They came twice." in get(cast.ben, of("check", row))
    assert "This step cannot be taken now" in get(cast.dana, done)


def test_a_day_is_held_counted_and_a_question_answered(cast):
    row = scenes.together(cast)
    clinic = scenes.member(cast, row)
    said = {"kind": "training", "name": "One door", "topics": "Handoffs", "host": clinic.pk}
    path = of("convene", row)
    here = post(cast.dana, path, on="2026-03-01", form_id=ID, **said)
    assert post(cast.dana, path, on="2026-03-01", form_id=ID, **said) == here
    assert "Count who came: One door" in get(cast.ben, of("hub", row))
    assert "at least one member" in again(cast.dana, f"{here}count/")
    page = get(cast.dana, f"{here}count/")
    assert "State office for young children" in page
    post(cast.dana, f"{here}count/", people_0="12")
    assert "12 people came" in get(cast.ben, here)
    post(cast.dana, f"{here}count/", people_0="9", people_1="1")
    assert "10 people came" in get(cast.ben, here)
    ahead = post(cast.dana, path, on=SOON, **said | {"name": "Soon"})
    assert "Still to come" in get(cast.ben, ahead)
    assert "This step cannot be taken now" in get(cast.dana, f"{ahead}count/")
    ask = {"member": clinic.pk, "question": "How do we count?", "asked_on": "2026-03-02"}
    for _ in range(2):
        post(cast.dana, of("ask_help", row), due_on="2026-03-09", form_id=ID, **ask)
    with everything():
        one = models.HelpRequest.objects.get()
    answer = of("answer_help", row, one.pk)
    told = {"answered_by": "State office", "on": "2026-03-02", "answer": "Once a family."}
    post(cast.dana, answer, **told)
    assert "Once a family." in get(cast.ben, of("events", row))
    assert "This step cannot be taken now" in get(cast.dana, answer)
