"""The field card. All its addresses stand below `/card/`: that is as far as its worker may reach."""

from django.urls import path, re_path

from harborlight.recognize.card import views

app_name = "recognize"

urlpatterns = [
    path("card/", views.english, name="card"),
    path("card/es/", views.spanish, name="card_es"),
    path("card/calls.json", views.calls, name="card_calls"),
    path("card/version.json", views.version, name="card_version"),
    path("card/worker.js", views.worker, name="card_worker"),
    path("card/manifest.webmanifest", views.manifest, name="card_manifest"),
    re_path(
        r"^card/(?P<name>card\.css|card\.js|calls\.js|icon\.svg|icon-192\.png|icon-512\.png)$",
        views.asset,
        name="card_asset",
    ),
]
