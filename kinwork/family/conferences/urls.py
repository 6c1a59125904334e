from django.urls import path

from kinwork.family.conferences import views

app_name = "conferences"
urlpatterns = [
    path("family/<uuid:household>/", views.of_family, name="of_family"),
    path("family/<uuid:household>/plan/", views.plan, name="plan"),
    path("<uuid:conference>/", views.see, name="see"),
    path("<uuid:conference>/answer/", views.answer, name="answer"),
    path("<uuid:conference>/item/", views.add_item, name="add_item"),
    path("<uuid:conference>/move/", views.move_date, name="move_date"),
    path("<uuid:conference>/off/", views.call_off, name="call_off"),
    path("<uuid:conference>/held/", views.hold, name="hold"),
    path("<uuid:conference>/note/", views.write_note, name="write_note"),
    path("<uuid:conference>/promise/", views.add_follow_up, name="add_follow_up"),
    path("<uuid:conference>/date/", views.file, name="file"),
    path("promise/<uuid:follow_up>/", views.promised, name="promised"),
    path("promise/<uuid:follow_up>/settle/", views.settle, name="settle"),
    path("promise/<uuid:follow_up>/step/", views.make_step, name="make_step"),
]
