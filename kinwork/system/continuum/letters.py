"""The letters of waves, each in its reader's language. They name no family."""

from uuid import UUID

from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext, ngettext, override

from kinwork.accounts.mails import address_of, signed
from kinwork.system.continuum import queries
from kinwork.system.continuum.models import Respondent, Wave
from kinwork.web.times import exact

SALT = "kinwork.continuum.respondent"


def invitation(wave: Wave, one: Respondent) -> tuple[str, str]:
    """A link of their own: whoever has it answers for this person."""
    with override(one.language):
        subject = gettext("%(name)s: how closely do we work together?") % {"name": wave.group}
        others = len(queries.others(wave, one))
        told = {"name": wave.group, "person": one.name}
        first = gettext("%(name)s asks its members how closely they work together.") % told
        if one.partner is None:
            what = gettext("You are asked nine questions about the whole. It takes three minutes.")
        else:
            what = ngettext(
                "You speak for %(partner)s about %(n)s other member. It takes a few minutes.",
                "You speak for %(partner)s about %(n)s other members. It takes about a minute each.",
                others,
            ) % {"partner": one.partner.name, "n": others}
        return _one_line(subject), _body([first, what], wave, one)


def reminder(wave: Wave, one: Respondent) -> tuple[str, str]:
    with override(one.language):
        subject = gettext("%(name)s waits for your answers") % {"name": wave.group}
        first = gettext("Your answers about working together have not been sent yet.")
        if one.begun_at:
            first = gettext("You have begun to answer. What you wrote is kept; please send it.")
        return _one_line(subject), _body([first], wave, one)


def _body(lines: list[str], wave: Wave, one: Respondent) -> str:
    until = exact(wave.closes_at, wave.community.time_zone)
    shown = gettext(
        "Members will read what each organization said of the others, with its name."
        if wave.named
        else "Members will read counts of all answers, and nobody's own."
    )
    return signed(
        "\n".join(
            [
                *lines,
                "",
                address_of(reverse("open_continuum:start", args=[token(one.pk)])),
                "",
                gettext("You can stop and go on later, until: %(until)s") % {"until": until},
                shown,
                gettext("The link is for you alone; please do not pass it on."),
            ]
        )
    )


def token(respondent_id: UUID) -> str:
    return signing.dumps(str(respondent_id), salt=SALT, compress=False)


def respondent_of(text: str) -> UUID:
    """Whose link it is. Raises signing.BadSignature for anything else; it is over with its wave."""
    try:
        return UUID(signing.loads(text, salt=SALT))
    except (ValueError, TypeError, AttributeError) as why:
        raise signing.BadSignature("no link of ours") from why


def _one_line(text: str) -> str:
    return " ".join(text.split())[:255]
