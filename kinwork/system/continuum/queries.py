"""Reads of waves: who is asked, what a link has said, what a closed wave says."""

from collections.abc import Mapping
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from kinwork.library import continuum
from kinwork.library.continuum import CONTINUUM, Instrument, Question, Scale
from kinwork.system.continuum import counting, rules
from kinwork.system.continuum.models import (
    Partner,
    Rating,
    Respondent,
    SystemAnswer,
    Tally,
    Wave,
)
from kinwork.system.partnerships.models import Partnership


def waves(partnership: Partnership) -> QuerySet[Wave]:
    """The newest first."""
    found = Wave.objects.filter(partnership=partnership)
    return found.select_related("partnership__community", "community").order_by("-number")


def wave_of(row: Respondent | Partner) -> Wave:
    return Wave.objects.select_related("community").get(pk=row.wave_id)


def latest(partnership: Partnership) -> Wave | None:
    """The newest that is closed: what pages show when no wave is named."""
    return waves(partnership).filter(state="closed").first()


def before(wave: Wave) -> Wave | None:
    """The last closed wave before this one."""
    found = Wave.objects.filter(partnership=wave.partnership_id, state="closed")
    return found.filter(number__lt=wave.number).order_by("-number").first()


def partners(wave: Wave) -> list[Partner]:
    return list(Partner.objects.filter(wave=wave).order_by("number"))


def respondents(wave: Wave) -> QuerySet[Respondent]:
    """Those who speak for organizations first, in the order of the roster."""
    found = Respondent.objects.filter(wave=wave).select_related("partner")
    return found.order_by("partner__number", "role", "name", "pk")


def progress(wave: Wave) -> dict[str, int]:
    """asked, begun, done; organizations: on the roster; speaking: with somebody who speaks for them;
    answered: whose person has sent it."""
    return Respondent.objects.filter(wave=wave).aggregate(
        asked=Count("pk"),
        begun=Count("pk", filter=Q(begun_at__isnull=False, done_at=None)),
        done=Count("pk", filter=Q(done_at__isnull=False)),
        speaking=Count("pk", filter=Q(partner__isnull=False)),
        answered=Count("pk", filter=Q(partner__isnull=False, done_at__isnull=False)),
    )


def done(wave: Wave) -> int:
    return Respondent.objects.filter(wave=wave, done_at__isnull=False).count()


def sectors_before(partnership: Partnership) -> dict[UUID, str]:
    """What each member counted to the last time."""
    found = Partner.objects.filter(partnership=partnership).order_by("wave__number")
    return dict(found.values_list("member_id", "sector"))


def places_before(partnership: Partnership) -> dict[UUID, tuple[float, float]]:
    """Where each member stood in the last picture."""
    found = Partner.objects.filter(partnership=partnership, x__isnull=False, y__isnull=False)
    return {
        member: (x, y)
        for member, x, y in found.order_by("wave__number").values_list("member_id", "x", "y")
    }


def own(respondent_id: UUID | None) -> Respondent | None:
    """The row of whoever asks with a link."""
    return Respondent.objects.select_related("partner").filter(pk=respondent_id).first()


def asked(wave: Wave) -> list[tuple[Instrument, Scale]]:
    return rules.scales(wave.instruments, wave.dimensions)


def scale_keys(wave: Wave) -> list[str]:
    """In the order in which they were asked: what is kept as JSON has none."""
    return [rules.scale_key(one.key, scale.key) for one, scale in asked(wave)]


def questions(wave: Wave) -> tuple[Question, ...]:
    """About the whole: only where the continuum itself is asked."""
    return continuum.questions() if CONTINUUM in wave.instruments else ()


def others(wave: Wave, row: Respondent) -> list[Partner]:
    """Whom this respondent is asked about."""
    if row.partner_id is None:
        return []
    return [one for one in partners(wave) if one.pk != row.partner_id]


def said_about(row: Respondent) -> dict[UUID, dict[str, int]]:
    """Partner -> key of a scale -> value, of one respondent."""
    found: dict[UUID, dict[str, int]] = {}
    lines = Rating.objects.filter(respondent=row)
    for about, instrument, scale, value in lines.values_list(
        "about_id", "instrument", "scale", "value"
    ):
        found.setdefault(about, {})[rules.scale_key(instrument, scale)] = value
    return found


def said_of_system(row: Respondent) -> dict[int, str]:
    return dict(SystemAnswer.objects.filter(respondent=row).values_list("question", "said"))


def waiting(wave: Wave, row: Respondent) -> list[Partner | None]:
    """What still lacks an answer: partners, and None for the questions about the whole."""
    said, scales = said_about(row), asked(wave)
    open_ones: list[Partner | None] = [
        one for one in others(wave, row) if _unsaid(scales, said.get(one.pk))
    ]
    if len(said_of_system(row)) < len(questions(wave)):
        open_ones.append(None)
    return open_ones


def _unsaid(scales: list[tuple[Instrument, Scale]], said: Mapping[str, int] | None) -> bool:
    return said is None or bool(rules.lacks(scales, said))


def counted(wave: Wave) -> rules.Counted | None:
    """What a closed wave says; None while it is not closed."""
    row = Tally.objects.filter(wave=wave).first()
    return counting.read(row.body) if row else None
