"""PDF, text and tables; what else people bring; what a file may be called; bytes that mean harm."""

import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harborlight.ground.files.core.inspect import inspect
from harborlight.ground.files.core.kinds import FOREIGN, Kind, NotTaken
from harborlight.ground.files.core.names import MOST, UNNAMED, clean_name
from tests.files import samples
from tests.files.samples import CANARY, exif, jpeg, pdf, png, stream, table
from tests.files.test_pictures import LIMIT, clean, code_of


def kind_of(content: bytes) -> Kind:
    return inspect(content, limit=LIMIT).kind


@pytest.mark.parametrize("content", [
    pdf(), pdf(version=b"2.0"), pdf(after=b"\r\n\0\0"), pdf(stream(b"BT (Hello) Tj ET")),
    pdf(stream(zlib.compress(b"/Page"), b"/Type /ObjStm /Filter /FlateDecode")),
    pdf(b"<< /S /GoTo /OpenAction [3 0 R /Fit] >>"),
    pdf(stream(b"compressed bytes that spell /JS and /Launch by chance")),
])  # fmt: skip
def test_a_plain_document_is_kept_as_it_is(content):
    assert inspect(content, limit=LIMIT).content == content
    assert kind_of(content) is Kind.PDF


@pytest.mark.parametrize("acting", [
    b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>", b"<< /S /J#61vaScript >>", b"<</JS(1)>>",
    b"<< /S /Launch /F (a) >>", b"<< /Type /EmbeddedFile >>", b"<< /Names << /EmbeddedFiles 9 0 R >> >>",
    b"<< /XFA 9 0 R >>", b"<< /S /SubmitForm >>", b"<< /Subtype /RichMedia >>",
    stream(zlib.compress(b"1 0 << /S /JavaScript >>"), b"/Type /ObjStm /Filter /FlateDecode"),
    stream(zlib.compress(b"1 0 << /J#53 (1) >>"), b"/Type/ObjStm/Filter[/FlateDecode]"),
    stream(b"1 0 << /JS (1) >>", b"/Type /ObjStm"),
])  # fmt: skip
def test_a_document_that_acts_is_refused(acting):
    assert code_of(pdf(acting)) == "acting"


def test_a_locked_document_is_refused():
    assert code_of(pdf(b"<< /Encrypt 9 0 R >>")) == "locked"


def test_objects_we_cannot_look_into_are_refused():
    assert code_of(pdf(stream(zlib.compress(b"x"), b"/Type /ObjStm /Filter /LZWDecode"))) == "unreadable"
    assert code_of(pdf(stream(b"no zlib", b"/Type /ObjStm /Filter /FlateDecode"))) == "damaged"


def test_a_bomb_of_packed_objects_is_refused():
    bomb = zlib.compress(bytes(80_000_000), 9)
    assert code_of(pdf(stream(bomb, b"/Type /ObjStm /Filter /FlateDecode"))) == "unreadable"


