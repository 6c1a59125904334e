"""The pages of the registry, by every role, without JavaScript: from a public page to a model."""

import csv
import io
from functools import cache

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kinwork.common.actor import VISITOR
from kinwork.common.models import AuditEntry
from kinwork.system.approaches import letters
from kinwork.system.approaches.models import Approach, Project, Verification
from kinwork.system.approaches.tests import scenes
from kinwork.system.partnerships.tests import scenes as joined
from tests import cast as casting
from tests.guards.crawling import Crawler
from tests.seeing import everything

pytestmark = pytest.mark.django_db
NAMES = ("list", "file", "find", "counts", "projects", "projects_file", "add_project")
LIST, FILE, FIND, COUNTS, PROJECTS, PROJECTS_FILE, ADD = (
    reverse(f"approaches:{name}") for name in NAMES
)
IMPORT = reverse("approaches:import_projects")
NEW = {
    "name": "Approach 01",
    "level": "local",
    "place": "AZ",
    "found_in": "Invented public page",
    "found_on": "2026-02-01",
}
STUDY = {
    "name": "A study of intake",
    "who": "Some people",
    "population": "Families",
    "level": "local",
    "starts": "2020",
}


@cache
def browser(actor) -> Client:
    return Crawler(actor).client


def get(actor, path: str, status: int = 200) -> str:
    response = browser(actor).get(path)
    assert response.status_code == status, (path, response.status_code)
    return response.content.decode()


def post(actor, path: str, **data) -> str:
    """Where it leads; fails with the page's words when the form comes back."""
    response = browser(actor).post(path, data)
    assert response.status_code == 302, response.content.decode()
    return response.headers["Location"]


def again(actor, path: str, **data) -> str:
    """The page of the form that comes back."""
    response = browser(actor).post(path, data)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def of(name: str, row: Approach, *ids) -> str:
    return reverse(f"approaches:{name}", args=[row.pk, *ids])


def link_of(row: Approach) -> str:
    with everything():
        made = Verification.objects.filter(approach=row).order_by("-sent_at").first()
    return reverse("open_approaches:confirm", args=[letters.token(made.pk)])


def coding(model: str, **other: str) -> dict[str, str]:
    said = scenes.answers("local", model, other)
    told = {f"answer_{key}": one.answer for key, one in said.items()}
    told |= {f"shows_{key}": one.evidence for key, one in said.items()}
    return told | {"model": model, "why": "As the profile says."}


def test_from_a_public_page_to_a_model(cast):
    eve, other = cast.eve, scenes.second(cast)
    assert "No approach found yet" in get(eve, LIST)
    here = post(eve, FIND, **NEW)
    page = get(eve, here)
    assert "Say whether it meets the criteria" in page and "Not known yet" in page
    post(eve, f"{here}judge/", meets="yes", why="It coordinates services.")
    page = get(eve, here)
    assert page.index("Select it for a profile") < page.index("Say whether it meets")
    post(eve, f"{here}select/", why="None from this state yet.")
    assert "Fill it in" in get(eve, here)
    source = {"source": "Its web page", "source_on": "2026-02-01"}
    post(eve, f"{here}draft/partners_number/", codes="6", **source)
    post(eve, f"{here}draft/services/", codes=["health", "food"], words="And rides.", **source)
    page = get(eve, here)
    assert "Health, Food" in page and "And rides." in page and "Its web page" in page
    assert 'value="6"' in get(eve, f"{here}draft/partners_number/")
    post(eve, f"{here}profile/")
    post(eve, f"{here}send/", email="contact@approach.example", language="es")
    assert "contact@approach.example" in get(eve, here)
    with everything():
        row = Approach.objects.get()
    path = link_of(row)
    page = get(VISITOR, path)
    assert "And rides." in page and "Sign in" not in page.split("<main")[1]
    page = again(VISITOR, path)
    assert "at least one field" in page
    page = again(VISITOR, path, says_services="other")
    assert "Choose what fits, or say it in words." in page
    page = again(VISITOR, path, says_services="right", words_services="Only food")
    assert "Say that this is right instead." in page and "Only food" in page
    told = {"says_services": "right", "says_partners_number": "other", "codes_partners_number": "9"}
    post(VISITOR, path, **told, says_place="other", words_place="Two valleys", note="Thank you.")
    assert "Your answer is kept" in get(VISITOR, path)
    page = get(eve, here)
    assert "Corrected by the contact" in page and "Before: 6" in page and "Thank you." in page
    assert "Say what shows it." in again(
        eve, f"{here}code/", **coding("hub") | {"shows_co_location": ""}
    )
    post(eve, f"{here}code/", **coding("hub"))
    assert "shows when both are done" in get(eve, here)
    assert "As the profile says." not in get(other, here)
    post(other, f"{here}code/", **coding("hub", co_location="no") | {"model": "none"})
    page = get(eve, here)
    assert "They differ" in page and "Classify it by the rule" not in page
    assert "Invented public page" in get(eve, f"{here}reconcile/co_location/")
    post(eve, f"{here}reconcile/co_location/", answer="yes", why="The photo shows it.")
    assert "The photo shows it." in get(other, here)
    post(eve, f"{here}classify/")
    page = get(cast.sam, here)
    assert "<strong>Hub</strong>" in page and "Other than the rule says" in page
    assert "2021 preliminary" in page and "kw-deeds" not in page
    assert "Hub" in get(eve, LIST)


