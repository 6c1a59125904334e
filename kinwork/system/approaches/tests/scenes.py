"""Approaches as tests need them, at any stage; all invented, and named plainly."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor
from kinwork.common.community import today
from kinwork.library.approaches import scheme
from kinwork.system.approaches import actions
from kinwork.system.approaches.actions import Entry, Judged
from kinwork.system.approaches.models import Approach, Classification, Verification
from tests.guards.crawling import worker

SOURCE = "Invented public page, for tests"
WHY = "It coordinates early care with other services."
# Of each model, what two coders see of it. What is not named is a no.
SEEN = {
    "framework": ("created_by_law", "governance_in_law", "shared_vision"),
    "direct_services": ("state_serves_families", "shared_vision"),
    "vision": ("shared_vision",),
    "hub": ("no_wrong_door", "co_location", "lead_agency_convenes"),
    "backbone": ("lead_agency_convenes", "administrative_and_data_focus"),
    "narrow": ("two_to_eight_partners", "one_service_domain", "co_location"),
    "none": (),
}


def day(cast) -> date:
    return today(cast.community, cast.at)


def do(cast, verb: str, by=None, at=None, **said: Any) -> Any:
    by, at = by or cast.eve, at or cast.at
    with acting_as(by, now=at):
        return getattr(actions, verb)(by=by, at=at, **said)


def second(cast) -> Actor:
    """Another evaluator; one a cast."""
    if "second" not in cast.actors:
        cast.actors["second"] = worker(cast, "evaluator", "backbone")
    return cast.actors["second"]


def found(cast, name: str = "Approach 01", level: str = "local", **more: Any) -> Approach:
    told = {"place": "AZ", "found_in": SOURCE, "found_on": day(cast), **more}
    return do(cast, "find", community=cast.community, name=name, level=level, **told)


def drafted(cast, row: Approach, **values: tuple[str, ...]) -> Approach:
    for key, codes in (values or {"partners_number": ("6",), "services": ("health",)}).items():
        told = {"source": SOURCE, "source_on": day(cast)}
        do(cast, "draft", approach=row, key=key, codes=codes, **told)
    return row


def in_state(cast, state: str, name: str = "Approach 01", level: str = "local") -> Approach:
    row = found(cast, name, level)
    if state == "found":
        return row
    if state == "criteria not met":
        return do(cast, "judge", approach=row, meets=False, why="One program alone.")
    row = do(cast, "judge", approach=row, meets=True, why=WHY)
    if state == "met criteria":
        return row
    row = do(cast, "select", approach=row, why="From a state without one yet.")
    if state == "selected":
        return row
    row = do(cast, "profile", approach=drafted(cast, row))
    if state == "profiled":
        return row
    sent = do(cast, "send", approach=row, email="contact@approach.example")
    if state == "sent":
        return fresh(cast, row)
    if state == "not returned":
        return do(cast, "stop_waiting", approach=row, why="No answer after three letters.")
    row = confirmed(cast, sent)
    if state == "returned":
        return row
    if state == "left out":
        return do(cast, "leave_out", approach=row, why="It serves adults alone.")
    return classified(cast, row, "hub" if level == "local" else "vision").approach


def link(sent: Verification) -> Actor:
    return Actor("link", sent.pk)


def confirmed(cast, sent: Verification, *entries: Entry, at=None) -> Approach:
    told = entries or (Entry("partners_number", right=True),)
    by = link(sent)
    with acting_as(by, now=at or cast.at):
        mine = Verification.objects.select_related("approach").get(pk=sent.pk)
        row = actions.confirm(verification=mine, entries=told, by=by, at=at or cast.at)
    return fresh(cast, row)


def answers(level: str, model: str, other: Mapping[str, str] | None = None) -> dict[str, Judged]:
    """What a coder says who sees this model; `other`: criteria that this one answers otherwise."""
    said = {
        one.key: "yes" if one.key in SEEN[model] else "no" for one in scheme().asked(level)
    } | dict(other or {})
    return {key: Judged(one, "" if one == "unknown" else SOURCE) for key, one in said.items()}


def coded(cast, row: Approach, model: str, by=None, other=None, judged: str = "") -> Any:
    told = {"model": judged or model, "why": "As the profile says."}
    said = answers(row.level, model, other)
    return do(cast, "code", by=by, approach=row, answers=said, **told)


def coded_twice(cast, row: Approach, model: str, other=None, judged: str = "") -> Approach:
    coded(cast, row, model)
    coded(cast, row, model, by=second(cast), other=other, judged=judged)
    return fresh(cast, row)


def classified(cast, row: Approach, model: str) -> Classification:
    coded_twice(cast, row, model)
    return do(cast, "classify", approach=row)


def fresh(cast, row: Any, by=None) -> Any:
    with acting_as(by or cast.eve, now=cast.at):
        return type(row).objects.filter(pk=row.pk).first()
