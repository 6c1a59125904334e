from django.urls import path

from kinwork.web import gallery, views

urlpatterns = [
    path("language/", views.set_language, name="set_language"),
    path("letters/", views.letters, name="letters"),
    path("leave/", views.leave, name="leave"),
    path("away/", views.away, name="away"),
    path("gallery/", gallery.gallery, name="gallery"),
    path("gallery/fault/<int:status>/", gallery.fault, name="gallery_fault"),
    path("gallery/<slug:mood>/", gallery.gallery, name="gallery_mood"),
]
