from django.urls import path

from kinwork.demo import views

app_name = "demo"
urlpatterns = [
    path("", views.who, name="who"),
    path("sign-in/", views.sign_in, name="sign_in"),
    path("outbox/", views.outbox_list, name="outbox"),
    path("phones/<str:number>/", views.phone, name="phone"),
    path("outbox/<str:name>/", views.outbox_letter, name="letter"),
]
