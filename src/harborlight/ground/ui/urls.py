"""Addresses of the staff face that belong to the look itself."""

from django.urls import path

from harborlight.ground.ui import views

app_name = "ui"

urlpatterns = [
    path("gallery/", views.gallery, name="gallery"),
    path("look/", views.look, name="look"),
    path("stay/", views.stay, name="stay"),
]
