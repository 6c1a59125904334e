"""Signed on paper: the scan is made anew, checked, seen by those who signed, emptied in time."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.common.models import AuditEntry
from kinwork.common.rights import Refused
from kinwork.family.facts.tests import papers
from kinwork.trust.access.models import Due
from kinwork.trust.agreements import actions, jobs, rules
from kinwork.trust.agreements.models import Party, Scan, ScanFile
from kinwork.trust.agreements.tests import scenes
from kinwork.trust.agreements.tests.test_deed_pages import newcomer
from kinwork.web.papers import scan as scanner
from kinwork.web.papers.rules import LARGEST, Unfit
from tests.guards.crawling import Crawler
from tests.seeing import everything
from tests.signing import browser_of

SAID = {**scenes.SIGNED, "signed_on": "2026-03-01"}
COMMAND = "python3 -c \"import sys;sys.exit(b'EICAR' in sys.stdin.buffer.read())\""


def waiting(cast):
    made = scenes.draft(cast)
    scenes.do(cast, "submit", made)
    return made


def clinics(cast, made) -> Party:
    rows = scenes.parties(cast, made)
    return next(one for one in rows if one.agency_id == cast.bea.agency)


def upload(cast, made, who="bea", content=None, party=None, **said):
    party = party or clinics(cast, made)
    where = reverse("agreements:sign", args=[made.pk, party.pk, "paper"])
    content = papers.pdf(text="Signed") if content is None else content
    files = {"files": SimpleUploadedFile("Signed by Inés.pdf", content)}
    return browser_of(cast, who).post(where, {**SAID, **files, **said})


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def scans_seen(cast, name) -> tuple[int, int]:
    with acting_as(cast.actors[name], now=cast.at):
        return Scan.objects.count(), ScanFile.objects.count()


@pytest.mark.parametrize("who", ["bea", "dana"])
def test_a_party_or_whoever_convenes_brings_it(cast, who):
    made = waiting(cast)
    assert upload(cast, made, who).status_code == 302
    with everything():
        party, scan = clinics(cast, made), Scan.objects.get()
        assert (party.way, str(party.signed_on)) == ("paper", "2026-03-01")
        assert party.signed_by == "Inés Duarte" and scan.party_id == party.pk
        assert (scan.media_type, scan.pages, scan.state) == ("application/pdf", 1, "clean")
        assert b"laptop" not in bytes(scan.file.content), "it was made anew"
        line = AuditEntry.objects.get(verb="agreements.sign")
        assert line.details["way"] == "paper"
    seen = words(browser_of(cast, "ana").get(reverse("agreements:see", args=[made.pk])))
    assert "On paper: March 1, 2026" in seen and "/scans/" not in seen


def test_who_may_see_the_scan(cast):
    """Those who answer for a party, and whoever convenes; each time it is opened stands in the trail."""
    made = waiting(cast)
    upload(cast, made)
    with everything():
        where = reverse("agreements:scan", args=[made.pk, Scan.objects.get().pk])
    for name in ("bea", "dana"):
        answer = browser_of(cast, name).get(where)
        assert answer.status_code == 200 and answer.content.startswith(b"%PDF")
        assert answer["Content-Disposition"] == 'attachment; filename="signed-agreement.pdf"'
        assert "sandbox" in answer["Content-Security-Policy"]
        assert scans_seen(cast, name) == (1, 1)
    for name in ("ana", "ben", "cruz", "cora", "sam", "eve", "rosa"):
        assert browser_of(cast, name).get(where).status_code in (302, 403, 404), name
        assert scans_seen(cast, name) == (0, 0), name
    with everything():
        opened = AuditEntry.objects.filter(verb="agreements.open_scan", outcome="done")
        assert {one.actor_id for one in opened} == {cast.bea.id, cast.dana.id}
    other = reverse("agreements:scan", args=[waiting(cast).pk, where.split("/")[-2]])
    assert browser_of(cast, "bea").get(other).status_code == 404, "of another agreement"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "There is nothing in that file"),
        (b"MZ\0\0 a program", "We can keep photos and PDF files"),
        (b"<svg onload='alert(1)'/>", "We can keep photos and PDF files"),
        (b"%PDF-1.7 nothing behind it", "We could not read that file"),
        (papers.pdf(password="x"), "This PDF has a password"),
        (b"\xff\xd8\xff" + b"\0" * (LARGEST + 1024 * 1024), "That is too big"),
    ],
    ids=["empty", "program", "svg", "broken", "locked", "too big"],
)
def test_what_cannot_be_kept_is_said_and_nothing_is_signed(cast, content, said):
    made = waiting(cast)
    page = words(upload(cast, made, content=content))
    assert said in page and "Inés Duarte" in page
    with everything():
        assert clinics(cast, made).signed_at is None and not Scan.objects.exists()


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ((timezone.now() + timedelta(days=2)).date().isoformat(), "has not come yet"),
        ("0026-03-01", "too long ago"),
        ("1999-12-31", "too long ago"),
        ("", "Please fill this in"),
        ("yesterday", "valid date"),
        ("2026-02-30", "valid date"),
    ],
)
def test_a_day_that_cannot_be(cast, day, said):
    made = waiting(cast)
    assert said in words(upload(cast, made, signed_on=day))
    with everything():
        assert clinics(cast, made).signed_at is None


def test_the_deed_refuses_it_too(cast):
    made = waiting(cast)
    said = {"by": cast.bea, "at": cast.at, **scenes.SIGNED}
    for day in (cast.later(days=2).date(), cast.later(days=-365 * 12).date()):
        with acting_as(cast.bea, now=cast.at), pytest.raises(Refused):
            actions.sign(party=clinics(cast, made), signed_on=day, files=[papers.photo()], **said)
    with acting_as(cast.bea, now=cast.at), pytest.raises(Unfit):
        actions.sign(party=clinics(cast, made), files=[b"MZ"], **said)


def test_no_file_is_said(cast):
    made = waiting(cast)
    where = reverse("agreements:sign", args=[made.pk, clinics(cast, made).pk, "paper"])
    assert "Please choose a photo or a file" in words(browser_of(cast, "bea").post(where, SAID))


def test_photos_of_several_pages_are_one_paper(cast):
    made = waiting(cast)
    files = [SimpleUploadedFile(f"{n}.jpg", papers.photo()) for n in range(3)]
    assert upload(cast, made, files=files).status_code == 302
    with everything():
        scan = Scan.objects.get()
        assert (scan.pages, scan.media_type) == (3, "application/pdf")
        assert papers.PLACE not in bytes(scan.file.content)


def test_until_it_is_checked_only_who_brought_it_opens_it(cast, settings):
    settings.SCANNER = COMMAND
    made = waiting(cast)
    upload(cast, made)
    assert scans_seen(cast, "bea") == (1, 1) and scans_seen(cast, "dana") == (1, 0)
    see = reverse("agreements:see", args=[made.pk])
    shown = words(browser_of(cast, "dana").get(see))
    assert "The scan is being checked" in shown and "/scans/" not in shown
    with everything():
        scan = Scan.objects.get()
    settings.SCANNER = "no-such-command"
    with pytest.raises(scanner.NoAnswer):
        jobs.check_scan(scan.pk)
    settings.SCANNER = COMMAND
    jobs.check_scan(scan.pk)
    jobs.check_scan(scan.pk)
    assert scans_seen(cast, "dana") == (1, 1)


def test_one_that_is_not_safe_is_emptied_and_brought_again(cast, settings):
    settings.SCANNER = COMMAND
    made = waiting(cast)
    upload(cast, made, content=papers.pdf(text="EICAR"))
    with everything():
        scan = Scan.objects.get()
    jobs.check_scan(scan.pk)
    with everything():
        assert bytes(ScanFile.objects.get().content) == b""
    bea, see = browser_of(cast, "bea"), reverse("agreements:see", args=[made.pk])
    where = reverse("agreements:add_scan", args=[made.pk, clinics(cast, made).pk])
    shown = words(bea.get(see))
    assert "it was not safe" in shown and where in shown
    assert bea.get(reverse("agreements:scan", args=[made.pk, scan.pk])).status_code == 404
    sent = {"files": SimpleUploadedFile("b.pdf", papers.pdf())}
    assert bea.post(where, sent).status_code == 302
    assert bea.post(where, sent).status_code == 404, "nothing is missing any more"
    assert browser_of(cast, "ben").get(where).status_code == 403


def test_recorded_without_a_scan_it_is_added_later(cast):
    made = scenes.in_force(cast)
    with everything():
        assert {one.way for one in scenes.parties(cast, made)} == {"paper"}
    party = clinics(cast, made)
    where = reverse("agreements:add_scan", args=[made.pk, party.pk])
    dana = browser_of(cast, "dana")
    assert "Please choose a photo" in words(dana.post(where))
    assert "We can keep photos" in words(
        dana.post(where, {"files": SimpleUploadedFile("x", b"MZ")})
    )
    sent = {"files": SimpleUploadedFile("b.jpg", papers.photo())}
    assert dana.post(where, sent).status_code == 302
    with everything():
        assert Scan.objects.get().party_id == party.pk
    library = next(one for one in scenes.parties(cast, made) if one.agency_id != cast.bea.agency)
    other = reverse("agreements:add_scan", args=[made.pk, library.pk])
    assert browser_of(cast, "bea").get(other).status_code == 404, "each for its own agency"


def test_taken_back_to_draft_its_scan_is_emptied(cast, settings):
    settings.SCANNER = COMMAND  # also one that nobody but who brought it may open
    made = waiting(cast)
    upload(cast, made)
    scenes.do(cast, "withdraw", made)
    with everything():
        assert Scan.objects.get().state == "removed"
        assert bytes(ScanFile.objects.get().content) == b""
        party = clinics(cast, made)
        assert (party.way, party.signed_on, party.signed_at) == ("", None, None)
    with acting_as(cast.dana, now=cast.at):
        actions.drop_party(party=party, by=cast.dana, at=cast.at)
    with everything():
        assert not Scan.objects.exists() and not ScanFile.objects.exists()


def test_six_years_after_it_is_over_the_file_goes_and_the_signature_stays(cast):
    made = waiting(cast)
    upload(cast, made)
    library = next(one for one in scenes.parties(cast, made) if one.agency_id != cast.bea.agency)
    with acting_as(cast.dana, now=cast.at):
        actions.sign(party=library, by=cast.dana, at=cast.at, **scenes.SIGNED)
    scenes.do(cast, "end", made, at=cast.later(days=1))
    over = cast.later(days=1 + rules.SCAN_DAYS)
    with everything():
        assert Due.objects.get(target=made.pk).at == over
    jobs.run_due(over - timedelta(days=1))
    with everything():
        assert bytes(ScanFile.objects.get().content)
    jobs.run_due(over)
    with everything():
        assert bytes(ScanFile.objects.get().content) == b""
        assert clinics(cast, made).signed_by == "Inés Duarte"
        line = AuditEntry.objects.get(verb="agreements.drop_scans")
        assert line.details["files"] == 1
    other = scenes.in_force(cast)
    scenes.do(cast, "end", other, at=cast.later(days=1))
    with everything():
        assert not Due.objects.filter(target=other.pk).exists(), "no file, no clock"


def test_the_database_holds_the_ways_apart(cast):
    made = scenes.in_force(cast)
    party = clinics(cast, made)
    for wrong in ({"way": ""}, {"way": "typed", "signed_on": cast.at.date()}, {"way": "by phone"}):
        with pytest.raises(IntegrityError), everything():
            Party.objects.filter(pk=party.pk).update(**wrong)
    upload_twice = {"media_type": "image/jpeg", "pages": 1, "size": 1, "added_at": cast.at}
    said = {"party": party, "state": "clean", "added_by_id": cast.dana.id, **upload_twice}
    with acting_as(cast.dana, now=cast.at):
        Scan.objects.create(**said)
    with pytest.raises(IntegrityError), acting_as(cast.dana, now=cast.at):
        Scan.objects.create(**said)
    for name in ("ben", "cruz", "ana", "cora"):
        told = said | {"added_by_id": cast.actors[name].id, "state": "removed"}
        refused = pytest.raises(Exception, match="row-level security")
        with refused, acting_as(cast.actors[name], now=cast.at):
            Scan.objects.create(**told)
    with pytest.raises(Exception, match="row-level security"), acting_as(cast.bea, now=cast.at):
        Scan.objects.create(**said | {"state": "removed"})  # in somebody else's name


def test_a_new_partner_joins_on_paper(cast):
    chief = newcomer(cast)
    client, where = Crawler(chief).client, reverse("agreements:join", args=["paper"])
    sent = {"files": SimpleUploadedFile("x.pdf", papers.pdf()), **SAID}
    assert "Say what shows it" in words(client.post(where, {**sent, "nation": "self"}))
    sent["files"] = SimpleUploadedFile("x.pdf", papers.pdf())
    assert client.post(where, sent).status_code == 302
    with everything():
        party = Party.objects.get(agency=cast.agencies["new"])
        assert party.way == "paper" and party.scans.count() == 1
    assert client.get(reverse("agreements:join", args=["nonsense"])).status_code in (200, 404)


def test_by_name_it_says_so(cast):
    made = waiting(cast)
    where = reverse("agreements:sign", args=[made.pk, clinics(cast, made).pk])
    bea = browser_of(cast, "bea")
    shown = words(bea.get(where))
    assert f"{where}passkey/" in shown and f"{where}paper/" in shown
    assert bea.get(f"{where}nonsense/").status_code == 404
    assert bea.post(where, scenes.SIGNED).status_code == 302
    seen = words(bea.get(reverse("agreements:see", args=[made.pk])))
    assert "By typing the name" in seen
    dana = words(browser_of(cast, "dana").get(where))
    assert "Record what" in dana and "passkey" not in dana.lower()
