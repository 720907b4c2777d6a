"""Pictures: what does not draw them is gone, what draws them is untouched."""

import struct
import zlib

import pytest

from harborlight.ground.files.core.inspect import inspect
from harborlight.ground.files.core.jpeg import turn_of
from harborlight.ground.files.core.kinds import Kind, NotTaken
from tests.files import samples
from tests.files.samples import CANARY, chunk, exif, frame, jpeg, jpeg_segments, png, png_chunks, png_pixels, segment

LIMIT = 15 * 1024 * 1024


def clean(content: bytes) -> bytes:
    return inspect(content, limit=LIMIT).content


def code_of(content: bytes) -> str:
    with pytest.raises(NotTaken) as refused:
        inspect(content, limit=LIMIT)
    assert str(refused.value).endswith(".")
    return refused.value.code


@pytest.mark.parametrize("note", samples.notes())
def test_no_segment_of_a_photo_carries_the_canary(note):
    photo = jpeg(note)
    assert CANARY in photo
    assert CANARY not in clean(photo)


def test_what_draws_a_photo_is_untouched():
    copy, plain = clean(jpeg(*samples.notes(), after=b"preview")), clean(jpeg())
    adobe = (0xEE, b"Adobe\0\x64\0\0\0\0\0")
    assert [s for s in jpeg_segments(copy) if s != adobe] == jpeg_segments(plain)
    assert plain == jpeg()
    assert copy.endswith(samples.SOS + samples.SCAN + b"\xff\xd9")


def test_the_preview_in_the_header_is_dropped():
    header = segment(0xE0, b"JFIF\0\x01\x02\x00\x00\x01\x00\x01\x02\x02" + CANARY[:12])
    assert clean(jpeg(head=header)) == jpeg()


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("turn", range(1, 9))
def test_a_photo_does_not_fall_on_its_side(turn, order):
    segments = dict(jpeg_segments(clean(jpeg(exif(turn, order=order)))))
    if turn == 1:
        assert 0xE1 not in segments
    else:
        assert len(segments[0xE1]) == 32
        assert turn_of(segments[0xE1][6:]) == turn


@pytest.mark.parametrize("tiff", [
    b"", b"MM\0*", b"MM\0*\xff\xff\xff\xff", b"MM\0*\0\0\0\x08\xff\xff", b"XX\0*\0\0\0\x08\0\x01" + bytes(20),
    b"MM\0*\0\0\0\x08\0\x01" + struct.pack(">HHIHH", 0x0112, 3, 1, 9, 0),
    b"MM\0*\0\0\0\x08\0\x01" + struct.pack(">HHIHH", 0x0112, 4, 1, 6, 0),
])
def test_what_cannot_be_read_as_a_turn_is_no_turn(tiff):
    assert turn_of(tiff) == 1


def test_scans_of_a_progressive_photo_are_all_kept():
    progressive = jpeg(sof=frame(marker=0xC2))[:-2] + samples.segment(0xFE, CANARY) + samples.SOS + b"\x1f\xff\xd9"
    copy = clean(progressive)
    assert CANARY not in copy
    assert copy.count(samples.SOS) == 2


def test_restart_marks_and_stuffed_bytes_belong_to_the_scan():
    photo = jpeg(scan=b"\xa8\xff\x00\xff\xd0\x1f\xff\xd7\x1f")
    assert clean(photo) == photo


