"""The workers' pages: desk, inbox, team, worklist, one family, a referral in a minute."""

from django.urls import path

from kinwork.home import (
    answers,
    asking,
    authority,
    desk,
    desk_code,
    households,
    inbox,
    next_door,
    protections,
    refer,
    referral,
    role,
    team,
)

app_name = "home"
urlpatterns = [
    path("work/", role.first_page, name="first_page"),
    path("desk/", desk.desk, name="desk"),
    path("desk/people/", households.people, name="people"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/openings/<uuid:service>/", inbox.say_openings, name="say_openings"),
    path("team/", team.team, name="team"),
    path("team/<uuid:referral>/", team.assign, name="assign"),
    path("worklist/", team.worklist, name="worklist"),
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
    path("households/<uuid:household>/refer/", refer.choose, name="refer"),
    path("households/<uuid:household>/refer/<uuid:service>/", refer.send_new, name="refer_send"),
    path("referrals/<uuid:referral>/", referral.show, name="referral"),
    path("referrals/<uuid:referral>/next/", next_door.choose, name="next_door"),
    path("referrals/<uuid:referral>/next/<uuid:service>/", next_door.ask, name="next_door_ask"),
    path("referrals/<uuid:referral>/send/", refer.send_draft, name="send"),
    path("referrals/<uuid:referral>/reroute/", refer.reroute, name="reroute"),
]
