"""A community's own words: drafted, put in force, retired. What was in force never changes, so a
receipt that names a version always finds the words that were read."""

from datetime import datetime

from django.utils.translation import gettext as _

from kinwork.accounts import queries, rules, wording
from kinwork.accounts.actions.changes import locked, tell
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.models import Community, Text
from kinwork.common.rights import check

DRAFT, CURRENT, PAST = Text.Status.DRAFT, Text.Status.CURRENT, Text.Status.PAST


def draft_text(
    *, community: Community, key: str, language: str, body: str, by: Actor, at: datetime
) -> Text:
    """Keep `body` as the one draft of this text; nobody but those who set up reads it yet.

    Raises Impossible for a text that the product does not have, or with names in braces that
    nobody fills or that are missing.
    """
    require(by)
    place = locked(community)
    check(by, "accounts.draft_text", place)
    body = "\n".join(body.strip().splitlines())
    _must_be_whole(key, language, body)
    own = Text.objects.filter(community=place, key=key, language=language).order_by("-version")
    draft = own.filter(status=DRAFT).first()
    if draft is None:
        version = own.values_list("version", flat=True).first() or 0
        draft = Text(community=place, key=key, language=language, version=version + 1, status=DRAFT)
    draft.body = body
    draft.save()
    tell("draft_text", place, [_name(draft)], by=by, at=at)
    return draft


def discard_text(*, text: Text, by: Actor, at: datetime) -> None:
    """Throw a draft away; nobody has read it. Raises Impossible for anything else."""
    require(by)
    place = _place(text)
    check(by, "accounts.discard_text", place)
    draft = _draft(text)
    draft.delete()
    tell("discard_text", place, [_name(draft)], by=by, at=at)


def put_text_in_force(*, text: Text, by: Actor, at: datetime) -> Text:
    """From now on families read this draft; the version before it is past.

    Raises Impossible when it is no draft, or what a family agrees to is too hard to read.
    """
    require(by)
    place = _place(text)
    check(by, "accounts.put_text_in_force", place)
    draft = _draft(text)
    judged = _must_be_whole(draft.key, draft.language, draft.body)
    if not judged.may_stand:
        raise rules.Impossible(
            _(
                "This reads at grade %(grade)s. What a family agrees to reads at grade 6 or below."
                " The hardest sentence is: %(sentence)s"
            )
            % {"grade": judged.grade, "sentence": judged.hardest}
        )
    _past(draft)
    draft.status = CURRENT
    draft.save(update_fields=["status"])
    tell("put_text_in_force", place, [_name(draft)], by=by, at=at)
    return draft


def retire_text(*, text: Text, by: Actor, at: datetime) -> None:
    """The community's own words are past; the product's are read again."""
    require(by)
    place = _place(text)
    check(by, "accounts.retire_text", place)
    if not _past(text):
        raise rules.Impossible(_("These words are not in force any more."))
    tell("retire_text", place, [_name(text)], by=by, at=at)


def _place(text: Text) -> Community | None:
    """The community of a text, held until we are done; None for the product's own words, which
    nobody edits here."""
    if text.community is None:
        raise rules.Impossible(_("These are the product's own words. Write your own instead."))
    return locked(text.community)


def _draft(text: Text) -> Text:
    draft = Text.objects.select_for_update().filter(pk=text.pk, status=DRAFT).first()
    if draft is None:
        raise rules.Impossible(
            _("This draft is no longer there. Somebody put it in force or threw it away.")
        )
    return draft


def _past(text: Text) -> int:
    in_force = Text.objects.filter(
        community=text.community_id, key=text.key, language=text.language, status=CURRENT
    )
    return in_force.update(status=PAST)


def _must_be_whole(key: str, language: str, body: str) -> wording.Judged:
    product = queries.product_words(key, language)
    if product is None:
        raise rules.Impossible(_("There is no such text."))
    if not body or len(body) > wording.LONGEST:
        raise rules.Impossible(_("Write at least a word, and at most 3,000 letters."))
    judged = wording.judge(key=key, language=language, body=body, product=product)
    if judged.missing:
        raise rules.Impossible(
            _("Put these back where they belong: %(names)s.")
            % {"names": wording.listed(judged.missing)}
        )
    if judged.unknown:
        raise rules.Impossible(
            _("Nobody would fill these in: %(names)s. Take them out.")
            % {"names": wording.listed(judged.unknown)}
        )
    if judged.stray_brace:
        raise rules.Impossible(_("Take out the braces { } that stand alone."))
    return judged


def _name(text: Text) -> str:
    return f"{text.key} {text.language} {text.version}"
