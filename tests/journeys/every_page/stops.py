"""Which pages there are, and who opens each: found by asking, not by a list.

    stops = planned(world)      every page once, as the first guest who may see it

An address that nobody can open as a page stands in NO_PAGE with its reason; a template that no
address shows by itself stands in `pressed.PRESSED`.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice, product
from urllib.parse import quote

from django.db import transaction
from django.http import HttpResponse

from kinwork.accounts.rules import STAFF_ROLES
from kinwork.common.actor import VISITOR
from kinwork.config.pages import declared_page
from kinwork.family.referrals.forms import FORMS
from kinwork.library.questions.bank import bank
from tests.guards.crawling import address, arguments
from tests.guards.test_pages import patterns
from tests.journeys.every_page.guests import Guest, World

# Addresses that answer no GET with a page, nor say 405 (forms only) to those who may send the form.
# Whoever becomes one is opened, and must leave this list.
ANSWERS = "answers a form, and leads on to a page"
A_KIOSK = "on a shared computer alone (journeys/test_kiosk_and_two_people)"
TWO = "while two people are at one intake (journeys/test_kiosk_and_two_people)"
TOLD_TO_A_SCRIPT = "data for the script of an open page"
OWN_SIGN_IN = "an agency's own sign-in, tried with a provider in accounts/tests"
A_DAY = "when a form is sent (journeys/test_a_workers_day)"
# Ids tried in one address as one guest, where its names say nothing about what they are.
TRIES = 60
NO_PAGE = {
    "dates/<uuid:referral>/calendar/": "a file for a calendar",
    "ours/child/<uuid:child>/did/": "for what is the family's own to do (family/timelines/tests)",
    "care-team/<uuid:household>/answer/": ANSWERS,
    "ours/team/write/": ANSWERS,
    "conferences/<uuid:conference>/item/": ANSWERS,
    "conferences/<uuid:conference>/note/": ANSWERS,
    "conferences/<uuid:conference>/promise/": ANSWERS,
    "conferences/<uuid:conference>/held/": ANSWERS,
    "conferences/<uuid:conference>/date/": "a file for a calendar",
    "conferences/promise/<uuid:follow_up>/": "leads to the meeting where it was promised",
    "ours/conferences/<uuid:conference>/item/": ANSWERS,
    "children/list.csv": "a file for a spreadsheet",
    "children/first-meetings.csv": "a file for a spreadsheet",
    "children/desk/<uuid:watch>/": "leads to the child's page",
    "children/<uuid:household>/<uuid:child>/reopen/": ANSWERS,
    "children/<uuid:household>/<uuid:child>/watch/": ANSWERS,
    "screenings/<uuid:household>/<slug:instrument>/no/": ANSWERS,
    "audit/odd-views.csv": "a file for a spreadsheet",
    "approaches/file.csv": "a file for a spreadsheet",
    "approaches/counts/<str:table>.csv": "a file for a spreadsheet",
    "approaches/projects/file.csv": "a file for a spreadsheet",
    "approaches/<uuid:approach>/classify/": ANSWERS,
    "barriers/file.csv": "a file for a spreadsheet",
    "agreements/<uuid:agreement>/scans/<uuid:scan>/": "a file to keep",
    "partnerships/<uuid:partnership>/agreements/file.csv": "a file for a spreadsheet",
    "partnerships/<uuid:partnership>/continuum/board/file.csv": "a file for a spreadsheet",
    "partnerships/<uuid:partnership>/continuum/waves/<uuid:wave>/results/file.csv": "a file for a spreadsheet",
    "partnerships/<uuid:partnership>/continuum/waves/<uuid:wave>/network/file.csv": "a file for a spreadsheet",
    "partnerships/<uuid:partnership>/continuum/waves/<uuid:wave>/network/file.graphml": "a file for other programs",
    "partnerships/<uuid:partnership>/evidence/file.csv": "a file for a spreadsheet",
    "partnerships/<uuid:partnership>/work/changes/file.csv": "a file for a spreadsheet",
    "partnerships/<uuid:partnership>/work/funding/file.csv": "a file for a spreadsheet",
    "programs/alignment/file.csv": "a file for a spreadsheet",
    "outcomes/file.csv": "a file for a spreadsheet",
    "voice/file.csv": "a file for a spreadsheet",
    "voice/together/<uuid:release>/file.csv": "a file for a spreadsheet",
    "voice/raise/": ANSWERS,
    "word/<uuid:referral>/no/": ANSWERS,
    "outcomes/together/<uuid:release>/file.csv": "a file for a spreadsheet",
    "programs/own/<uuid:own>/remove-case/<int:number>/": ANSWERS,
    "ours/who/<uuid:consent>/receipt/file/": "a file for a program",
    "accounts/kept/": "leads to what was typed when a session ended (accounts/tests)",
    "accounts/agency/cancelled/": "leads back to signing in",
    "accounts/agency/<slug:provider_id>/login/": OWN_SIGN_IN,
    "accounts/agency/<slug:provider_id>/login/callback/": OWN_SIGN_IN,
    "language/": ANSWERS,
    "leave/": ANSWERS,
    "letters/": ANSWERS,
    "inbox/openings/<uuid:service>/": ANSWERS,
    "openings/<uuid:service>/": ANSWERS,
    "waiting/service/<uuid:service>/offer/": ANSWERS,
    "waiting/service/<uuid:service>/offering/": ANSWERS,
    "waiting/rule/<uuid:rule>/end/": ANSWERS,
    "openings/<uuid:service>/still/": ANSWERS,
    "corrections/<uuid:id>/": ANSWERS,
    "ours/closed/": "leads to our page while nothing is closed (test_consent_by_link)",
    "accounts/sign-out-everywhere/": ANSWERS,
    "accounts/staff/invited/<uuid:pk>/resend/": ANSWERS,
    "accounts/staff/invited/<uuid:pk>/withdraw/": ANSWERS,
    "accounts/staff/<uuid:pk>/enable/": ANSWERS,
    "accounts/factors/recovery-codes/download/": "a text file",
    "accounts/factors/webauthn/login/": "data for the browser's own dialogue",
    "start/agree/": "leads to the first service that is not agreed on",
    "start/over/": ANSWERS,
    "start/way/code/": "once a way back was asked for (pressed)",
    "start/together/news/": TOLD_TO_A_SCRIPT,
    "start/together/<uuid:seat>/end/": ANSWERS,
    "start/both/": ANSWERS,
    "start/people/same/": ANSWERS,
    "start/kiosk/": A_KIOSK,
    "start/kiosk/still/": A_KIOSK,
    "start/kiosk/end/": A_KIOSK,
    "start/desk/<uuid:draft_id>/together/news/": TOLD_TO_A_SCRIPT,
    "start/desk/<uuid:draft_id>/together/<uuid:seat>/end/": ANSWERS,
    "start/desk/<uuid:draft_id>/both/": ANSWERS,
    "start/desk/<uuid:draft_id>/people/same/": ANSWERS,
    "start/desk/<uuid:draft_id>/agree/": "leads to the first service that is not agreed on",
    "demo/sign-in/": ANSWERS,
    "contact/texts/": "the gateway of texts calls it (family/contact/tests/test_stops)",
    "contact/mine/<uuid:point>/": ANSWERS,
    "contact/mine/<uuid:point>/hours/": ANSWERS,
    "contact/failed/<uuid:delivery>/retry/": ANSWERS,
    "contact/by-hand/<uuid:delivery>/ended/": ANSWERS,
    "papers/<uuid:document>/": "a paper to keep (family/facts/tests)",
    "community/offices/<uuid:office>/end/": ANSWERS,
    "referrals/<uuid:referral>/room/": ANSWERS,
    "standstill/again/": ANSWERS,
    "partnerships/<uuid:partnership>/meetings/decisions/file.csv": "a file (system/meetings/tests)",
    "partnerships/<uuid:partnership>/meetings/promises/file.csv": "a file (system/meetings/tests)",
    "partnerships/<uuid:partnership>/meetings/minutes/<uuid:minutes>/file.pdf": "a file (the same)",
    "partnerships/<uuid:partnership>/meetings/<uuid:meeting>/date.ics": "a file (the same)",
}
# Pages that other pages are made of, or that stand for faults of ours.
NO_TEMPLATE = {
    "accounts/again_base.html": "the frame of pages that ask for the password again",
    "home/hand_what.html": A_DAY,
    "timelines/ours_mark.html": "for what is the family's own to do (family/timelines/tests)",
    "complaints/nobody_desk.html": "where no office is named (family/complaints/tests/test_pages)",
    "followup/link_over.html": "a link that is over (family/followup/tests/test_word)",
    "followup/word_family.html": "all questions at once, when asked for (family/followup/tests)",
    "home/inbox_many.html": A_DAY,
    "home/sharing_sign.html": "a sheet to sign, when a form is sent (home/tests/test_written_yes)",
    "home/inbox_done.html": A_DAY,
    "home/ours_page.html": "the frame of a family's pages",
    "referrals/link_end.html": "after the end (journeys/test_small_organization_answers_by_link)",
    "referrals/taken_back.html": "what was recalled (family/referrals/tests/test_taken_back)",
    "referrals/act_link.html": "one answer by link (journeys/test_small_organization_answers_by_link)",
    "home/ours_left.html": "after everything was deleted (journeys/test_consent_by_link)",
    "consent/ask.html": "after saying who one is (journeys/test_consent_by_link)",
    "consent/answered.html": "after the answer (journeys/test_consent_by_link)",
    "consent/signed_in.html": "a worker with a family's link (home/tests)",
    "agreements/join.html": "for who has not joined yet (agreements/tests)",
    "agreements/joined.html": "for who has joined (agreements/tests)",
    "agreements/nation_mark.html": "for who is no nation yet (agreements/tests)",
    "agreements/nation_office.html": "for an office of a nation (agreements/tests)",
    "barriers/fixed.html": "a step that cannot be taken now (barriers/tests)",
    "plans/clash.html": "somebody else was faster (family/plans/tests/test_pages)",
    "partnerships/stopped.html": "a step that cannot be taken now (common_work/tests)",
    "partnerships/fixed.html": "a charter that is no draft any more (partnerships/tests)",
    "accounts/kept.html": "what was typed when a session ended (accounts/tests)",
    "accounts/recovered.html": "the end of a recovery that a colleague began (accounts/tests)",
    "intake/ended.html": TWO,
    "intake/ended_desk.html": TWO,
    "intake/stale.html": TWO,
    "intake/paper_file.html": "a file to print (family/intake/tests/test_paper_filed)",
    "intake/kiosk.html": A_KIOSK,
    "intake/kiosk_still.html": A_KIOSK,
    "intake/kiosk_end.html": A_KIOSK,
    "intake/kiosk_not_here.html": A_KIOSK,
    "socialaccount/authentication_error.html": OWN_SIGN_IN,
    "socialaccount/login.html": OWN_SIGN_IN,
}
# Each value of these names is a page of its own kind; of other names one value is enough.
EACH = ("verb", "relation", "mood", "status", "key", "token", "delivery", "conference")
CHOICES = {
    "verb": list(FORMS),
    "relation": ["child", "expected child"],
    "mood": ["family", "desk", "table"],
    "status": ["400", "403", "404", "409", "500", "503"],
}


@dataclass
class Stop:
    """A page that is opened once: as whom, where, by which templates it is drawn."""

    where: str
    guest: Guest
    path: str
    templates: tuple[str, ...]
    html: str
    attached: bool = False

    @property
    def is_familys(self) -> bool:
        return 'class="kw-family"' in self.html

    @property
    def speaks(self) -> str:
        """What was drawn here speaks the language of the asking, not of the window's turn."""
        return "en" if self.attached else ""

    def __str__(self) -> str:
        return f"{self.path} as {self.guest.name}"


