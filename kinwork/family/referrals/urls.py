from django.urls import path

from kinwork.family.referrals import views

app_name = "referrals"
urlpatterns = [
    path("link/<str:token>/", views.link, name="link"),
    path("<uuid:referral>/", views.show, name="referral"),
    path("<uuid:referral>/<str:verb>/", views.act, name="move"),
]
