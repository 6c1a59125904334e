from django.urls import path

from kinwork.family.conferences import ours

app_name = "our_meetings"
urlpatterns = [
    path("", ours.meetings, name="meetings"),
    path("<uuid:conference>/", ours.meeting, name="meeting"),
    path("<uuid:conference>/answer/", ours.answer, name="answer"),
    path("<uuid:conference>/item/", ours.add_item, name="add_item"),
    path("promise/<uuid:follow_up>/", ours.settle, name="settle"),
]
