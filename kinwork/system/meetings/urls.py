"""Addresses of meetings, below /partnerships/<id>/meetings/."""

from django.urls import path

from kinwork.system.meetings.views import deciding, following, holding, hub, preparing, writing

app_name = "meetings"
ONE = "<uuid:meeting>/"
ITEM = f"{ONE}items/<uuid:item>/"
DECISION = "decisions/<uuid:decision>/"
PROMISE = "promises/<uuid:promise>/"
MINUTES = "minutes/<uuid:minutes>/"
urlpatterns = [
    path("", hub.hub, name="list"),
    path("charter/", hub.compliance, name="compliance"),
    path("plan/", preparing.plan, name="plan"),
    path("plan/year/", preparing.plan_year, name="plan_year"),
    path("proposals/", preparing.proposals, name="proposals"),
    path("proposals/new/", preparing.propose, name="propose"),
    path("proposals/<uuid:proposal>/", preparing.answer_proposal, name="answer_proposal"),
    path("decisions/", deciding.decisions, name="decisions"),
    path("decisions/file.csv", deciding.decisions_file, name="decisions_file"),
    path("decisions/writing/", deciding.put_in_writing, name="put_in_writing"),
    path(DECISION, deciding.decision, name="decision"),
    path(f"{DECISION}count/", deciding.count, name="count"),
    path(f"{DECISION}effect/", deciding.effect, name="effect"),
    path(f"{DECISION}<uuid:ballot>/", deciding.vote, name="vote"),
    path("promises/", following.promises, name="promises"),
    path("promises/file.csv", following.promises_file, name="promises_file"),
    path("promises/new/", following.promise, name="promise"),
    path(PROMISE, following.one_promise, name="one_promise"),
    path(f"{PROMISE}keep/", following.keep, name="keep"),
    path(f"{PROMISE}postpone/", following.postpone, name="postpone"),
    path(f"{PROMISE}let-go/", following.let_go, name="let_go"),
    path(MINUTES, writing.minutes, name="minutes"),
    path(f"{MINUTES}file.pdf", writing.minutes_file, name="minutes_file"),
    path(f"{MINUTES}correct/", writing.correct, name="correct"),
    path(f"{MINUTES}publish/", writing.publish, name="publish"),
    path(ONE, holding.see, name="see"),
    path(f"{ONE}date.ics", holding.file, name="file"),
    path(f"{ONE}change/", preparing.change, name="change"),
    path(f"{ONE}call-off/", preparing.call_off, name="call_off"),
    path(f"{ONE}invite/", preparing.invite, name="invite"),
    path(f"{ONE}open-things/", preparing.offered, name="offers"),
    path(f"{ONE}items/", preparing.add_item, name="add_item"),
    path(ITEM, preparing.change_item, name="change_item"),
    path(f"{ITEM}move/", preparing.move_item, name="move_item"),
    path(f"{ITEM}remove/", preparing.remove_item, name="remove_item"),
    path(f"{ITEM}notes/", holding.note_item, name="note_item"),
    path(f"{ONE}open/", holding.open_meeting, name="open"),
    path(f"{ONE}there/", holding.there, name="there"),
    path(f"{ONE}decide/", deciding.decide, name="decide"),
    path(f"{ONE}close/", holding.close, name="close"),
]
