"""A respondent's own link: what it says of each partner and of the whole, until it closes."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.rights import check
from kinwork.library.continuum import ANSWERS
from kinwork.system.continuum import queries, rules, words
from kinwork.system.continuum.actions.shared import changed, kept, refused
from kinwork.system.continuum.models import Partner, Rating, Respondent, SystemAnswer, Wave


@transaction.atomic
def begin(*, respondent: Respondent, by: Actor, at: datetime) -> Respondent:
    """The first page was left by its button: from now on they stay among those who are asked."""
    row, _wave = _mine("begin", respondent, by, at)
    return row if row.begun_at else changed(row, begun_at=at)


@transaction.atomic
def rate(
    *,
    respondent: Respondent,
    about: Partner,
    said: Mapping[str, int],
    by: Actor,
    at: datetime,
) -> None:
    """What this organization says of one other: key of a scale (rules.scale_key) -> value. A scale
    that is not in it is taken back."""
    verb = "rate"
    row, wave = _mine(verb, respondent, by, at)
    if row.partner_id is None or about.wave_id != wave.pk:
        raise refused(verb, _("You are not asked about this one."))
    if about.pk == row.partner_id:
        raise refused(verb, _("Nobody rates their own organization."))
    asked = {
        rules.scale_key(one.key, scale.key): (one, scale)
        for one, scale in rules.scales(wave.instruments, wave.dimensions)
    }
    if not set(said) <= set(asked):
        raise refused(verb, _("This was not asked."))
    for key, value in said.items():
        if not 0 <= value <= asked[key][1].most:
            raise refused(verb, _("Choose one of the steps."))
    Rating.objects.filter(respondent=row, about=about).delete()
    Rating.objects.bulk_create(
        Rating(
            wave=wave,
            respondent=row,
            about=about,
            instrument=asked[key][0].key,
            scale=asked[key][1].key,
            value=value,
        )
        for key, value in said.items()
    )
    if row.begun_at is None:
        changed(row, begun_at=at)


@transaction.atomic
def answer_system(
    *, respondent: Respondent, said: Mapping[int, str], by: Actor, at: datetime
) -> None:
    """Number of a question -> yes, no or unsure; one that is left out is taken back."""
    verb = "answer_system"
    row, wave = _mine(verb, respondent, by, at)
    known = {one.number for one in queries.questions(wave)}
    if not set(said) <= known or not set(said.values()) <= set(ANSWERS):
        raise refused(verb, _("This was not asked."))
    SystemAnswer.objects.filter(respondent=row).delete()
    SystemAnswer.objects.bulk_create(
        SystemAnswer(wave=wave, respondent=row, question=number, said=one)
        for number, one in said.items()
    )
    if row.begun_at is None:
        changed(row, begun_at=at)


@transaction.atomic
def finish(*, respondent: Respondent, by: Actor, at: datetime) -> Respondent:
    """Sent: it counts. It may still be changed until the wave closes."""
    verb = "finish"
    row, wave = _mine(verb, respondent, by, at)
    if queries.waiting(wave, row):
        raise refused(verb, _("Something is still without an answer."))
    if row.done_at is None:
        changed(row, begun_at=row.begun_at or at, done_at=at)
        kept("answer", wave, by, at, respondent=str(row.pk))
    return row


def _mine(verb: str, respondent: Respondent, by: Actor, at: datetime) -> tuple[Respondent, Wave]:
    """This link's own row, locked, in a wave that takes answers."""
    require(by)
    check(by, "continuum.answer", respondent)
    row = queries.own(by.id)
    if row is None or row.pk != respondent.pk:
        raise refused(verb, _("This link is somebody else's."))
    row = Respondent.objects.select_for_update(of=("self",)).get(pk=row.pk)
    wave = queries.wave_of(row)
    if wave.state != "open" or at >= wave.closes_at:
        raise refused(verb, words.OVER)
    return row, wave
