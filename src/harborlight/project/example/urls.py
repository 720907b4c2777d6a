"""Addresses that exist in an example installation only."""

from django.urls import path

from harborlight.project.example.walk_in import walk_in

app_name = "example"

urlpatterns = [path("walk-in/", walk_in, name="walk-in")]
