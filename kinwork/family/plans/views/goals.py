"""Goals: set, worded, measured, ordered, closed."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from kinwork.family.plans import actions
from kinwork.family.plans.forms import GoalForm, LevelForm, PlanForm, ScaleForm
from kinwork.family.plans.views.place import Place, asked, both, now, tapped
from kinwork.family.plans.words import in_words
from kinwork.family.referrals.models import Need
from kinwork.family.screenings.models import Screening
from kinwork.people.models import SubjectRow
from kinwork.web.once import form_id

PLACES = {"up": -1, "down": 1}


def _posted(place: Place):
    return place.request.POST if place.request.method == "POST" else None


@both("plans.set_goal")
def add(place: Place) -> HttpResponse:
    """A new goal in the family's own words."""
    row = place.own_plan()
    form = GoalForm(_posted(place), beside=place.beside)
    if place.is_desk:
        form.fields["words"].label = _("What does the family want?")
        form.fields["words"].help_text = _(
            "In its own words. What you write alone is an idea until the family takes it up."
        )

    def deed():
        data = form.cleaned_data
        return actions.set_goal(
            plan=row,
            words=data["words"],
            whose=form.whose(),
            form_id=data["form_id"],
            by=place.actor,
            at=now(),
        )

    return asked(
        place,
        form,
        deed,
        title=_("A new goal"),
        send=_("Keep this goal"),
        back=place.url("plan"),
        then=lambda made: place.go("goal", made.pk, said=_("Your goal is in the plan.")),
    )


@both("plans.set_goal", a_tap=True)
def from_need(place: Place, need: UUID) -> HttpResponse:
    """One tap: a need becomes a goal, in the words by which it is known; the family may change them."""
    row = Need.objects.filter(pk=need, household=place.household).first()
    return _from(place, row, "need", [row.code] if row else [])


@both("plans.set_goal", a_tap=True)
def from_result(place: Place, result: UUID) -> HttpResponse:
    """One tap: what a screening found becomes a goal, in the words of the needs that it points to."""
    row = Screening.objects.filter(pk=result, said_in=place.household.pk).first()
    return _from(place, row, "screening result", row.needs if row else [])


def _from(place: Place, row: SubjectRow | None, source: str, codes: list[str]) -> HttpResponse:
    if row is None or not codes:
        raise Http404
    plan = place.plan or actions.start(household=place.household, by=place.actor, at=now())
    words = in_words(codes, place.request.LANGUAGE_CODE[:2])

    def deed():
        actions.set_goal(
            plan=plan,
            words=words,
            source=source,
            source_id=row.pk,
            of=row,
            form_id=form_id(place.request),
            by=place.actor,
            at=now(),
        )

    return tapped(place, deed, place.go("plan"))


@both("plans.edit_goal")
def edit(place: Place, goal: UUID) -> HttpResponse:
    row = place.goal(goal)
    start = {"words": row.words, "version": row.version}
    form = GoalForm(_posted(place), beside=place.beside, initial=start)

    def deed():
        return actions.edit_goal(
            goal=row,
            words=form.cleaned_data["words"],
            version=form.cleaned_data["version"],
            whose=form.whose(),
            form_id=form.cleaned_data["form_id"],
            by=place.actor,
            at=now(),
        )

    return asked(
        place,
        form,
        deed,
        title=_("Change the words"),
        send=_("Save"),
        back=place.url("goal", row.pk),
        then=lambda made: place.go("goal", made.pk, said=_("Saved.")),
    )


@both("plans.write_scale")
def scale(place: Place, goal: UUID) -> HttpResponse:
    """The five levels, in the family's words."""
    row = place.goal(goal)
    form = ScaleForm(
        _posted(place),
        levels=row.levels,
        beside=place.beside,
        must=place.is_desk,
        initial={"version": row.version},
    )

    def deed():
        return actions.write_scale(
            goal=row,
            levels=form.levels(),
            version=form.cleaned_data["version"],
            whose=form.whose(),
            form_id=form.cleaned_data["form_id"],
            by=place.actor,
            at=now(),
        )

    return asked(
        place,
        form,
        deed,
        title=_("How will you know?"),
        intro=_("Say what you would see in each case. Begin in the middle: what do you hope for?"),
        send=_("Keep this scale"),
        back=place.url("goal", row.pk),
        then=lambda made: place.go("goal", made.pk, said=_("Saved.")),
    )


@both("plans.rate_goal")
def rate(place: Place, goal: UUID) -> HttpResponse:
    """How far it is today."""
    row = place.goal(goal)
    if not row.levels:
        return place.go("write_scale", row.pk)
    form = LevelForm(_posted(place), levels=row.levels, beside=place.beside)

    def deed():
        return actions.rate_goal(
            goal=row,
            level=form.cleaned_data["level"],
            whose=form.whose(),
            form_id=form.cleaned_data["form_id"],
            by=place.actor,
            at=now(),
        )

    return asked(
        place,
        form,
        deed,
        title=_("How far is it today?"),
        intro=row.words,
        send=_("Keep it"),
        back=place.url("goal", row.pk),
        then=lambda made: place.go("goal", made.pk, said=_("Saved.")),
    )


@both("plans.close_goal")
def close(place: Place, goal: UUID) -> HttpResponse:
    """Closed by the family, with how far it came; it can be taken up again."""
    row = place.goal(goal)
    form = LevelForm(
        _posted(place),
        levels=row.levels,
        beside=place.beside,
        must=place.is_desk,
        initial={"version": row.version, "level": row.level},
    )

    def deed():
        return actions.move_goal(
            goal=row,
            verb="close",
            level=form.cleaned_data.get("level"),
            version=form.cleaned_data["version"],
            whose=form.whose(),
            form_id=form.cleaned_data["form_id"],
            by=place.actor,
            at=now(),
        )

    return asked(
        place,
        form,
        deed,
        title=_("Close this goal"),
        intro=row.words,
        send=_("Close it"),
        back=place.url("goal", row.pk),
        then=lambda made: place.go("plan", said=_("The goal is closed. It stays in your story.")),
    )


@both("plans.accept_goal")
def decide(place: Place, goal: UUID, verb: str) -> HttpResponse:
    """accept, turn_down, reopen: one tap of the family; a worker says who is with them."""
    if verb not in ("accept", "turn_down", "reopen"):
        raise Http404
    row = place.goal(goal)
    titles = {
        "accept": _("Take up this goal"),
        "turn_down": _("Not for us"),
        "reopen": _("Take it up again"),
    }
    form = PlanForm(
        _posted(place), beside=place.beside, must=place.is_desk, initial={"version": row.version}
    )

    def deed():
        return actions.move_goal(
            goal=row,
            verb=verb,
            version=form.cleaned_data["version"],
            whose=form.whose(),
            form_id=form.cleaned_data["form_id"],
            by=place.actor,
            at=now(),
        )

    return asked(
        place,
        form,
        deed,
        title=titles[verb],
        intro=row.words,
        send=titles[verb],
        back=place.url("goal", row.pk),
        then=lambda made: place.go("plan", said=_("Saved.")),
    )


@both("plans.order_goals", a_tap=True)
def order(place: Place, goal: UUID, way: str) -> HttpResponse:
    """Up or down by one: the family's own buttons."""
    if way not in PLACES:
        raise Http404

    def deed():
        actions.order_goals(
            goal=place.goal(goal),
            places=PLACES[way],
            form_id=form_id(place.request),
            by=place.actor,
            at=now(),
        )

    return tapped(place, deed, place.go("plan"))
