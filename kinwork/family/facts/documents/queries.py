"""Papers, as the viewer may see them; never the pictures but one by one."""

from collections.abc import Iterable
from uuid import UUID

from kinwork.family.facts.models import Document, DocumentFile


def of_household(household: UUID) -> list[Document]:
    """What is here now, newest first: one query, without the pictures."""
    found = Document.objects.filter(said_in=household).exclude(state="removed")
    return list(found.select_related("person", "recorded_by").order_by("-added_at"))


def one(id: UUID) -> Document | None:
    return Document.objects.filter(pk=id).exclude(state="removed").first()


def kinds_here(documents: Iterable[Document]) -> set[str]:
    """The kinds of papers that are here and can be opened."""
    return {one.kind for one in documents if one.state == "clean"}


def content(document: Document) -> bytes | None:
    """The paper itself; None where it may not be opened (yet)."""
    found = DocumentFile.objects.filter(document=document).first()
    return bytes(found.content) if found and found.content else None


def waiting(id: UUID) -> Document | None:
    """This paper, if it waits for the scanner; locked, so that no two workers check it."""
    found = Document.objects.filter(pk=id, state="being checked")
    return found.select_for_update(of=("self",)).first()
