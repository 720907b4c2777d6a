"""The recovery key: what is printed is read back, and what is misread is named."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harborlight.ground.accounts import recovery
from harborlight.ground.accounts.core import codes, recovery_key
from harborlight.ground.accounts.core.recovery_key import Misread
from harborlight.project import datafolder

KEYS = st.binary(min_size=32, max_size=32)


@given(KEYS)
def test_what_is_printed_is_read_back(key):
    printed = recovery_key.rows(key)
    assert len(printed) == 8
    assert recovery_key.read("\n".join(printed)) == key


@given(KEYS, st.sampled_from(["lower", "spaces", "look-alikes", "none"]))
def test_case_spaces_and_look_alikes_do_not_count(key, habit):
    text = "\n".join(recovery_key.rows(key))
    typed = {
        "lower": text.lower(), "spaces": text.replace("-", "  "), "none": text.replace("-", "").replace("\n", ""),
        "look-alikes": text.replace("0", "O").replace("1", "l"),
    }[habit]
    assert recovery_key.read(typed) == key


@given(KEYS, st.integers(0, 7), st.integers(0, 7), st.sampled_from(codes.ALPHABET))
def test_one_wrong_sign_is_named_by_its_row_or_noticed_later(key, row, place, sign):
    rows = [codes.read(text) for text in recovery_key.rows(key)]
    wrong = rows[row][:place] + sign + rows[row][place + 1 :]
    if wrong == rows[row]:
        return
    try:
        assert recovery_key.read("".join([*rows[:row], wrong, *rows[row + 1 :]])) != key
    except Misread as error:
        assert f"Row {row + 1} " in str(error)


def test_rows_in_another_order_are_noticed():
    key = bytes(range(32))
    first, second, *rest = recovery_key.rows(key)
    with pytest.raises(Misread, match="Row 1 "):
        recovery_key.read("".join([second, first, *rest]))


@pytest.mark.parametrize("typed", ["", "ABC", "A" * 63, "A" * 65, "é" * 64, "U" * 64])
def test_what_is_no_key_is_a_sentence(typed):
    with pytest.raises(Misread):
        recovery_key.read(typed)


def test_one_row_typed_back():
    key = bytes(range(32))
    third = recovery_key.rows(key)[2]
    assert recovery_key.same_row(key, 3, third.lower().replace("-", " "))
    assert not recovery_key.same_row(key, 4, third)
    assert not recovery_key.same_row(key, 3, "")


def test_lost_keys_are_made_again(tmp_path):
    folder = datafolder.create(tmp_path / "data", mode="production")
    keys, salt = dict(folder.keys), recovery_key.fresh_salt()
    recovery.write(folder.path, keys, salt)
    printed = "\n".join(recovery.rows(keys, salt))
    (folder.path / "keys.json").unlink()
    recovery.restore(folder.path, printed)
    assert dict(datafolder.open_folder(folder.path).keys) == keys
    assert (folder.path / "keys.json").stat().st_mode & 0o777 == 0o600


def test_the_file_alone_gives_nothing_away(tmp_path):
    folder = datafolder.create(tmp_path / "data", mode="production")
    recovery.write(folder.path, dict(folder.keys), recovery_key.fresh_salt())
    text = (folder.path / "keys.recovery").read_text()
    assert not any(value in text for value in folder.keys.values())
    assert (folder.path / "keys.recovery").stat().st_mode & 0o777 == 0o600


def test_another_installations_key_opens_nothing(tmp_path):
    mine = datafolder.create(tmp_path / "mine", mode="production")
    other = datafolder.create(tmp_path / "other", mode="production")
    salt = recovery_key.fresh_salt()
    recovery.write(mine.path, dict(mine.keys), salt)
    (mine.path / "keys.json").unlink()
    with pytest.raises(recovery.Unrestorable, match="another installation"):
        recovery.restore(mine.path, "".join(recovery.rows(dict(other.keys), salt)))
    assert not (mine.path / "keys.json").exists()


@pytest.mark.parametrize("text", [
    "", "{}", "[]", '{"keys": "zz", "nonce": ""}', json.dumps({"keys": "00", "nonce": "00" * 12}),
])
def test_a_damaged_file_is_a_sentence(text):
    with pytest.raises(Misread):
        recovery_key.unwrap(text, recovery=bytes(32))


def test_keys_that_are_there_are_not_touched(tmp_path):
    folder = datafolder.create(tmp_path / "data", mode="production")
    with pytest.raises(recovery.Unrestorable, match=r"has its keys\.json"):
        recovery.restore(folder.path, "")


def test_without_the_file_it_says_where_to_look(tmp_path):
    with pytest.raises(recovery.Unrestorable, match="backup"):
        recovery.restore(tmp_path, "")


@given(st.integers(0, 32**8 - 1))
def test_numbers_are_written_and_read(number):
    assert codes.number_of(codes.written(number, 8)) == number
