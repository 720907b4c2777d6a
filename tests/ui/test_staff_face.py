"""The look behind the real middleware and the real addresses, on the database."""

from typing import Any

import pytest
from django.test import Client

from harborlight.ground.access.models import Agency
from harborlight.ground.ui.api import paged
from tests.builders import an_agency

pytestmark = pytest.mark.django_db


@pytest.fixture
def real(settings: Any) -> None:
    settings.ROOT_URLCONF = "harborlight.project.urls_staff"


@pytest.mark.usefixtures("real")
@pytest.mark.parametrize("path", ["/gallery/", "/stay/"])
def test_nobody_signed_in_is_sent_to_sign_in(path: str) -> None:
    response = Client().get(path)
    assert response.status_code == 302
    assert "default-src 'none'" in response["Content-Security-Policy"]


@pytest.mark.usefixtures("real")
def test_what_does_not_exist_is_a_page_of_ours() -> None:
    an_agency()
    response = Client().get("/no-such-page/", follow=True)
    assert response["Permissions-Policy"]
    assert b"Harborlight" in response.content


def test_a_page_of_a_list_costs_two_queries(django_assert_num_queries: Any) -> None:
    for _ in range(3):
        an_agency()
    rows = Agency.objects.order_by("name")
    with django_assert_num_queries(2):
        page = paged(rows, {"page": "2"}, size=2)
    assert (page.total, page.number) == (rows.count(), 2)
