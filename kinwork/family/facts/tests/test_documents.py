"""Papers: made anew, refused with a reason, closed until checked, under the one rule."""

import io
import re
import socket
import threading

import pytest
from PIL import Image
from pypdf import PdfReader

from kinwork.common.acting import acting_as
from kinwork.common.models import AuditEntry
from kinwork.common.rights import Refused
from kinwork.family.facts import jobs
from kinwork.family.facts.documents import actions, queries, rules
from kinwork.family.facts.models import Document, DocumentFile
from kinwork.family.facts.tests import papers
from kinwork.family.facts.tests.test_sure import shared
from kinwork.library import programs
from kinwork.web.papers import scan
from kinwork.web.papers.washing import wash
from tests.cast import Cast, make_cast
from tests.seeing import everything

COMMAND = "python3 -c \"import sys;sys.exit(b'EICAR' in sys.stdin.buffer.read())\""


@pytest.fixture
def cast(db) -> Cast:
    return make_cast()


def add(cast: Cast, by=None, kind: str = "income", files=None, subject=None) -> Document:
    by = by or cast.rosa
    with acting_as(by, now=cast.at):
        return actions.add(
            kind=kind,
            subject=subject or cast.household,
            said_in=cast.household.pk,
            files=files or [papers.photo()],
            by=by,
            at=cast.at,
        )


def read(cast: Cast, document: Document, by) -> bytes | None:
    """What `by` can read; None where there is no paper for them, or it is closed."""
    with acting_as(by, now=cast.at):
        found = queries.one(document.pk)
        return found and actions.open_paper(found, by=by, at=cast.at)


@pytest.mark.parametrize("name", list(papers.HOSTILE))
def test_what_cannot_be_kept_is_refused_with_its_reason(name):
    data, why = papers.HOSTILE[name]
    with pytest.raises(rules.Unfit) as refused:
        wash([data])
    assert refused.value.code == why


def test_forty_megabytes_are_too_much():
    with pytest.raises(rules.Unfit, match="too big"):
        wash([b"\xff\xd8\xff" + b"\0" * 40 * 1024 * 1024])


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_loses_its_place(kind):
    before = papers.photo(kind)
    made = wash([before])
    assert papers.PLACE in before and made.media_type == "image/jpeg"
    for trace in (papers.PLACE, b"Spy", b"Exif", b"Cactus"):
        assert trace not in made.content
    assert Image.open(io.BytesIO(made.content)).size == (60, 40)


def test_a_polyglot_keeps_the_picture_alone():
    made = wash([papers.photo() + b"PK\x03\x04<script>alert(1)</script>"])
    assert b"script" not in made.content and b"PK\x03\x04" not in made.content


def test_a_pdf_loses_author_scripts_attachments_and_the_place_of_its_photos():
    before = papers.pdf(2, script=True, text="Pay for May")
    made = wash([before])
    assert (made.media_type, made.pages) == ("application/pdf", 2)
    for trace in (b"laptop", b"JavaScript", b"evil", b"boo", papers.PLACE, b"Spy", b"/URI"):
        assert trace not in made.content
        if trace not in (papers.PLACE, b"Spy", b"laptop"):
            assert trace in before
    assert "Pay for May" in PdfReader(io.BytesIO(made.content)).pages[1].extract_text()


def test_several_photos_are_the_pages_of_one_paper():
    made = wash([papers.photo(), papers.pdf(2), papers.photo("PNG")])
    assert (made.media_type, made.pages) == ("application/pdf", 4)
    assert not re.search(rb"Spy|Cactus|CreationDate", made.content)


def test_class_and_what_it_shows_come_from_the_kind(cast):
    asked = ("income", "address", "age", "pregnancy", "custody")
    classes = [rules.class_of(kind) for kind in asked]
    assert classes == ["means", "location", "identity", "health", "household"]
    made = add(cast)
    assert (made.sensitivity, made.shows) == ("means", ["income", "income_average"])
    assert (made.owner_id, made.recorded_by_id, made.added_by_person) == (None, None, cast.rosa.id)


def test_added_once_and_reused_by_who_the_family_lets(cast):
    made = add(cast)
    assert read(cast, made, cast.rosa)
    for stranger in (cast.ben, cast.cruz, cast.dana):
        assert read(cast, made, stranger) is None
    shared(cast, "clinic")
    assert read(cast, made, cast.ben) and read(cast, made, cast.cruz) is None


