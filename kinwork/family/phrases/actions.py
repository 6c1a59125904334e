"""Every change to an agency's own texts; only its supervisor makes one."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.rights import Refused, check
from kinwork.family.phrases.models import Phrase
from kinwork.family.phrases.rules import DEEDS, LONGEST, strange


class Changed(Exception):
    """Somebody changed it meanwhile: `now` is how it stands."""

    def __init__(self, now: Phrase):
        super().__init__("the text was changed meanwhile")
        self.now = now


@transaction.atomic
def write(
    *,
    deed: str,
    name: str,
    english: str,
    spanish: str,
    form_id: UUID,
    by: Actor,
    at: datetime,
) -> Phrase:
    """A new text. The same form twice is one text. Raises Refused with what is wrong."""
    require(by)
    check(by, "phrases.write")
    if known := Phrase.objects.filter(pk=form_id, agency=by.agency).first():
        return known
    said = _said("phrases.write", deed, name, english, spanish)
    row = Phrase(id=form_id, agency_id=by.agency, made_at=at, changed_at=at, changed_by_id=by.id)
    return _kept(row, said, "phrases.write", by, at, new=True)


@transaction.atomic
def change(
    *,
    phrase: Phrase,
    name: str,
    english: str,
    spanish: str,
    version: int,
    by: Actor,
    at: datetime,
) -> Phrase:
    """Other words for the same deed. Raises Changed when somebody was faster."""
    require(by)
    check(by, "phrases.change", phrase)
    row = Phrase.objects.select_for_update().get(pk=phrase.pk, ended_at=None)
    if row.version != version:
        raise Changed(row)
    said = _said("phrases.change", row.deed, name, english, spanish)
    row.version, row.changed_at, row.changed_by_id = row.version + 1, at, by.id
    return _kept(row, said, "phrases.change", by, at)


@transaction.atomic
def end(*, phrase: Phrase, by: Actor, at: datetime) -> Phrase:
    """It is offered no more; what was sent with it stays as it was sent."""
    require(by)
    check(by, "phrases.end", phrase)
    row = Phrase.objects.select_for_update().get(pk=phrase.pk)
    if row.ended_at is None:
        row.ended_at, row.changed_at, row.changed_by_id = at, at, by.id
        row.save(update_fields=["ended_at", "changed_at", "changed_by"])
        audit.record("phrases.end", row, by=by, at=at)
    return row


def _said(verb: str, deed: str, name: str, english: str, spanish: str) -> dict[str, str]:
    said = {"name": name.strip(), "english": english.strip(), "spanish": spanish.strip()}
    if deed not in DEEDS or not all(said.values()):
        raise Refused(verb, _("Please write the text in both languages, and give it a name."))
    if len(said["name"]) > 60 or max(len(said["english"]), len(said["spanish"])) > LONGEST:
        raise Refused(verb, _("This text is too long."))
    if strange(english) or strange(spanish):
        raise Refused(verb, _("Only {agency} and {service} can stand in braces."))
    return said | {"deed": deed}


def _kept(
    row: Phrase, said: dict[str, str], verb: str, by: Actor, at: datetime, *, new: bool = False
) -> Phrase:
    for field, value in said.items():
        setattr(row, field, value)
    try:
        with transaction.atomic():
            row.save(force_insert=new)
    except IntegrityError:
        raise Refused(verb, _("There is a text with this name already.")) from None
    audit.record(verb, row, by=by, at=at, deed=row.deed)
    return row
