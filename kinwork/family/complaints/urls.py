from django.urls import path

from kinwork.family.complaints import office_views as office
from kinwork.family.complaints import views

app_name = "complaints"
urlpatterns = [
    path("how/", views.how, name="how"),
    path("new/", views.new, name="new"),
    path("elsewhere/", views.elsewhere, name="elsewhere"),
    path("write/", views.write, name="write"),
    path("write/<uuid:household>/", views.write, name="write_for"),
    path("mine/", views.mine, name="mine"),
    path("mine/<uuid:complaint>/", views.one, name="one"),
    path("answer/<str:token>/", views.link, name="link"),
    path("office/", office.office, name="office"),
    path("asked/", office.asked, name="asked"),
    path("asked/<uuid:ask>/", office.hear_agency, name="hear_agency"),
    path("", office.listing, name="list"),
    path("<uuid:complaint>/", office.see, name="see"),
    path("<uuid:complaint>/take/", office.take, name="take"),
    path("<uuid:complaint>/answer/", office.answer, name="answer"),
    path("<uuid:complaint>/hand-on/", office.hand_on, name="hand_on"),
    path("<uuid:complaint>/ask-agency/", office.ask_agency, name="ask_agency"),
    path("<uuid:complaint>/about-whom/", office.name_worker, name="name_worker"),
]
