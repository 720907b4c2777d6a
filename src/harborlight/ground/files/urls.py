"""Addresses of files. Ids are opaque; what a file is called stands in no address."""

from django.urls import path

from harborlight.ground.files import views

app_name = "files"

urlpatterns = [
    path("files/suspected-abuse/", views.suspected, name="suspected"),
    path("files/<uuid:file_id>/", views.open_file, name="open"),
    path("files/<uuid:file_id>/erase/", views.erase, name="erase"),
    path("files/of/<slug:kind>/<uuid:record>/", views.files, name="of"),
    path("files/of/<slug:kind>/<uuid:record>/add/", views.add, name="add"),
]
