"""A profile is drafted with a source for each field, sent to its contact, and comes back or not."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from kinwork.accounts.actions.mailing import queue_mail
from kinwork.common.actor import Actor
from kinwork.common.community import today
from kinwork.library.approaches import codebook
from kinwork.system.approaches import letters, queries, rules
from kinwork.system.approaches.actions.shared import moving, refused, said, step
from kinwork.system.approaches.models import Approach, ProfileField, Verification
from kinwork.system.approaches.rules import Entry


@transaction.atomic
def draft(
    *,
    approach: Approach,
    key: str,
    source: str,
    source_on: date,
    codes: Iterable[str] = (),
    words: str = "",
    by: Actor,
    at: datetime,
) -> ProfileField:
    """One field from a public source; said again it stands in place of the older, which is kept."""
    row = moving("draft", "draft", approach, by)
    told = list(codes)
    _whole("draft", key, told, words)
    if not source.strip():
        raise refused("draft", _("Say where this stands."))
    if source_on > today(row.community, at):
        raise refused("draft", _("This day has not come yet."))
    made = _entry(row, key, rules.DRAFT, told, words, by, at, source.strip(), source_on)
    step("draft", row, by, at, field=key)
    return made


@transaction.atomic
def profile(*, approach: Approach, by: Actor, at: datetime) -> Approach:
    """The draft is ready to be sent; gaps in it are for the contact to fill."""
    row = moving("profile", "profile", approach, by)
    if not row.profilefields.exists():
        raise refused("profile", _("Draft at least one field first."))
    return step("profile", row, by, at)


@transaction.atomic
def send(
    *, approach: Approach, email: str, language: str = "en", by: Actor, at: datetime
) -> Verification:
    """The contact gets a link of its own, good for some weeks; sent again, the older one is over."""
    row = moving("send", "send", approach, by)
    try:
        validate_email(email)
    except ValidationError as why:
        raise refused("send", _("Write the contact's address as name@example.org.")) from why
    row.verifications.filter(expires_at__gt=at).update(expires_at=at)
    made = Verification.objects.create(
        approach=row,
        community_id=row.community_id,
        email=email,
        language=language,
        sent_at=at,
        expires_at=at + timedelta(days=rules.LINK_DAYS),
    )
    subject, body = letters.verification(row, made, language)
    queue_mail(to=email, subject=subject, body=body, by=by, at=at)
    step("send", row, by, at)
    return made


@transaction.atomic
def confirm(
    *, verification: Verification, entries: Iterable[Entry], note: str = "", by: Actor, at: datetime
) -> Approach:
    """By its link the contact says of each field whether it is right, or what is right instead."""
    row = moving("confirm", "confirm", verification.approach, by)
    mine = Verification.objects.select_for_update(of=("self",)).filter(pk=by.id).first()
    if mine is None or mine.approach_id != row.pk or mine.expires_at <= at or mine.answered_at:
        raise refused("confirm", _("This link is over. Please write to who sent it."))
    _take("confirm", row, entries, by, at)
    mine.answered_at = at
    mine.save(update_fields=["answered_at"])
    return step("confirm", row, by, at, note.strip())


@transaction.atomic
def return_by_hand(
    *, approach: Approach, entries: Iterable[Entry], how: str, by: Actor, at: datetime
) -> Approach:
    """What came back another way than by the link: by mail, by phone; how."""
    row = moving("return_by_hand", "return_by_hand", approach, by)
    if row.coded:
        raise refused("return_by_hand", _("This draft is being coded already."))
    told = said("return_by_hand", how)
    _take("return_by_hand", row, entries, by, at)
    row.verifications.filter(expires_at__gt=at).update(expires_at=at)
    return step("return_by_hand", row, by, at, told)


@transaction.atomic
def stop_waiting(*, approach: Approach, why: str, by: Actor, at: datetime) -> Approach:
    """The profile did not come back; its draft can be coded as it is. The link is over."""
    row = moving("stop_waiting", "stop_waiting", approach, by)
    row.verifications.filter(expires_at__gt=at).update(expires_at=at)
    return step("stop_waiting", row, by, at, said("stop_waiting", why))


@transaction.atomic
def leave_out(*, approach: Approach, why: str, by: Actor, at: datetime) -> Approach:
    """What came back shows that it does not meet what the study asks for, after all."""
    row = moving("leave_out", "leave_out", approach, by)
    if row.coded:
        raise refused("leave_out", _("It is being coded already."))
    return step("leave_out", row, by, at, said("leave_out", why))


def _take(verb: str, row: Approach, entries: Iterable[Entry], by: Actor, at: datetime) -> None:
    told = list(entries)
    before = queries.newest(row.profilefields.all())
    if not told:
        raise refused(verb, _("Say of at least one field whether it is right."))
    for one in told:
        stood = before.get(one.key)
        if one.right:
            if stood is None:
                raise refused(verb, _("Nothing stood there that could be right."))
            _entry(row, one.key, rules.CONFIRMED, stood.codes, stood.words, by, at)
        else:
            codes = list(one.codes)
            _whole(verb, one.key, codes, one.words)
            _entry(row, one.key, rules.CORRECTED, codes, one.words, by, at)


def _whole(verb: str, key: str, codes: list[str], text: str) -> None:
    wrong = rules.wrong_field(key, codes, {"words": text})
    if wrong == "words":
        raise refused(verb, _("Choose what fits, or say it in words."))
    if wrong:
        name = key if wrong == "key" else codebook()[key].words["en"]
        raise refused(verb, _("This cannot be said of %(name)s.") % {"name": name})


def _entry(
    row: Approach,
    key: str,
    kind: str,
    codes: list[str],
    text: str,
    by: Actor,
    at: datetime,
    source: str = "",
    source_on: date | None = None,
) -> ProfileField:
    last = row.profilefields.aggregate(last=Max("number"))["last"] or 0
    return ProfileField.objects.create(
        approach=row,
        number=last + 1,
        key=key,
        kind=kind,
        codes=codes,
        words=text.strip(),
        source=source,
        source_on=source_on,
        at=at,
        said_by_id=by.id if by.kind == "staff" else None,
    )
