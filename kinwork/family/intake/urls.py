from django.urls import path

from kinwork.family.intake import (
    choosing,
    desk,
    interpreting,
    joining,
    keys,
    kiosks,
    questioning,
    together,
    views,
    ways_back,
)
from kinwork.family.intake.doors import alone, at_desk, first
from kinwork.family.intake.paper import keying, printing

app_name = "intake"

# The same pages through both doors: name, where, what.
PAGES = (
    ("soon", "soon/", views.soon),
    ("today", "today/", views.today),
    ("place", "place/", views.place),
    ("people", "people/", views.people),
    ("add-person", "people/add/<str:relation>/", views.add_person),
    ("same-person", "people/same/", views.same_person),
    ("change-person", "people/<uuid:person>/", views.change_person),
    ("remove-person", "people/<uuid:person>/remove/", views.remove_person),
    ("questions", "questions/", questioning.questions),
    ("only", "questions/only/", questioning.only),
    ("question", "questions/<str:key>/", questioning.question),
    ("result", "result/", views.result),
    ("near", "places/", choosing.places),
    ("reach", "reach/", choosing.reach),
    ("agree", "agree/", choosing.agree),
    ("agree-to", "agree/<uuid:service>/", choosing.agree),
    ("send", "send/", choosing.send),
    ("together", "together/", together.together),
    ("news", "together/news/", together.news),
    ("seat", "together/<uuid:seat>/end/", together.end),
    ("both", "both/", together.settle),
)

urlpatterns = [
    path("", first(views.needs), name="needs"),
    *[path(where, alone(step), name=name) for name, where, step in PAGES],
    path("stop/", alone(keys.stop), name="stop"),
    path("back/", keys.back, name="back"),
    path("join/", joining.join, name="join"),
    path("claim/", keys.claim, name="claim"),
    path("way/", ways_back.ask, name="way"),
    path("way/code/", ways_back.code, name="way-code"),
    path("way/open/<str:secret>/", ways_back.follow, name="way-open"),
    path("lock/", ways_back.lock, name="lock"),
    path("sent/", keys.sent, name="sent"),
    path("over/", keys.forget, name="forget"),
    path("paper/", printing.choose, name="paper"),
    path("paper/form/", printing.form, name="paper-form"),
    path("desk/paper/", keying.begin, name="desk-paper-new"),
    path("desk/<uuid:draft_id>/paper/", at_desk(keying.type_paper), name="desk-paper"),
    *[
        path(f"desk/<uuid:draft_id>/paper/{name}/", at_desk(step), name=f"desk-paper-{name}")
        for name, step in keying.PAGES
    ],
    path("desk/", desk.begin, name="desk"),
    path("kiosk/", kiosks.start, name="kiosk"),
    path("kiosk/still/", kiosks.still, name="kiosk-still"),
    path("kiosk/over/", kiosks.over, name="kiosk-over"),
    path("kiosk/end/", kiosks.end_here, name="kiosk-end"),
    path("desk/kiosk/", kiosks.desk_kiosks, name="desk-kiosks"),
    path("desk/kiosk/<uuid:kiosk>/end/", kiosks.end_kiosk, name="desk-kiosk-end"),
    path("desk/join/", joining.desk_join, name="desk-join"),
    path("desk/<uuid:draft_id>/languages/", at_desk(interpreting.languages), name="desk-languages"),
    path("desk/<uuid:draft_id>/", at_desk(desk.story), name="desk-needs"),
    *[
        path(f"desk/<uuid:draft_id>/{where}", at_desk(step), name=f"desk-{name}")
        for name, where, step in PAGES
        if name not in ("soon", "today", "place")
    ],
    *[
        path(f"desk/<uuid:draft_id>/{name}/", at_desk(desk.story), name=f"desk-{name}")
        for name in ("soon", "place")
    ],
]