@pytest.mark.parametrize("content", [
    pdf()[:-9], pdf()[: len(pdf()) // 2], b"%PDF-1.4\n", b"%PDF-9.9\n" + pdf()[9:], pdf(after=b"\ntrailing words"),
    pdf().replace(b"startxref", b"startxxxx"), pdf(after=bytes(5000) + b"x"),
])  # fmt: skip
def test_a_document_that_was_cut_off_is_refused(content):
    assert code_of(content) == "damaged"


def test_the_place_of_a_photo_inside_a_document_is_overwritten_and_every_offset_stays():
    photo = jpeg(exif(6), samples.segment(0xFE, b"x"))
    document = pdf(stream(photo, b"/Subtype /Image /Filter /DCTDecode"), stream(jpeg(exif()), b"/Filter /DCTDecode"))
    copy = clean(document)
    assert CANARY in document
    assert CANARY not in copy
    assert len(copy) == len(document)
    assert copy.count(samples.SCAN) == document.count(samples.SCAN)
    assert clean(copy) == copy


def test_two_files_in_one_are_refused():
    assert code_of(pdf(after=b"\n" + samples.archive() + b"\n%%EOF\n")) == "two-in-one"
    assert code_of(pdf().replace(b"%\xe2\xe3", b"%<script>1</script>\xe2")) == "two-in-one"
    assert code_of(b"harmless words %PDF-1.4 and more") == "two-in-one"
    assert code_of(b"some prose first <html><body>") == "two-in-one"


@pytest.mark.parametrize("content", [
    b"She said she will wait at the motel.\n", "María, 15, llamó.\r\nSin más.".encode(), b"\xef\xbb\xbfnote",
    b"MZ told me\n", b"PK is a nickname", b"RIFF raff", b"a, b\nc, d, e\n", b"one,line", b"5 < 6 and 7 > 6", b"x\x0cy",
])  # fmt: skip
def test_text_is_text(content):
    assert inspect(content, limit=LIMIT).content == content
    assert kind_of(content) is Kind.TEXT


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_table_is_a_table(delimiter):
    rows = [["when", "who", "text"], ["02:10", "+1 (312) 555-0142", "a; b, c | d"], ["02:11", "@nick", "-"]]
    assert kind_of(table(rows, delimiter)) is Kind.CSV


@pytest.mark.parametrize("cell", [
    "=1+1", " =HYPERLINK(\"http://x\")", "=cmd|' /C calc'!A0", "@SUM(1+1)*cmd|' /C calc'!A0", "+cmd|' /C calc'!A0",
    "-IMPORTXML(1)", "\t=1",
])  # fmt: skip
def test_a_table_that_calculates_is_refused(cell):
    assert code_of(table([["a", "b"], ["1", cell]])) == "formula"


@pytest.mark.parametrize(("content", "code"), [
    (b"", "empty"), (b" \n\t", "empty"), (b"caf\xe9", "not-utf8"), (b"nul\0byte", "control"),
    (b"esc\x1b[31m", "control"), (b"<html>", "page"), (b"\xef\xbb\xbf \n<svg onload=x>", "page"),
    (b"<?xml version='1.0'?>", "page"), (b"<!-- x", "page"),
    (b"{\\rtf1 hello}", "type-rtf"), (b"%!PS-Adobe", "type-postscript"), (b"#!/bin/sh\nrm", "type-program"),
    (b"#!shell in plain letters", "type-program"), (samples.archive(), "type-zip"),
    (b"GIF89a\x01\0\x01\0\0\xff\0,", "type-gif"), (b"RIFF\xff\0\0\0WEBPVP8 ", "type-webp"),
    (b"\0\0\0\x18ftypheic\0\0\0\0", "type-heic"), (b"\0\0\0\x18ftypmp42\0\0\0\0", "type-video"),
    (b"\xd0\xcf\x11\xe0" + bytes(9), "type-ole"), (b"MZ\x90\0\x03", "type-program"), (b"\x7fELF\x02", "type-program"),
    (b"MM\0*\0\0", "type-tiff"), (b"\x1f\x8b\x08\0", "type-archive"),
])  # fmt: skip
def test_what_is_not_kept_is_told_by_its_content(content, code):
    assert code_of(content) == code


def test_a_zip_bomb_is_refused_by_its_first_bytes():
    assert code_of(samples.archive("a.csv", bytes(50_000_000))) == "type-zip"
    assert code_of(samples.archive("a.csv", bytes(50_000_000))[:40]) == "type-zip"


def test_too_large_says_both_sizes():
    with pytest.raises(NotTaken, match=r"2\.0 MB; at most 1 MB") as refused:
        inspect(b"x" * 2 * 1024 * 1024, limit=1024 * 1024)
    assert refused.value.code == "too-large"


@pytest.mark.parametrize(("given", "shown"), [
    ("photo.jpg", "photo.jpg"), ("../../etc/passwd", "passwd"), ("C:\\Users\\Nora Vale\\a.pdf", "a.pdf"),
    ("a\0b.pdf", "ab.pdf"), ("\u202egpj.exe", "gpj.exe"), ("  a \t b .txt ", "a b .txt"), ("", UNNAMED),
    ("..", UNNAMED), ("/", UNNAMED), ("\0", UNNAMED), ("<script>.png", "<script>.png"),
    ("x" * 300 + ".jpeg", "x" * 114 + "….jpeg"),
])  # fmt: skip
def test_names_are_made_safe_to_show(given, shown):
    assert clean_name(given) == shown


@given(st.text(max_size=400))
def test_any_name_is_short_and_names_no_place(given):
    shown = clean_name(given)
    assert 0 < len(shown) <= MOST
    assert not set(shown) & set("/\\\0\n\u202e")
    assert clean_name(shown) == shown


WHOLE = (
    jpeg(*samples.notes()), png(9, 9), pdf(stream(jpeg(exif()))), table([["a", "b"], ["1", "2"]]), samples.archive(),
)  # fmt: skip


@st.composite
def bent(draw):
    """A whole file with bytes changed, left out, put in, cut off, or with another file behind it."""
    content = bytearray(draw(st.sampled_from(WHOLE)))
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(content)))
        content[at : at + draw(st.integers(0, 9))] = draw(st.binary(max_size=12))
    content = content[: draw(st.integers(0, len(content)))] if draw(st.booleans()) else content
    return bytes(content) + (draw(st.sampled_from(WHOLE)) if draw(st.booleans()) else b"")


