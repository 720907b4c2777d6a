"""Addresses of the desk. Ids in them are opaque; no address holds anything personal."""

from django.urls import path

from harborlight.desk.views import audit, child, inbox, records, screening, search, why

app_name = "desk"

urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("search/", search.search, name="search"),
    path("child/new/", child.new_child, name="new_child"),
    path("child/<uuid:child_id>/", child.child, name="child"),
    path("child/<uuid:child_id>/seal/", records.seal, name="seal"),
    path("child/<uuid:child_id>/files/", child.child_files, name="child_files"),
    path("child/<uuid:child_id>/files/add/", child.add_child_file, name="add_child_file"),
    path("child/<uuid:child_id>/export/", records.export, name="export"),
    path("child/<uuid:child_id>/erase/", records.erase, name="erase"),
    path("screen/<slug:instrument_id>/", screening.fill, name="screen"),
    path("screening/<uuid:screening_id>/", screening.show, name="screening"),
    path("screening/<uuid:screening_id>/respond/", screening.respond, name="respond_to_screening"),
    path("why/", why.why, name="why"),
    path("emergency/", why.break_glass, name="break_glass"),
    path("emergency/<uuid:glass_id>/read/", why.review_break_glass, name="review_break_glass"),
    path("audit/", audit.log, name="audit"),
    path("audit/verify/", audit.verify, name="audit_verify"),
    path("audit/export/", audit.export, name="audit_export"),
    path("audit/heads/", audit.heads, name="audit_heads"),
]