@contextmanager
def quiet() -> Iterator[None]:
    """Most of those who are asked are turned away; nobody wants that in the log."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def planned(world: World) -> list[Stop]:
    with quiet():
        stops = [stop for where, view in pages().items() for stop in _of_page(world, where, view)]
        stops += _first_pages(world, stops)
        return stops + _empty(stops)


def pages() -> dict:
    """Every address of the site with its view; what is data for programs is none of them."""
    found = {}
    for where, view in patterns():
        if not where.startswith("hsds/"):
            found.setdefault(where, view)
    return found


def _of_page(world: World, where: str, view) -> Iterator[Stop]:
    """One stop for each kind of page below this address, and for each kind of person shown it."""
    page = declared_page(view, None)
    seen = set()
    for guest in world.guests:
        if not page.who(guest.actor):
            continue
        for path, kind in _paths(world, where):
            key = (kind, "" if page.who(VISITOR) else _kind(guest, where))
            if key in seen:
                continue
            stop = ask(where, guest, path)
            if stop is not None:
                seen.add(key)
                yield stop


def _kind(guest: Guest, where: str) -> str:
    """Those who are shown the same: an answer by link looks as it does at a desk."""
    if "verb" in arguments(where):
        return "family" if guest.actor.is_family else "others"
    return guest.actor.kind


def _paths(world: World, where: str) -> Iterator[tuple[str, tuple]]:
    """Each way to fill the address, with what makes it a page of its own kind."""
    names = arguments(where)
    known = CHOICES | world.known
    for prefix, only in world.only.items():
        if where.startswith(prefix):
            known |= only
    ids = [one for values in world.known.values() for one in values if len(one) == 36]
    for picked in islice(product(*(known.get(name) or ids for name in names)), TRIES):
        values = dict(zip(names, picked, strict=True))
        kind = tuple(
            _sort(values[name]) for name in names if name in EACH or where == "services/<uuid:id>/"
        )
        yield quote(address(where, values)) + _query(where), kind


def _sort(value: str) -> str:
    """Questions of one type look alike."""
    return bank()[value].type if value in bank() else value


def _query(where: str) -> str:
    if where.endswith("<uuid:child>/mark/"):
        return "?key=screening_development:30"
    return "?need=home-visiting" if "/refer/" in where else ""


def ask(where: str, guest: Guest, path: str) -> Stop | None:
    """What this guest is shown there, if it is a page; nothing that the asking did remains."""
    cookies = guest.client.cookies.copy()
    with transaction.atomic():
        response = guest.client.get(path)
        transaction.set_rollback(True)
    guest.client.cookies = cookies
    if response.status_code == 405:
        guest.forms_only.add(where)
    return stop_of(where, guest, path, response)


def stop_of(where: str, guest: Guest, path: str, response: HttpResponse) -> Stop | None:
    fault = where.startswith("gallery/fault/")
    if response.status_code not in (200, 410) and not fault:
        return None
    if not response.headers.get("Content-Type", "").startswith("text/html"):
        return None
    templates = tuple({one.name for one in response.templates if one.name})
    attached = "attachment" in response.headers.get("Content-Disposition", "")
    return Stop(where, guest, path, templates, response.content.decode(), attached)


def _first_pages(world: World, stops: list[Stop]) -> list[Stop]:
    """Where each role lands, if not one of the stops already."""
    taken = {(stop.path, stop.guest.actor.role) for stop in stops}
    found = []
    for guest in world.guests:
        if guest.actor.role not in STAFF_ROLES:
            continue
        path = guest.client.get("/").headers.get("Location", "/")
        if (path, guest.actor.role) not in taken:
            taken.add((path, guest.actor.role))
            found.append(ask("", guest, path))
            assert found[-1], f"{guest.name} lands on {path}, which shows nothing"
    return found


def _empty(stops: list[Stop]) -> list[Stop]:
    """The lists once more, where nothing has happened yet."""
    lists = {
        (stop.path, stop.guest.name): stop
        for stop in stops
        if stop.guest.empty
        and not arguments(stop.where)
        and not stop.path.startswith(("/accounts/", "/work/"))
    }
    found = [ask(stop.where, stop.guest.empty, stop.path) for stop in lists.values()]
    return [stop for stop in found if stop]