def test_what_was_typed_stands_when_something_is_missing(cast):
    page = again(cast.eve, FIND, **NEW | {"found_in": ""})
    assert "Approach 01" in page and "Please fill this in." in page
    scenes.found(cast)
    page = again(cast.eve, FIND, **NEW)
    assert "in the registry already" in page
    row = scenes.in_state(cast, "selected", "Approach 02")
    path = of("draft", row, "services")
    page = again(cast.eve, path, source="Somewhere", source_on="2026-02-01")
    assert "Choose what fits, or say it in words." in page and "Somewhere" in page
    get(cast.eve, of("draft", row, "moon"), 404)


def test_a_step_that_cannot_be_taken_now_says_so(cast):
    row = scenes.in_state(cast, "classified")
    for name in ("judge", "select", "profile", "send", "stop_waiting", "leave_out", "code"):
        assert "kw-deeds" in get(cast.eve, of(name, row)), name
        assert "<textarea" not in get(cast.eve, of(name, row)), name
    get(cast.eve, of("reconcile", row, "co_location"))
    get(cast.eve, of("reconcile", row, "moon"), 404)
    assert browser(cast.eve).get(of("classify", row)).status_code == 302
    post(cast.eve, of("classify", row))
    assert "already" in get(cast.eve, of("see", row))


def test_a_link_that_is_over_or_none_of_ours(cast):
    row = scenes.in_state(cast, "sent")
    path = link_of(row)
    scenes.do(cast, "stop_waiting", approach=row, why="Too late.")
    assert "This link is over" in get(VISITOR, path)
    get(VISITOR, reverse("open_approaches:confirm", args=["no-such-link"]), 404)


def test_what_came_back_is_written_down_by_hand(cast):
    row = scenes.in_state(cast, "sent")
    path = of("return_by_hand", row)
    assert "How it came back" in get(cast.eve, path)
    page = again(cast.eve, path, says_services="right")
    assert "Please fill this in." in page
    post(cast.eve, path, says_services="right", how="By phone.")
    assert "By phone." in get(cast.eve, of("see", row))


def test_the_list_is_filtered_by_its_address_and_is_a_file(cast):
    scenes.found(cast, "=Approach 01", "state")
    scenes.in_state(cast, "classified", "Approach 02")
    for query, found in (
        ("level=state", ["=Approach 01"]),
        ("state=classified", ["Approach 02"]),
        ("model=hub", ["Approach 02"]),
        ("model=narrow", []),
        ("place=AZ", ["=Approach 01", "Approach 02"]),
        ("place=NY", []),
    ):
        page = get(cast.eve, f"{LIST}?{query}")
        shown = [one for one in ("=Approach 01", "Approach 02") if one in page]
        assert shown == found, query
        assert bool(found) or "Nothing fits this filter" in page
    get(cast.eve, f"{LIST}?level=moon&after=x")
    rows = list(csv.DictReader(get(cast.eve, FILE).splitlines()))
    assert [one["name"] for one in rows] == ["'=Approach 01", "Approach 02"]
    assert rows[1]["model"] == "hub" and rows[1]["judged"] == "hub hub"
    with everything():
        assert AuditEntry.objects.filter(verb="approaches.file.view").count() == 1


