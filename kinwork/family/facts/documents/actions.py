"""Papers are added, checked, opened, taken away. What is kept was made anew; the original is not."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.jobs import later
from kinwork.common.rights import check
from kinwork.family.facts import rights  # noqa: F401  (declares the table)
from kinwork.family.facts.documents import queries, rules
from kinwork.family.facts.models import Document, DocumentFile
from kinwork.people.models import Household, Person
from kinwork.web.papers import scan
from kinwork.web.papers.washing import wash


def add(
    *,
    kind: str,
    subject: Person | Household,
    said_in: UUID,
    files: Sequence[bytes],
    by: Actor,
    at: datetime,
) -> Document:
    """Keep one paper (its pages in order); raises rules.Unfit with why it cannot be kept."""
    require(by)
    check(by, "facts.add_paper", subject)
    washed = wash(files)
    waits = scan.is_set()
    common = {
        "person" if isinstance(subject, Person) else "household": subject,
        "said_in": said_in,
        "community_id": subject.community_id,
        "recorded_by_id": by.agency,
        "sensitivity": rules.class_of(kind),
    }
    document = Document.objects.create(
        **common,
        kind=kind,
        shows=rules.shows(kind),
        state="being checked" if waits else "clean",
        media_type=washed.media_type,
        pages=washed.pages,
        size=len(washed.content),
        added_at=at,
        added_by_person=by.id if by.is_family else None,
        added_by_user_id=by.id if by.is_staff else None,
    )
    DocumentFile.objects.create(
        id=document.pk,
        **common,
        document=document,
        content=washed.content,
        checked=not waits,
        added_by=by.id,
    )
    _write("facts.add_paper", document, by, at)
    if waits:
        later("facts.check_paper", document.pk)
    return document


def open_paper(document: Document, *, by: Actor, at: datetime) -> bytes | None:
    """The bytes of a paper, and a line in the trail; None while it may not be opened."""
    require(by)
    check(by, "facts.open_paper", document)
    content = queries.content(document)
    if content is not None:
        _write("facts.open_paper", document, by, at)
    return content


def settle(document: Document, *, clean: bool, by: Actor, at: datetime) -> None:
    """The scanner has spoken: the paper is open to whom the rule lets, or its bytes are gone."""
    require(by)
    check(by, "facts.check_paper", document)
    document.state = "clean" if clean else "infected"
    document.save(update_fields=["state"])
    _file(document, **({"checked": True} if clean else {"content": b""}))
    _write("facts.check_paper", document, by, at, state=document.state)


def remove(document: Document, *, by: Actor, at: datetime) -> None:
    """Take a paper away: its bytes go at once, that it was there stays."""
    require(by)
    check(by, "facts.remove_paper", document)
    _file(document, content=b"")
    document.state = "removed"
    document.save(update_fields=["state"])
    _write("facts.remove_paper", document, by, at)


def _file(document: Document, **changes) -> None:
    DocumentFile.objects.filter(document=document).update(**changes)


def _write(verb: str, document: Document, by: Actor, at: datetime, **more: str) -> None:
    audit.record(
        verb,
        document,
        by=by,
        at=at,
        household=document.said_in,
        classes=[document.sensitivity],
        paper=document.kind,
        **more,
    )
