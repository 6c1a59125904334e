"""The site's addresses with the demo's, as KINWORK_DEMO=1 makes them."""

from django.urls import include, path

from kinwork.config.urls import *  # noqa: F403
from kinwork.config.urls import urlpatterns as ordinary

urlpatterns = [*ordinary, path("demo/", include("kinwork.demo.urls"))]
