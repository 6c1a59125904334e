"""The first administrator, from the command line, as a person would type it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kinwork.accounts.models import Agency, Invitation, Mail
from kinwork.common.acting import acting_as
from kinwork.common.actor import VISITOR
from kinwork.common.models import Community

ROOT = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.own_database
WHERE = ("--name", "Saguaro Wash County", "--state", "az", "--zip", "85201")
ZONE = ("--time-zone", "America/Phoenix")
FIRST = ("--agency", "Mesquite Flats Library", "--role", "account administrator")


def kinwork(database, *words):
    told = {**os.environ, "DATABASE_URL": database.address()}
    told["DJANGO_SETTINGS_MODULE"] = "kinwork.config.settings_test"
    asked = [sys.executable, "-m", "kinwork", *words]
    return subprocess.run(asked, cwd=ROOT, env=told, capture_output=True, text=True)


def test_from_nothing_to_the_first_invitation(own_database):
    assert "Make one with" in kinwork(own_database, "invite", "dana@example.org", *FIRST).stderr
    made = kinwork(own_database, "community", "create", "saguaro-wash", *WHERE, *ZONE)
    assert made.returncode == 0, made.stderr
    done = kinwork(own_database, "invite", "Dana@example.org", *FIRST, "--convenes")
    assert done.returncode == 0, done.stderr
    assert "dana@example.org is invited: account administrator" in done.stdout
    again = kinwork(own_database, "invite", "dana@example.org", *FIRST)
    assert again.returncode == 0, again.stderr
    with acting_as(VISITOR):
        here, one = Community.objects.get(), Invitation.objects.get()
        assert (here.state, here.time_zone) == ("AZ", "America/Phoenix")
        assert (one.role, one.invited_by, one.agency) == (FIRST[3], None, Agency.objects.get())
        assert one.agency.agencycommunity_set.get().convenes
        assert Mail.objects.count() == 2


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("community", "create", "a b", *WHERE, *ZONE), "is no short name"),
        (("community", "create", "a", *WHERE, "--time-zone", "Mars"), "is no time zone"),
        (("community", "create", "a", *WHERE[:-1], "8520", *ZONE), "is no ZIP"),
        (("invite", "nobody", *FIRST), "is no e-mail address"),
        (("invite", "x@example.org", *FIRST, "--community", "nowhere"), "no community nowhere"),
    ],
)
def test_what_cannot_be_right_is_said_in_one_sentence(own_database, words, sentence):
    done = kinwork(own_database, *words)
    assert done.returncode == 1 and sentence in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_texts_and_holidays_of_a_community_for_a_machine(own_database):
    kinwork(own_database, "community", "create", "saguaro-wash", *WHERE, *ZONE)
    for what in ("holidays", "texts"):
        shown = kinwork(own_database, "community", what, "saguaro-wash", "--json")
        assert (shown.returncode, json.loads(shown.stdout)) == (0, []), shown.stderr
        assert "Nothing yet" in kinwork(own_database, "community", what, "saguaro-wash").stdout
        nowhere = kinwork(own_database, "community", what, "nowhere")
        assert nowhere.returncode and "There is no community nowhere" in nowhere.stderr


QUIET = ("--agency", "Quiet Creek Recovery", "--role", "supervisor")


def test_an_agency_is_of_its_kind_from_the_first_invitation(own_database):
    kinwork(own_database, "community", "create", "saguaro-wash", *WHERE, *ZONE)
    done = kinwork(own_database, "invite", "q@example.org", *QUIET, "--part-2", "--part-2-staff")
    assert done.returncode == 0, done.stderr
    again = kinwork(own_database, "invite", "r@example.org", *QUIET, "--keeps", "ferpa")
    assert again.returncode == 1 and "kinwork agency mark" in again.stderr
    house = ("--agency", "Agave House", "--role", "supervisor")
    assert kinwork(own_database, "invite", "s@example.org", *house, "--victim-services").stdout
    told = json.loads(kinwork(own_database, "agency", "list", "--json").stdout)
    kinds = {one["name"]: (one["part_2"], one["records"], one["victim_services"]) for one in told}
    assert kinds == {
        "Agave House": (False, [], True),
        "Quiet Creek Recovery": (True, ["part 2"], False),
    }
    with acting_as(VISITOR):
        assert Invitation.objects.get(email="q@example.org").is_part_2_staff


def test_an_agency_that_is_here_is_marked(own_database):
    kinwork(own_database, "community", "create", "saguaro-wash", *WHERE, *ZONE)
    kinwork(own_database, "invite", "q@example.org", *QUIET)
    mark = ("agency", "mark", "quiet creek recovery")
    done = kinwork(own_database, *mark, "--part-2", "--keeps", "head-start", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["records"] == ["head start", "part 2"]
    done = kinwork(own_database, *mark, "--keeps-no-more", "part-2")
    assert "keeps records under: head start" in done.stdout and "Part 2" not in done.stdout
    asked = kinwork(own_database, *mark, "--victim-services")
    assert asked.returncode == 1 and "never taken back" in asked.stderr
    done = kinwork(own_database, *mark, "--victim-services", "--yes")
    assert done.returncode == 0 and "serves victims of violence" in done.stdout, done.stderr
    for words, sentence in (
        ((*mark[:2], "Nobody", "--part-2"), "There is no agency 'Nobody'"),
        (mark, "Say what it is"),
        ((*mark, "--organization", "Nowhere"), "There is no organization 'Nowhere'"),
        ((*mark, "--part-2", "--keeps-no-more", "part-2"), "cannot both keep and no longer keep"),
    ):
        wrong = kinwork(own_database, *words)
        assert wrong.returncode == 1 and sentence in wrong.stderr
        assert len(wrong.stderr.strip().splitlines()) == 1