def test_figures_and_their_files(cast):
    assert "Nothing to count yet" in get(cast.eve, COUNTS)
    scenes.in_state(cast, "classified")
    row = scenes.in_state(cast, "returned", "Approach 02")
    scenes.coded_twice(cast, row, "narrow", other={"co_location": "no"})
    page = get(cast.sam, f"{COUNTS}?dimension=partners_number")
    assert "In 1 of 1 both coders judge as the rule does." in page and "How many partners" in page
    assert "0.9" in page or "0.8" in page
    assert "Services" in get(cast.sam, f"{COUNTS}?dimension=moon")

    def sheet(name: str, query: str = "") -> list[list[str]]:
        path = reverse("approaches:counts_file", args=[name])
        return list(csv.reader(get(cast.eve, path + query).splitlines()))

    stages = {one[0]: one[1:] for one in sheet("stages")}
    assert stages["found"] == ["0", "2", "2"] and stages["analysed"] == ["0", "1", "1"]
    models = {one[0]: one[1:] for one in sheet("models")}
    assert models["hub"] == ["0", "1"] and models["narrow"] == ["0", "0"]
    heads, *lines = sheet("dimension", "?dimension=partners_number")
    assert heads[0] == "partners_number" and {r[0]: r[heads.index("hub")] for r in lines} == {
        **{"0-1": "0", "2-8": "1", "9-20": "0", "21+": "0"}
    }
    kappa = {one[0]: one[1:] for one in sheet("agreement")}
    assert kappa["all"][:2] == ["14", "13"] and kappa["co_location"][:2] == ["2", "1"]
    get(cast.eve, reverse("approaches:counts_file", args=["moon"]), 404)


def test_research_projects(cast):
    page = get(cast.sam, PROJECTS)
    assert "Head Start Connects" in page and "Add a research project" not in page
    assert "Change it" not in get(cast.eve, PROJECTS)
    page = again(cast.eve, ADD, **STUDY | {"ends": "2019", "links": "nowhere"})
    assert "lies before the first" in page and "begins with https://" in page
    told = {"links": "https://study.example/a\n", "programs": "Head Start\nWIC", "kinds": ["scan"]}
    post(cast.eve, ADD, **STUDY, **told)
    page = get(cast.eve, PROJECTS)
    assert "https://study.example/a" in page and "Head Start; WIC" in page and "from 2020" in page
    assert "stands here already" in again(cast.eve, ADD, **STUDY)
    with everything():
        row = Project.objects.get()
    path = reverse("approaches:change_project", args=[row.pk])
    assert "Head Start\nWIC" in get(cast.eve, path)
    post(cast.eve, path, **STUDY | {"who": "Others", "ends": "2022"})
    page = get(cast.eve, f"{PROJECTS}?text=others")
    assert "A study of intake" in page and "Head Start Connects" not in page
    for query, found in (
        *(("level=local", True), ("level=tribal", False), ("kind=scan", False)),
        *(("year=2021", True), ("year=2030", False), ("year=abc", False)),
    ):
        assert ("A study of intake" in get(cast.eve, f"{PROJECTS}?{query}")) is found, query


def test_a_file_goes_out_and_comes_in_again(cast):
    post(cast.eve, ADD, **STUDY | {"links": "https://study.example/a"})
    text = get(cast.eve, PROJECTS_FILE)
    assert len(text.splitlines()) == 7
    changed = text.replace("Some people", "Other people")

    def take(data: str | bytes) -> str:
        told = data if isinstance(data, bytes) else data.encode()
        file = SimpleUploadedFile("projects.csv", told, "text/csv")
        response = browser(cast.eve).post(IMPORT, {"file": file})
        return response.content.decode() if response.status_code == 200 else "taken"

    assert take(changed) == "taken"
    page = get(cast.eve, PROJECTS)
    assert "5 added, 1 changed." in page and "Other people" in page
    assert page.count("Head Start Connects</") <= page.count("Head Start Connects")
    with everything():
        assert Project.objects.count() == 6
        assert Project.objects.get(who="Other people").links == ["https://study.example/a"]
    assert take("\ufeff" + changed) == "taken" and "0 added, 0 changed." in get(cast.eve, PROJECTS)
    rows = list(csv.reader(io.StringIO(changed)))
    for place, wrong, sentence in (
        (1, "20x0-", "column years"),
        (1, "2022-2020", "column years"),
        (5, "moon", "column level"),
        (6, "moon", "column kinds"),
        (7, "javascript:alert(1)", "column links"),
        (0, "", "column name"),
    ):
        line = list(rows[1])
        line[place] = wrong
        out = io.StringIO()
        csv.writer(out).writerows([rows[0], line])
        page = take(out.getvalue())
        assert "Row 2" in page and sentence in page, wrong
    for data, sentence in (
        ("", "empty"),
        ("name\nA", "name these columns"),
        (changed.splitlines()[0], "one to 1,000"),
        (changed.splitlines()[0] + "\na,b", "too many cells, or too few"),
        (b"\xff\xff\xff", "not text in UTF-8"),
    ):
        assert sentence in take(data), data
    with everything():
        assert Project.objects.count() == 6


