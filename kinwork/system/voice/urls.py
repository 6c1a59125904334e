from django.urls import path

from kinwork.system.voice import views

app_name = "voice"
urlpatterns = [
    path("", views.own, name="own"),
    path("file.csv", views.own_file, name="own_file"),
    path("together/", views.releases, name="releases"),
    path("together/<uuid:release>/", views.release, name="release"),
    path("together/<uuid:release>/file.csv", views.release_file, name="release_file"),
    path("raise/", views.raise_topic, name="raise_topic"),
    path("topics/<uuid:topic>/", views.tell, name="tell"),
    path("you-said/", views.you_said, name="you_said"),
]
