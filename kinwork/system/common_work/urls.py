"""Addresses of common work, below /partnerships/<id>/work/."""

from django.urls import path

from kinwork.system.common_work.views import (
    changes,
    checking,
    events,
    funding,
    hub,
    strategies,
    support,
)

app_name = "common_work"
STRATEGY = "strategies/<slug:strategy>/"
CHANGE = "changes/<uuid:change>/"
SUPPORT = "support/<uuid:support>/"
FUNDING = "funding/<uuid:funding>/"
EVENT = "events/<uuid:event>/"
urlpatterns = [
    path("", hub.hub, name="hub"),
    path("strategies/", strategies.strategies, name="strategies"),
    path(STRATEGY, strategies.strategy, name="strategy"),
    path(f"{STRATEGY}review/", strategies.review, name="review_strategy"),
    path("changes/", changes.changes, name="changes"),
    path("changes/file.csv", changes.changes_file, name="changes_file"),
    path("changes/note/", changes.note_change, name="note_change"),
    path(CHANGE, changes.change, name="change"),
    path(f"{CHANGE}end/", changes.end_change, name="end_change"),
    path("support/", support.supports, name="support"),
    path("support/note/", support.note_support, name="note_support"),
    path(SUPPORT, support.support, name="one_support"),
    path(f"{SUPPORT}answer/", support.answer_support, name="answer_support"),
    path(f"{SUPPORT}effect/", support.tell_effect, name="tell_effect"),
    path("funding/", funding.fundings, name="funding"),
    path("funding/file.csv", funding.fundings_file, name="fundings_file"),
    path("funding/consider/", funding.consider, name="consider_funding"),
    path(FUNDING, funding.funding, name="one_funding"),
    path(f"{FUNDING}prepare/", funding.prepare, name="prepare_funding"),
    path(f"{FUNDING}apply/", funding.apply, name="apply_funding"),
    path(f"{FUNDING}answer/", funding.answer, name="answer_funding"),
    path(f"{FUNDING}withdraw/", funding.withdraw, name="withdraw_funding"),
    path("check/", checking.check, name="check"),
    path("check/rate/", checking.rate, name="rate"),
    path("check/help/", checking.plan_help, name="plan_help"),
    path("check/help/<uuid:plan>/", checking.finish_help, name="finish_help"),
    path("events/", events.events, name="events"),
    path("events/convene/", events.convene, name="convene"),
    path("events/ask/", events.ask_help, name="ask_help"),
    path("events/questions/<uuid:question>/", events.answer_help, name="answer_help"),
    path(EVENT, events.event, name="event"),
    path(f"{EVENT}count/", events.count_people, name="count_people"),
]
