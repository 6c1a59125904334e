from django.urls import path

from kinwork.family.referrals import fullness, linking, views

app_name = "referrals"
urlpatterns = [
    path("link/<str:token>/", views.link, name="link"),
    path("<uuid:referral>/", views.show, name="referral"),
    path("<uuid:referral>/again/", linking.again, name="again"),
    path("<uuid:referral>/introduce/", linking.introduce, name="introduce"),
    path("<uuid:referral>/full/", fullness.full, name="full"),
    path("<uuid:referral>/room/", fullness.has_room, name="has_room"),
    path("<uuid:referral>/<str:verb>/", views.act, name="move"),
]