@pytest.mark.parametrize("content", [
    jpeg()[:-2],
    jpeg()[: len(jpeg()) // 2],
    b"\xff\xd8\xff",
    b"\xff\xd8\xff\xd9",
    jpeg().replace(samples.SOS, b""),
    jpeg(sof=frame() + frame()),
    jpeg(sof=segment(0xC0, b"\x08\x00\x08\x00\x10\x01\x01\x11\x00" + CANARY)),
    jpeg(segment(0xDB, b"\x00" + b"\x08" * 64 + CANARY)),
    jpeg(segment(0xC4, b"\x00" + bytes([1] + [0] * 15) + b"\x00" + CANARY)),
    jpeg(segment(0xDD, b"\x00\x01\x02")),
    jpeg(b"\xff\xe1\x00\x01"),
    jpeg(*[segment(0xFE, b"")] * 3000),
    jpeg(sof=frame(0, 8)),
    jpeg(sof=frame(16, 0)),
])
def test_a_photo_that_does_not_hold_together_is_refused(content):
    assert code_of(content) == "damaged"


@pytest.mark.parametrize("marker", [0xC3, 0xC9, 0xCC, 0xDC, 0xDE, 0xF7, 0x01])
def test_a_rare_kind_of_photo_is_refused(marker):
    assert code_of(jpeg(segment(marker, bytes(4)))) == "jpeg-kind"


@pytest.mark.parametrize("size", [(65535, 65535), (40_000, 10), (20_000, 20_000)])
def test_a_photo_that_says_it_is_huge_is_refused(size):
    assert code_of(jpeg(sof=frame(*size))) == "too-many-pixels"


NOT_DRAWN = [
    (b"tEXt", b"Comment\0" + CANARY), (b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + CANARY), (b"eXIf", b"MM\0*" + CANARY),
    (b"zTXt", b"x\0\0" + zlib.compress(CANARY)), (b"iCCP", b"x\0\0" + CANARY), (b"tIME", b"1234567"),
    (b"prVt", CANARY), (b"acTL", bytes(8)), (b"gAMA", CANARY), (b"sRGB", CANARY), (b"tRNS", CANARY),
]  # fmt: skip


@pytest.mark.parametrize("extra", NOT_DRAWN)
def test_no_chunk_of_a_picture_carries_the_canary(extra):
    assert clean(png(extra=(extra,))) == png()


def test_chunks_that_draw_are_kept_once_and_in_order():
    drawing = ((b"gAMA", bytes(4)), (b"sRGB", b"\0"), (b"cHRM", bytes(32)), (b"PLTE", b"abc"), (b"tRNS", bytes(6)))
    copy = clean(png(extra=(*drawing, (b"gAMA", b"GPS!"))))
    assert [name for name, _ in png_chunks(copy)] == [b"IHDR", *(name for name, _ in drawing), b"IDAT", b"IEND"]
    assert b"GPS!" not in copy


def test_the_pixels_are_untouched_however_the_data_were_cut():
    whole = png(40, 9)
    data = dict(png_chunks(whole))[b"IDAT"]
    parts = b"".join(chunk(b"IDAT", data[at : at + 7]) for at in range(0, len(data), 7))
    cut = whole[:33] + parts + chunk(b"IEND", b"")
    assert clean(cut) == whole
    assert png_pixels(clean(cut)) == png_pixels(whole)


def test_bytes_behind_the_packed_data_are_dropped():
    packed = zlib.compress(b"".join(b"\0" + bytes([200, y, 10]) * 3 for y in range(2)))
    assert clean(png(packed=packed + CANARY)) == png()


def test_a_woven_picture_is_measured_by_its_passes():
    header = struct.pack(">IIBBBBB", 5, 5, 8, 0, 0, 0, 1)
    raw = b"".join(b"\0" + bytes(across) for across, rows in ((1, 1), (1, 1), (2, 1), (1, 2), (3, 1), (2, 3), (5, 2))
                   for _ in range(rows))
    assert png_pixels(clean(png(header=header, raw=raw))) == raw
    assert code_of(png(header=header, raw=raw + b"\0")) == "damaged"


@pytest.mark.parametrize("content", [
    png()[:-1], png()[:40], png()[:8], b"\x89PNG\r\n\x1a\n" + chunk(b"IEND", b""),
    png(raw=b"\0" + bytes(9)),  # a row short
    png(raw=b"\0" + bytes(9) + b"\0" + bytes(9) + b"\0"),  # a byte too many
    png(packed=b"no zlib"), png(packed=zlib.compress(bytes(20))[:-6]),
    png(color=7), png(color=3), png(color=1), png(header=bytes(12)), png(0, 2), png(extra=((b"FaKE", b""),)),
    png(header=struct.pack(">IIBBBBB", 3, 2, 8, 2, 0, 0, 2)), png(header=struct.pack(">IIBBBBB", 3, 2, 4, 2, 0, 0, 0)),
    png(extra=((b"PLTE", b"ab"),)), png(extra=((b"IHDR", bytes(13)),)), png(extra=((b"id\0t", b""),)),
    png().replace(b"IDAT", b"IDAU"), png(extra=((b"teXt", b""),) * 20_001),
    png()[:33] + chunk(b"IEND", b""), png()[:29] + b"sum?" + png()[33:],
])  # fmt: skip
def test_a_picture_that_does_not_hold_together_is_refused(content):
    assert code_of(content) == "damaged"


@pytest.mark.parametrize("size", [(2**31, 1), (40_000, 1), (20_000, 20_000), (11_000, 10_900)])
def test_a_picture_that_says_it_is_huge_is_refused(size):
    header = struct.pack(">IIBBBBB", *size, 16, 6, 0, 0, 0)
    assert code_of(png(header=header)) == "too-many-pixels"


def test_a_bomb_of_packed_zeros_is_refused_at_the_first_byte_too_many(monkeypatch):
    bomb = png(packed=zlib.compress(bytes(50_000_000), 9))
    asked, unpack = [], zlib.decompressobj

    class Counted:
        def __init__(self):
            self.stream = unpack()

        def __getattr__(self, name):
            asked.append(name)
            return getattr(self.stream, name)

    monkeypatch.setattr("harborlight.ground.files.core.png.zlib.decompressobj", Counted)
    assert len(bomb) < 60_000
    assert code_of(bomb) == "damaged"
    assert asked.count("decompress") == 1


@pytest.mark.parametrize(
    "tail", [b"", b"\0" * 40, b"\xff\xd8\xff\xe0preview", b"\0\0\0\x18ftypmp42" + bytes(60), CANARY]
)
@pytest.mark.parametrize("picture", [jpeg, png])
def test_what_phones_leave_behind_a_picture_is_cut_off(picture, tail):
    assert clean(picture(after=tail)) == picture()


@pytest.mark.parametrize("tail", [
    samples.archive(), b"\n" + samples.archive(), bytes(2000) + samples.archive(), b"<html><script>1", b"<?php 1",
    samples.pdf(), b"MZ\x90\x00" + bytes(60), b"\x7fELF", b"Rar!\x1a\x07", b"#!/bin/sh\n", b"%!PS\n", b"{\\rtf1 x}",
])  # fmt: skip
@pytest.mark.parametrize("picture", [jpeg, png])
def test_two_files_in_one_are_refused(picture, tail):
    assert code_of(picture(after=tail)) == "two-in-one"


@pytest.mark.parametrize("inner", [b"%PDF-1.4 ", b"<script>alert(1)</script>", b"<!DOCTYPE html>", b"<?php system(1);"])
def test_another_file_inside_a_note_is_refused(inner):
    assert code_of(jpeg(segment(0xFE, inner))) == "two-in-one"
    assert code_of(png(extra=((b"tEXt", b"a\0" + inner),))) == "two-in-one"


def test_the_name_does_not_matter_and_cleaning_twice_changes_nothing():
    for content, kind in ((jpeg(*samples.notes()), Kind.JPEG), (png(extra=tuple(NOT_DRAWN[:4])), Kind.PNG)):
        once = inspect(content, limit=LIMIT)
        assert once.kind is kind
        assert inspect(once.content, limit=LIMIT) == once
