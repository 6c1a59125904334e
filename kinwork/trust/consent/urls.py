"""A question that a family was sent: the link of a mail, the short address of a card."""

from django.urls import path

from kinwork.trust.consent import views

app_name = "consent"
urlpatterns = [path("<str:token>/", views.link, name="link")]
