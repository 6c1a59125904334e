"""How states, levels, owners and events of a plan are said, to a family and to a worker."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kinwork.family.plans.models import Goal, PlanEvent, Step
from kinwork.family.referrals.words import need_name


def in_words(codes: Iterable[str], language: str) -> str:
    """What a goal is called that came from these needs, until the family words it itself."""
    return ", ".join(need_name(code, language) for code in codes)


GOAL_STATE = {
    "proposed": _("Only an idea so far"),
    "open": _("We are at it"),
    "closed": _("Closed"),
    "turned down": _("Not for us"),
}
STEP_STATE = {
    "planned": _("To do"),
    "doing": _("Under way"),
    "done": _("Done"),
    "dropped": _("Dropped"),
}
TONE = {
    **{"proposed": "waiting", "open": "moving", "closed": "good", "turned down": "quiet"},
    **{"planned": "waiting", "doing": "moving", "done": "good", "dropped": "quiet"},
}
LEVEL = {
    -2: _("Much less than hoped"),
    -1: _("Less than hoped"),
    0: _("As hoped"),
    1: _("More than hoped"),
    2: _("Much more than hoped"),
}
SOURCE = {
    "own words": _("Our own words"),
    "need": _("A need that we told"),
    "screening result": _("A result of a check"),
    "strength": _("Something that we do well"),
}
STEP_DEED = {
    "begin": _("We have begun"),
    "finish": _("Done"),
    "drop": _("Drop it"),
    "put_off": _("Not begun yet"),
    "reopen": _("Take it up again"),
}
HAPPENED = {
    "start": _("The plan was started"),
    "lead": _("Somebody new leads the plan"),
    "set_goal": _("A goal was set"),
    "edit_goal": _("The words of a goal were changed"),
    "order_goals": _("A goal was moved"),
    "accept_goal": _("The family took up a goal"),
    "turn_down_goal": _("The family did not want a goal"),
    "close_goal": _("A goal was closed"),
    "reopen_goal": _("A goal was taken up again"),
    "write_scale": _("A scale was written"),
    "rate_goal": _("How far it is was said"),
    "add_step": _("A step was added"),
    "edit_step": _("A step was changed"),
    "begin_step": _("A step was begun"),
    "finish_step": _("A step was done"),
    "drop_step": _("A step was dropped"),
    "put_off_step": _("A step was put off"),
    "reopen_step": _("A step was taken up again"),
    "go_on_step": _("A step goes on"),
    "turn_out_step": _("A step was done"),
    "come_to_nothing_step": _("A step was dropped"),
    "plan_review": _("A day to look at the plan was set"),
    "hold_review": _("We looked at the plan together"),
}


def doer(step: Step) -> str:
    """Who does it, as everybody reads it."""
    if step.doer == "family":
        return step.doer_person.given_name if step.doer_person else gettext("The family")
    if step.doer == "worker":
        return f"{step.doer_user}, {step.doer_agency}"
    return str(step.doer_agency)


def scale(goal: Goal) -> list[dict[str, Any]]:
    """The five levels from the least to the most, and which one it is."""
    return [
        {"level": level, "name": LEVEL[level], "words": words, "here": level == goal.level}
        for level, words in zip(LEVEL, goal.levels, strict=False)
    ]


def who(event: PlanEvent) -> str:
    """Whose deed it was; nothing for a step that followed its request."""
    if event.user_id:
        name = f"{event.user}, {event.agency}" if event.agency else str(event.user)
        if event.family_present:
            return gettext("%(name)s, with the family") % {"name": name}
        return name
    if event.verb.endswith("_step") and event.step_id and event.step.referral_id:
        return ""
    return gettext("The family")


def said(event: PlanEvent) -> str:
    """The words that an event is about, and the level that it names."""
    level = str(LEVEL[event.level]) if event.level is not None else ""
    return " · ".join(part for part in (event.words, level) if part)
