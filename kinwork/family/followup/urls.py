from django.urls import path

from kinwork.family.followup import views

app_name = "followup"
urlpatterns = [path("<uuid:referral>/", views.word, name="word")]
