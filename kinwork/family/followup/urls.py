from django.urls import path

from kinwork.family.followup import views

app_name = "followup"
urlpatterns = [
    path("<uuid:referral>/", views.word, name="word"),
    path("<uuid:referral>/no/", views.refuse, name="refuse"),
    path("a/<str:token>/", views.link, name="link"),
]
