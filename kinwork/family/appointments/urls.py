from django.urls import path

from kinwork.family.appointments import offices, views

app_name = "appointments"
urlpatterns = [
    path("ours/", offices.ours, name="ours"),
    path("ours/publish/", offices.publish, name="publish"),
    path("ours/weeks/<uuid:pattern>/end/", offices.end_pattern, name="end_pattern"),
    path("ours/<uuid:slot>/withdraw/", offices.withdraw_slot, name="withdraw_slot"),
    path("<uuid:referral>/", views.times, name="times"),
    path("<uuid:referral>/cancel/", views.cancel, name="cancel"),
    path("<uuid:referral>/ask/", views.ask, name="ask"),
    path("<uuid:referral>/offer/", offices.offer, name="offer"),
    path("<uuid:referral>/calendar/", views.file, name="file"),
]