def test_every_opening_is_in_the_trail(cast):
    made = add(cast, cast.ana)
    read(cast, made, cast.ana)
    with everything():
        rows = AuditEntry.objects.filter(target_id=made.pk).order_by("at", "verb")
        assert {row.verb for row in rows} == {"facts.add_paper", "facts.open_paper"}
        assert {(row.household_id, *row.classes) for row in rows} == {(cast.household.pk, "means")}


@pytest.mark.parametrize("name", ["dana", "cora"])
def test_who_has_no_rows_adds_none(cast, name):
    with pytest.raises(Refused):
        add(cast, cast.actors[name])


def test_taken_away_its_bytes_are_gone(cast):
    made = add(cast)
    with acting_as(cast.rosa, now=cast.at):
        actions.remove(made, by=cast.rosa, at=cast.at)
        assert queries.of_household(cast.household.pk) == []
    with everything():
        assert bytes(DocumentFile.objects.get(document=made).content) == b""


def test_a_worker_does_not_take_away_what_the_family_added(cast):
    made = add(cast)
    with acting_as(cast.ana, now=cast.at), pytest.raises(Refused):
        actions.remove(made, by=cast.ana, at=cast.at)


def test_until_it_is_checked_nobody_else_opens_it(cast, settings):
    settings.SCANNER = COMMAND
    made = add(cast)
    assert made.state == "being checked"
    shared(cast, "clinic")
    assert read(cast, made, cast.rosa) and read(cast, made, cast.ben) is None
    with acting_as(cast.ben, now=cast.at):
        assert not DocumentFile.objects.exists(), "the database says it too"
    jobs.check_paper(made.pk)
    assert read(cast, made, cast.ben)


def test_an_infected_paper_is_refused_and_its_bytes_are_gone(cast, settings):
    settings.SCANNER = COMMAND
    made = add(cast, files=[papers.pdf(text="EICAR")])
    jobs.check_paper(made.pk)
    assert not read(cast, made, cast.rosa)
    with everything():
        assert Document.objects.get(pk=made.pk).state == "infected"
        assert bytes(DocumentFile.objects.get(document=made).content) == b""


@pytest.mark.parametrize("scanner", ["no-such-command", "tcp:127.0.0.1:1", "sh -c 'exit 2'"])
def test_a_scanner_that_says_nothing_leaves_it_closed(cast, settings, scanner):
    settings.SCANNER = scanner
    made = add(cast)
    with pytest.raises(scan.NoAnswer):
        jobs.check_paper(made.pk)
    with everything():
        assert Document.objects.get(pk=made.pk).state == "being checked"


def clamd(answer: bytes, heard: list[bytes]) -> int:
    """A scanner that speaks INSTREAM once; the port it listens on."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve():
        line, _where = server.accept()
        with line, server, line.makefile("rb") as taken:
            assert taken.read(10) == b"zINSTREAM\0"
            while size := int.from_bytes(taken.read(4), "big"):
                heard.append(taken.read(size))
            line.sendall(answer)

    threading.Thread(target=serve, daemon=True).start()
    return server.getsockname()[1]


@pytest.mark.parametrize(
    ("answer", "clean"),
    [(b"stream: OK\0", True), (b"stream: Eicar-Signature FOUND\0", False)],
)
def test_clamd_is_asked_in_its_own_words(settings, answer, clean):
    heard: list[bytes] = []
    settings.SCANNER = f"tcp:127.0.0.1:{clamd(answer, heard)}"
    sent = b"x" * 200_000
    assert scan.is_clean(sent) is clean and b"".join(heard) == sent


def test_nearly_every_paper_that_a_program_asks_for_has_a_kind():
    asked = {paper["en"] for one in programs.registry().values() for paper in one.documents}
    nothing = {
        one for one in asked if one.startswith(("Nothing", "None", "Names of", "The name of"))
    }
    unknown = {one for one in asked - nothing if rules.asked_kind(one) is None}
    assert len(unknown) <= len(asked) / 10, unknown
    found = {words: rules.asked_kind(words) for words in ("Proof of what came in last month",)}
    assert found == {"Proof of what came in last month": "income"}
    assert rules.asked_kind("Something that shows where you live") == "address"
    assert rules.asked_kind("Your child's Social Security card") == "social_security"
    assert rules.asked_kind("Your rent, light and child care bills") == "bills"
