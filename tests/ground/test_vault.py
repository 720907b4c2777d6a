"""Sealing: opens only with its key, in its place, unchanged, and never again once the key is gone."""

import uuid

import pytest
from cryptography.hazmat.primitives.keywrap import aes_key_wrap
from django.core.exceptions import ValidationError
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from harborlight.ground.people.models import Name, Person
from harborlight.ground.vault import api as vault
from harborlight.ground.vault.core import cipher
from harborlight.ground.vault.models import Key
from tests.builders import a_child, an_actor, an_agency, audit


@given(st.text(), st.text(max_size=40))
def test_what_is_sealed_opens_in_its_place_only(text, place):
    key = cipher.fresh_key()
    blob = cipher.seal(text, key=key, place=place)
    assert cipher.unseal(blob, key=key, place=place) == text
    with pytest.raises(cipher.Unreadable):
        cipher.unseal(blob, key=key, place=place + "x")
    with pytest.raises(cipher.Unreadable):
        cipher.unseal(blob, key=cipher.fresh_key(), place=place)


@given(st.binary(max_size=200), st.text(max_size=40))
def test_content_is_sealed_like_text(content, place):
    key = cipher.fresh_key()
    blob = cipher.seal_bytes(content, key=key, place=place)
    assert cipher.is_sealed(blob) and len(blob) == len(content) + 31
    assert cipher.unseal_bytes(blob, key=key, place=place) == content
    with pytest.raises(cipher.Unreadable):
        cipher.unseal_bytes(blob, key=key, place=place + "x")
    with pytest.raises(cipher.Unreadable):
        cipher.unseal_bytes(blob, key=cipher.fresh_key(), place=place)
    with pytest.raises(cipher.Unreadable):
        cipher.unseal_bytes(blob[:-1] + bytes([blob[-1] ^ 1]), key=key, place=place)


def test_text_and_content_have_one_format():
    key = cipher.fresh_key()
    assert cipher.unseal_bytes(cipher.seal("María", key=key, place="t.c:1"), key=key, place="t.c:1") == "María".encode()
    with pytest.raises(cipher.Unreadable, match="not text"):
        cipher.unseal(cipher.seal_bytes(b"\xff\xfe", key=key, place="t.c:1"), key=key, place="t.c:1")


@given(st.binary(max_size=80))
def test_arbitrary_bytes_never_open(blob):
    with pytest.raises(cipher.Unreadable):
        cipher.unseal(blob, key=b"k" * 32, place="t.c:1")


def test_wrapping_follows_rfc_3394():
    # RFC 3394 section 4.6: 256 bits of key data wrapped with a 256-bit key.
    kek = bytes(range(32))
    data = bytes.fromhex("00112233445566778899AABBCCDDEEFF000102030405060708090A0B0C0D0E0F")
    wrapped = bytes.fromhex("28C9F404C4B810F4CBCCB35CFB87F8263F5786E2D80ED326CBC7F0E71A99F43BFB988B9B7A02DD21")
    assert cipher.wrap(data, under=kek) == wrapped == aes_key_wrap(kek, data)
    assert cipher.unwrap(wrapped, under=kek) == data


@given(st.text())
def test_equal_names_have_equal_indexes(text):
    key = b"k" * 32
    index = cipher.blind_index(text, key=key, purpose="name")
    assert len(index) == 16
    assert index == cipher.blind_index(f"  {text} ", key=key, purpose="name")
    assert index != cipher.blind_index(text, key=key, purpose="phone")
    assert index != cipher.blind_index(text, key=b"j" * 32, purpose="name")


def test_accents_case_and_dashes_do_not_count():
    assert cipher.normalize("  María-José  O'NEIL ") == cipher.normalize("maria jose o neil")


@pytest.mark.django_db
def test_a_personal_field_refuses_plain_text():
    person = a_child(an_actor(), "Nora Vale")
    name = Name.objects.get(person_id=person)
    name.text = b"Nora Vale"
    with pytest.raises(ValidationError, match="sealed"), audit().writing("test", subject=("t", "1")):
        name.save()


@pytest.mark.django_db
def test_no_name_stands_in_the_tables():
    a_child(an_actor(), "Zebulon Quillfeather")
    with connection.cursor() as cursor:
        for table in ("people_person", "people_name", "people_nameword", "audit_event"):
            cursor.execute(f"SELECT * FROM {table}")
            text = " ".join(str(bytes(v) if isinstance(v, memoryview) else v) for row in cursor for v in row)
            assert "Zebulon" not in text and "zebulon" not in text


@pytest.mark.django_db
def test_a_ciphertext_moved_to_another_row_does_not_open():
    actor = an_actor()
    first, second = a_child(actor, "Nora Vale"), a_child(actor, "Pia Lind")
    stolen = Name.objects.get(person_id=first)
    key = Person.objects.get(id=second).key
    with pytest.raises(vault.Unreadable):
        vault.unseal(key, stolen.text, f"people_name.text:{stolen.id}")


@pytest.mark.django_db
def test_a_destroyed_key_opens_nothing():
    agency = an_agency()
    key = vault.new_key(agency, audit())
    blob = vault.seal(key, "text", "t.c:1")
    vault.destroy(key, audit())
    with pytest.raises(vault.Unreadable, match="erased"):
        vault.unseal(key, blob, "t.c:1")
    assert bytes(Key.objects.get(id=key).wrapped) == b""


@pytest.mark.django_db
def test_content_goes_with_its_key():
    key = vault.new_key(an_agency(), audit())
    blob = vault.seal_bytes(key, b"\x00\xff", "t.c:1")
    assert vault.unseal_bytes(key, blob, "t.c:1") == b"\x00\xff"
    vault.destroy(key, audit())
    with pytest.raises(vault.Unreadable, match="erased"):
        vault.unseal_bytes(key, blob, "t.c:1")


@pytest.mark.django_db
def test_rotating_the_agency_key_keeps_every_text_and_changes_every_wrapping():
    agency = an_agency()
    keys = [vault.new_key(agency, audit()) for _ in range(3)]
    blobs = [vault.seal(key, f"text {i}", "t.c:1") for i, key in enumerate(keys)]
    before = {k.id: bytes(k.wrapped) for k in Key.objects.filter(owner=agency)}
    assert vault.rewrap_agency(agency, audit()) == 3
    after = {k.id: bytes(k.wrapped) for k in Key.objects.filter(owner=agency)}
    assert all(before[i] != after[i] for i in before)
    assert [vault.unseal(k, b, "t.c:1") for k, b in zip(keys, blobs, strict=True)] == ["text 0", "text 1", "text 2"]


@pytest.mark.django_db
def test_keys_of_two_agencies_do_not_open_each_other():
    one, other = vault.new_key(an_agency(), audit()), vault.new_key(an_agency(), audit())
    with pytest.raises(vault.Unreadable):
        vault.unseal(other, vault.seal(one, "text", "t.c:1"), "t.c:1")
    with pytest.raises(Key.DoesNotExist):
        vault.seal(uuid.uuid4(), "text", "t.c:1")
