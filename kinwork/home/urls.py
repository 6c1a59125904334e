from django.urls import include, path

from kinwork.home import landing, ours, ours_keys, ours_sharing, ours_story

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
        path("who/<uuid:consent>/end/", ours_sharing.end, name="end"),
        path("looked/", ours_sharing.looked, name="looked"),
        path("story/", ours_story.story, name="story"),
        path("story/<str:key>/", ours_story.correct, name="correct"),
    ],
    "ours",
)

urlpatterns = [
    path("", landing.landing, name="home"),
    path("ours/", include(OURS)),
    path("", include("kinwork.home.work_urls")),
]
