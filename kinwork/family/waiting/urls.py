from django.urls import path

from kinwork.family.waiting import views

app_name = "waiting"
urlpatterns = [
    path("", views.lists, name="lists"),
    path("service/<uuid:service>/", views.one_list, name="list"),
    path("service/<uuid:service>/offer/", views.offer_next, name="offer_next"),
    path("service/<uuid:service>/offering/", views.choose_offering, name="choose_offering"),
    path("rule/<uuid:rule>/end/", views.end_priority, name="end_priority"),
    path("<uuid:referral>/", views.my_place, name="place"),
]
