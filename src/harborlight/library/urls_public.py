"""Addresses that need no account."""

from django.urls import path

from harborlight.library.views import who

app_name = "library"

urlpatterns = [path("who/", who.who, name="who")]