def taken_or_refused(content: bytes) -> None:
    try:
        found = inspect(content, limit=LIMIT)
    except NotTaken as refused:
        assert str(refused).endswith(".") and refused.code
        return
    assert inspect(found.content, limit=LIMIT) == found
    assert CANARY not in found.content or found.kind in (Kind.PDF, Kind.TEXT, Kind.CSV)


@given(st.binary(max_size=400))
def test_any_bytes_are_taken_or_refused_with_a_sentence(content):
    taken_or_refused(content)


@given(st.sampled_from([b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"%PDF-1.4\n", b"PK\x03\x04"]), st.binary(max_size=300))
def test_any_bytes_behind_a_known_beginning_are_too(magic, content):
    taken_or_refused(magic + content)


@settings(max_examples=300)
@given(bent())
def test_bent_files_are_too(content):
    taken_or_refused(content)


@pytest.mark.parametrize("content", [
    b"%PDF-1.4\n" + b"stream\n" * 300_000 + b"startxref\n1\n%%EOF",
    b"%PDF-1.4\n" + b" obj stream\nendstream" * 100_000 + b"startxref\n1\n%%EOF",
    b"%PDF-1.4\n" + b"/A" * 1_000_000 + b"\nstartxref\n1\n%%EOF",
    b"%PDF-1.4\n" + b"\xff\xe1\x00\x0aExif\0\0xx" * 200_000 + b"startxref\n1\n%%EOF",
    b"%PDF-1.4\n" + b"(" * 2_000_000 + b"\nstartxref\n1\n%%EOF",
    jpeg(scan=b"\xff\x00" * 1_000_000),
    b"\xff\xd8" + b"\xff" * 2_000_000,
    png(extra=((b"teXt", b""),) * 19_000),
    b"a,b\n" * 500_000, b"a,b;c|d\te\n" + b"a,b;c\n" * 300_000, b'"' * 2_000_000, b"a," * 1_000_000,
    b" " * 2_000_000 + b"x",
])  # fmt: skip
def test_no_file_keeps_the_server_busy(content):
    """A megabyte or two made to be slow: each takes about a second at most; one walk too many would take hours."""
    taken_or_refused(content)


def test_every_foreign_kind_says_what_to_do():
    assert all(known.mend.endswith(".") and known.code for known in FOREIGN)
