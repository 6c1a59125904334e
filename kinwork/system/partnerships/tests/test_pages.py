"""The pages of partnerships, by every role, without JavaScript: from the start to an adopted charter."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kinwork.common.actor import VISITOR
from kinwork.system.partnerships import rules
from kinwork.system.partnerships.models import Charter, Partnership
from kinwork.system.partnerships.tests import scenes
from tests import cast as casting
from tests.guards.crawling import Crawler, worker
from tests.seeing import everything
from tests.visiting import browser, get, post

pytestmark = pytest.mark.django_db
LIST = reverse("partnerships:list")
LEADS_ONLY = ("questions", "result", "admit", "open_seat")


def lacking(page: str) -> list[str]:
    """What the page says is missing."""
    head, found, rest = page.partition("What is missing before")
    return re.findall(r"<li>(.*?)</li>", rest.partition("</ul>")[0]) if found else []


def of(name: str, *ids) -> str:
    return reverse(f"partnerships:{name}", args=ids)


def test_from_the_four_questions_to_an_adopted_charter(cast):
    dana = cast.dana
    assert "It begins with four questions" in get(dana, LIST)
    page = get(dana, reverse("partnerships:start"))
    assert page.index("Whom do we serve?") < page.index("Name of the partnership")
    told = {"name": "Together", "level": "county", "place": "The county", **scenes.ANSWERS}
    here = post(dana, reverse("partnerships:start"), **told)
    assert "There is no result yet" in get(dana, here)
    words = {"words": "Children are ready for school", "whom": "All children under six"}
    measure = post(dana, f"{here}results/", **words)
    goal = post(
        dana,
        measure,
        kind="indicator",
        name="Meets milestones",
        unit="percent",
        better="up",
        source="Report",
        baseline="48",
        baseline_on="2026-03-02",
    )
    post(dana, f"{goal}agree/", on="2026-03-02", how="All in March")
    with everything():
        key = Partnership.objects.get().goals.get().result.measures.get().pk
    post(dana, f"{goal}{key}/", on="2026-03-03", value="51", source="Report")
    assert "Better than the baseline" in get(dana, goal)
    for name in ("backbone", "clinic"):
        said = {"kind": "agency", "agency": cast.agencies[name].pk, "level": "county"}
        member = post(dana, f"{here}members/", starts="2026-03-02", **said)
        pk = member.strip("/").rpartition("/")[2]
        said = {"kind": "member", "member": pk, "role": "Director", "starts": "2026-03-02"}
        sit = post(dana, f"{here}seats/", **said)
        assert "has nobody on a seat" in get(dana, here)
        shown = {"authority": "Bylaws", "seen_on": "2026-03-02"}
        post(dana, sit, place="representative", name="Noor", starts="2026-03-02", **shown)
    change = post(dana, f"{here}charter/write/")
    with everything():
        draft = Charter.objects.get()
    said = {name: getattr(draft, name) for name in rules.TEXTS}
    said |= {"goals": "More are ready.", "meets": draft.meets, "agenda_days": 7, "absences": 3}
    said |= {"ways": draft.ways, "quorum": "majority", "rule": "majority", "base": "present"}
    charter = post(
        dana,
        change,
        results_days=7,
        minutes_for="members",
        ratings="named",
        family_share=0,
        stipends="",
        **said,
    )
    assert "has not said how much time it gives" in get(dana, charter)
    assert "What is missing before" in get(dana, f"{charter}decide/")
    with everything():
        members = list(Partnership.objects.get().members.values_list("pk", flat=True))
    for one in members:
        post(dana, f"{here}members/{one}/promises/", **scenes.PROMISES)
    assert lacking(get(dana, here)) == []
    assert "What is missing" not in get(dana, f"{charter}decide/")
    voices = {
        f"{name}_{n}": word for n in (0, 1) for name, word in (("way", "phone"), ("said", "yes"))
    }
    assert "Too few" not in get(
        dana, post(dana, f"{charter}decide/", held_on="2026-03-03", **voices)
    )
    page = get(cast.ben, charter)
    assert "In force" in page and "2 yes" in page and "Write the charter" not in page
    assert "no draft any more" in get(dana, f"{charter}change/")


def test_what_is_wrong_in_a_decision_is_said_and_what_was_typed_stands(cast):
    made = scenes.ready(cast)
    path = of("decide", made.partnership_id, made.pk)
    said = {"way_0": "phone", "said_0": "object", "said_1": "yes", "held_on": "2026-03-02"}
    response = browser(cast.dana).post(path, said)
    page = response.content.decode()
    assert "An objection says why." in page and "A seat that was not there has no voice." in page
    assert re.search(r'value="object"[^>]*\s(selected|checked)', page)
    with everything():
        assert Charter.objects.get().state == "draft" and not made.votes.exists()


@pytest.mark.parametrize(
    "path", ["sit", "close_seat", "part", "commit", "value", "agree", "measure"]
)
def test_each_form_opens_for_whoever_leads_and_for_nobody_else(cast, path):
    made = scenes.ready(cast)
    row = made.partnership
    with everything():
        goal = row.goals.get()
        ids = {
            "sit": [row.seats.first().pk],
            "close_seat": [row.seats.first().pk],
            "part": [row.members.first().pk],
            "commit": [row.members.first().pk],
            "value": [goal.pk, goal.result.measures.get().pk],
            "agree": [goal.pk],
            "measure": [goal.pk],
        }[path]
    get(cast.dana, of(path, row.pk, *ids))
    for actor in (cast.ben, cast.cruz):
        get(actor, of(path, row.pk, *ids), 403)


def test_who_opens_which_page(cast):
    made = scenes.adopted(cast)
    row = made.partnership
    with everything():
        goal, member = row.goals.get(), row.members.get(agency=cast.agencies["clinic"])
    pages = [of("see", row.pk), of("goal", row.pk, goal.pk), of("charter", row.pk, made.pk)]
    pages.append(of("member", row.pk, member.pk))
    for path in pages:
        page = get(cast.dana, path)
        assert "Saguaro Wash" in page or "ready for school" in page
        for actor in (cast.ben, cast.bea, cast.ana):
            assert "Leaves the partnership" not in get(actor, path)
        get(cast.cruz, path, 404)
        get(worker(casting.make_cast(household=False), "backbone lead", "backbone"), path, 404)
        assert browser(VISITOR).get(path).status_code in (302, 403)
    assert "We do what we say" in get(cast.ben, pages[3])
    assert row.name in get(cast.ben, LIST) and row.name not in get(cast.cruz, LIST)
    for name in LEADS_ONLY:
        get(cast.ben, of(name, row.pk), 403)


def test_a_family_opens_none_of_them(db):
    cast = casting.make_cast()
    made = scenes.adopted(cast)
    for path in (LIST, of("see", made.partnership_id), reverse("partnerships:start")):
        assert browser(cast.rosa).get(path).status_code in (302, 403)


def test_closing_and_leaving_ask_first(cast):
    made = scenes.ready(cast)
    row = made.partnership
    with everything():
        seat = row.seats.filter(member=None).get()
        member = row.members.get(agency=cast.agencies["clinic"])
    assert "one voice less" in get(cast.dana, of("close_seat", row.pk, seat.pk))
    post(cast.dana, of("close_seat", row.pk, seat.pk))
    assert "Fewer seats of residents" in get(cast.dana, of("see", row.pk))
    post(cast.dana, of("part", row.pk, member.pk))
    get(cast.ben, of("see", row.pk), 404)
    assert "Has left" in get(cast.dana, of("member", row.pk, member.pk))


def test_the_page_asks_no_more_of_the_database_for_more_members(cast):
    row = scenes.adopted(cast).partnership

    def count() -> int:
        client = browser(cast.dana)
        client.get(of("see", row.pk))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(of("see", row.pk))
        return len(asked)

    before = count()
    for name in ("one", "two", "three"):
        made = scenes.member(cast, row, "bloom", kind="program", name=name)
        scenes.seat(cast, row, made)
    assert count() <= before


def test_in_spanish(cast):
    made = scenes.ready(cast)
    client = Crawler(cast.dana).client
    client.cookies["django_language"] = "es"
    page = client.get(of("see", made.partnership_id)).content.decode()
    assert "Las cuatro preguntas" in page and "The four questions" not in page
