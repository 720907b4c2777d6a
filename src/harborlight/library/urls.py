"""Addresses of the library on the staff face: the public ones and its own. Nothing in them is personal."""

from django.urls import path

from harborlight.library import urls_public
from harborlight.library.views import contacts, imports, rota, services

app_name = "library"

urlpatterns = [
    *urls_public.urlpatterns,
    path("directory/", contacts.contacts, name="contacts"),
    path("directory/contact/<slug:key>/", contacts.contact, name="contact"),
    path("directory/contact/<slug:key>/check/", contacts.check_contact, name="check_contact"),
    path("directory/contact/<slug:key>/retire/", contacts.retire_contact, name="retire_contact"),
    path("directory/add/", contacts.add_contact, name="add_contact"),
    path("directory/services/", services.services, name="services"),
    path("directory/services/<uuid:service_id>/", services.service, name="service"),
    path("directory/services/<uuid:service_id>/check/", services.check_service, name="check_service"),
    path("directory/rota/", rota.rota, name="rota"),
    path("directory/rota/enter/", rota.enter, name="enter_shift"),
    path("directory/rota/<uuid:shift_id>/cancel/", rota.cancel, name="cancel_shift"),
    path("directory/import/", imports.new_import, name="new_import"),
    path("directory/import/<uuid:report_id>/", imports.import_report, name="import_report"),
]
