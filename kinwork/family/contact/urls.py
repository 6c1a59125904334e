from django.urls import path

from kinwork.family.contact import by_hand, endpoint_views, failing, mine, texting, views

app_name = "contact"
urlpatterns = [
    path("stop/<str:token>/", views.stop, name="stop"),
    path("texts/", texting.gateway, name="texts"),
    path("mails/", views.mails, name="mails"),
    path("mine/", mine.mine, name="mine"),
    path("mine/<uuid:point>/", mine.turn, name="turn"),
    path("mine/<uuid:point>/hours/", mine.say_hours, name="say_hours"),
    path("failed/", failing.failed, name="failed"),
    path("failed/<uuid:delivery>/", failing.one, name="failed_one"),
    path("failed/<uuid:delivery>/retry/", failing.retry, name="retry"),
    path("failed/<uuid:delivery>/give-up/", failing.give_up, name="give_up"),
    path("by-hand/<uuid:delivery>/", by_hand.by_hand, name="by_hand"),
    path("by-hand/<uuid:delivery>/ended/", by_hand.ended, name="ended"),
    path("endpoint/", endpoint_views.endpoint, name="endpoint"),
]
