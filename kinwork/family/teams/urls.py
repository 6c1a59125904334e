from django.urls import path

from kinwork.family.teams import views

app_name = "teams"
urlpatterns = [
    path("<uuid:household>/", views.team, name="team"),
    path("<uuid:household>/answer/", views.answer, name="answer"),
    path("<uuid:household>/lead/", views.take_lead, name="take_lead"),
    path("<uuid:household>/lead/hand/", views.hand_over, name="hand_over"),
    path("<uuid:household>/lead/answer/", views.answer_handover, name="answer_handover"),
    path("<uuid:household>/lead/back/", views.take_back, name="take_back"),
    path("<uuid:household>/leave/<uuid:member>/", views.leave, name="leave"),
]
