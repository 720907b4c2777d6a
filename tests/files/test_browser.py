"""A cleaned picture still is one: a real browser decodes it, upright and in the same colors."""

from base64 import b64encode
from collections.abc import Iterator
from typing import Any

import pytest

from harborlight.ground.files.core.inspect import inspect
from tests.files import samples
from tests.files.samples import exif, jpeg, png

DECODE = """async address => {
  const image = new Image(); image.src = address; await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.naturalWidth; canvas.height = image.naturalHeight;
  const brush = canvas.getContext("2d"); brush.drawImage(image, 0, 0);
  return [image.naturalWidth, image.naturalHeight, [...brush.getImageData(1, 1, 1, 1).data]];
}"""

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page(chromium: Any) -> Iterator[Any]:
    page = chromium.new_page()
    yield page
    page.close()


def decoded(page: Any, content: bytes) -> list[Any]:
    """Width, height and one pixel of the cleaned picture."""
    found = inspect(content, limit=1_000_000)
    result: list[Any] = page.evaluate(DECODE, f"data:{found.kind};base64,{b64encode(found.content).decode()}")
    return result


@pytest.mark.parametrize("content", [jpeg(), jpeg(*samples.notes(), after=b"preview")])
def test_a_photo_still_is_a_photo(page, content):
    assert decoded(page, content) == [16, 8, [168, 168, 168, 255]]


@pytest.mark.parametrize(("turn", "size"), [(1, [16, 8]), (3, [16, 8]), (6, [8, 16]), (8, [8, 16])])
def test_a_photo_stands_upright(page, turn, size):
    assert decoded(page, jpeg(exif(turn)))[:2] == size


def test_a_picture_still_is_a_picture(page):
    extra = ((b"tEXt", b"Comment\0" + samples.CANARY), (b"eXIf", b"MM\0*"))
    assert decoded(page, png(3, 2, extra=extra, after=b"\0\0")) == [3, 2, [200, 1, 10, 255]]