def test_which_model_are_we(cast):
    row = joined.started(cast)
    for key in ("backbone", "clinic", "library"):
        joined.member(cast, row, key)
    own = reverse("own_approach:own", args=[row.pk])
    assert f'href="{own}"' in get(cast.dana, reverse("partnerships:see", args=[row.pk]))
    page = get(cast.dana, own)
    assert "Still open" in page and "Nothing on record" in page and "Answer this" in page
    assert reverse("partnerships:agreements", args=[row.pk]) in page
    path = reverse("own_approach:say_own", args=[row.pk, "joint_case_management"])
    assert "Say what shows it." in again(cast.dana, path, answer="yes")
    post(cast.dana, path, answer="yes", why="Every second Monday.")
    page = get(cast.ben, own)
    assert "Every second Monday." in page and "Answer this" not in page
    get(cast.ben, path, 403)
    known = reverse("own_approach:say_own", args=[row.pk, "two_to_eight_partners"])
    assert "<textarea" not in get(cast.dana, known)
    get(cast.dana, reverse("own_approach:say_own", args=[row.pk, "moon"]), 404)
    get(cast.cruz, own, 404)


def test_who_opens_which_page(cast):
    row = scenes.in_state(cast, "selected")
    elsewhere = casting.make_cast(household=False)
    read = (LIST, FILE, COUNTS, PROJECTS, PROJECTS_FILE, of("see", row))
    write = (FIND, ADD, IMPORT, of("judge", row), of("draft", row, "goals"), of("profile", row))
    for path in read:
        for name in ("eve", "dana", "sam"):
            get(cast.actors[name], path)
        for name in ("ana", "ben", "bea", "cruz", "cora"):
            get(cast.actors[name], path, 403)
        assert browser(VISITOR).get(path).status_code in (302, 403)
    for path in write:
        get(cast.eve, path)
        for name in ("sam", "ana", "ben", "bea", "cruz", "cora"):
            get(cast.actors[name], path, 403)
    get(elsewhere.eve, of("see", row), 404)
    assert "Approach 01" not in get(elsewhere.eve, LIST)


def test_a_family_opens_none_of_them(db):
    cast = casting.make_cast()
    row = scenes.in_state(cast, "selected")
    for path in (LIST, FILE, FIND, COUNTS, PROJECTS, of("see", row)):
        assert browser(cast.rosa).get(path).status_code in (302, 403)


def test_no_more_is_asked_of_the_database_for_more_approaches(cast):
    row = scenes.in_state(cast, "classified")
    post(cast.eve, ADD, **STUDY)

    def count(path: str) -> int:
        client = browser(cast.eve)
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        return len(asked)

    paths = (LIST, FILE, COUNTS, PROJECTS, of("see", row))
    before = [count(path) for path in paths]
    for number in (2, 3):
        scenes.in_state(cast, "classified", f"Approach 0{number}")
    post(cast.eve, ADD, **STUDY | {"name": "Another study"})
    assert [count(path) for path in paths] == before


def test_in_spanish(cast):
    row = scenes.in_state(cast, "classified")
    client = Crawler(cast.eve).client
    client.cookies["django_language"] = "es"
    page = client.get(of("see", row)).content.decode()
    assert "Clasificada" in page and "Centro de servicios" in page and "Classified" not in page
    page = client.get(COUNTS).content.decode()
    assert "Kappa de Cohen" in page and "Iniciativas, contadas" in page
    assert "Proyectos de investigación" in client.get(PROJECTS).content.decode()
