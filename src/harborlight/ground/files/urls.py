"""Addresses of files."""

urlpatterns: list[object] = []
