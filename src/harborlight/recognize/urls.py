"""Addresses of recognize for staff. The form (`screen/<id>/`) and a screening's page stand in desk."""

from django.urls import path

from harborlight.recognize import urls_public, views

app_name = "recognize"

urlpatterns = [
    *urls_public.urlpatterns,
    path("screen/", views.instruments, name="instruments"),
]
