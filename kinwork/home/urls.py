from django.urls import include, path

from kinwork.home import (
    landing,
    ours,
    ours_keys,
    ours_leave,
    ours_looked,
    ours_out,
    ours_private,
    ours_sharing,
    ours_story,
)

OURS = (
    [
        path("", ours.page, name="page"),
        path("enter/", ours.enter, name="enter"),
        path("code/", ours_keys.code, name="code"),
        path("card/<uuid:claim>/", ours_keys.card, name="card"),
        path("shut/", ours_keys.shut, name="shut"),
        path("copy/", ours.copy, name="copy"),
        path("timeline/", ours.timeline, name="timeline"),
        path("referral/<uuid:referral>/withdraw/", ours.withdraw, name="withdraw"),
        path("who/", ours_sharing.who, name="who"),
        path("who/<uuid:consent>/change/", ours_sharing.change, name="change"),
        path("who/<uuid:consent>/end/", ours_sharing.end, name="end"),
        path("who/<uuid:consent>/refuse/", ours_sharing.refuse, name="refuse"),
        path("who/<uuid:consent>/renew/", ours_sharing.renew, name="renew"),
        path("who/<uuid:consent>/receipt/", ours_sharing.receipt, name="receipt"),
        path("who/<uuid:consent>/receipt/file/", ours_sharing.receipt_file, name="receipt_file"),
        path("who/<uuid:agency>/no/", ours_sharing.say_no, name="no"),
        path("out/", ours_out.out, name="out"),
        path("out/back/", ours_out.back_in, name="back_in"),
        path("private/", ours_private.private, name="private"),
        path("private/<uuid:protection>/end/", ours_private.release, name="release"),
        path("delete/", ours_leave.leave, name="leave"),
        path("closed/", ours_leave.left, name="left"),
        path("closed/undo/", ours_leave.stay, name="stay"),
        path("looked/", ours_looked.looked, name="looked"),
        path("story/", ours_story.story, name="story"),
        path("story/<str:key>/", ours_story.correct, name="correct"),
    ],
    "ours",
)

urlpatterns = [
    path("", landing.landing, name="home"),
    path("who-sees/", landing.promise, name="promise"),
    path("ours/", include(OURS)),
    path("", include("kinwork.home.work_urls")),
    path("", include("kinwork.home.same_urls")),
]
