"""The workers' pages: desk, inbox, team, worklist, one family, a referral in a minute."""

from django.urls import path

from kinwork.home import (
    answers,
    asking,
    authority,
    desk,
    desk_code,
    desk_hand,
    desk_handed,
    desk_later,
    desk_tried,
    households,
    inbox,
    inbox_many,
    next_door,
    openings,
    protections,
    refer,
    refer_draft,
    referral,
    reroute,
    role,
    team,
    worklist,
)
from kinwork.home.sharing import papers, written
from kinwork.home.sharing import views as sharing

app_name = "home"
urlpatterns = [
    path("work/", role.first_page, name="first_page"),
    path("desk/", desk.desk, name="desk"),
    path("desk/hand-over/", desk_hand.hand, name="hand"),
    path("desk/handed/<uuid:handover>/", desk_handed.show, name="handed"),
    path("desk/lines/<uuid:item>/later/", desk_later.later, name="later"),
    path("desk/lines/<uuid:item>/back/", desk_later.wake, name="wake"),
    path("desk/tried/<uuid:referral>/", desk_tried.tap, name="tried"),
    path("desk/decide/<uuid:referral>/", desk_tried.decide, name="decide"),
    path("desk/people/", households.people, name="people"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/many/", inbox_many.many, name="many"),
    path("openings/", openings.openings, name="openings"),
    path("openings/<uuid:service>/", openings.say, name="openings_say"),
    path("openings/<uuid:service>/still/", openings.still_so, name="openings_still"),
    path("inbox/openings/<uuid:service>/", inbox.say_openings, name="say_openings"),
    path("team/", team.team, name="team"),
    path("team/<uuid:referral>/", team.assign, name="assign"),
    path("worklist/", worklist.worklist, name="worklist"),
    path("households/<uuid:household>/", households.household, name="household"),
    path("households/<uuid:household>/code/", desk_code.code, name="desk_code"),
    path("households/<uuid:household>/ask/", asking.ask, name="ask"),
    path("households/<uuid:household>/ask/<uuid:ask>/end/", asking.recall, name="recall_ask"),
    path("households/<uuid:household>/authority/", authority.who_decides, name="authority"),
    path(
        "households/<uuid:household>/authority/<uuid:authority>/end/",
        authority.end,
        name="end_authority",
    ),
    path(
        "households/<uuid:household>/facts/correct/<str:key>/",
        answers.correct,
        name="correct_fact",
    ),
    path("households/<uuid:household>/members/add/", authority.add, name="add_member"),
    path("households/<uuid:household>/protect/", protections.protect, name="protect"),
    path(
        "households/<uuid:household>/protect/<uuid:protection>/end/",
        protections.release,
        name="release_protection",
    ),
    path(
        "households/<uuid:household>/protect/<uuid:protection>/reviewed/",
        protections.reviewed,
        name="reviewed_protection",
    ),
    path("households/<uuid:household>/sharing/", papers.sharing, name="sharing"),
    path("households/<uuid:household>/sharing/written/", written.written, name="sharing_written"),
    path("households/<uuid:household>/sharing/no/", sharing.no, name="sharing_no"),
    path(
        "households/<uuid:household>/sharing/<uuid:consent>/end/", sharing.end, name="sharing_end"
    ),
    path(
        "households/<uuid:household>/sharing/<uuid:consent>/less/",
        sharing.less,
        name="sharing_less",
    ),
    path(
        "households/<uuid:household>/sharing/<uuid:consent>/receipt/",
        papers.receipt,
        name="sharing_receipt",
    ),
    path("households/<uuid:household>/refer/", refer.choose, name="refer"),
    path("households/<uuid:household>/refer/<uuid:service>/", refer.send_new, name="refer_send"),
    path("referrals/<uuid:referral>/", referral.show, name="referral"),
    path("referrals/<uuid:referral>/next/", next_door.choose, name="next_door"),
    path("referrals/<uuid:referral>/next/<uuid:service>/", next_door.ask, name="next_door_ask"),
    path("referrals/<uuid:referral>/send/", refer_draft.send_draft, name="send"),
    path("referrals/<uuid:referral>/reroute/", reroute.reroute, name="reroute"),
]
