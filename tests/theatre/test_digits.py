"""Numbers as letters: there and back, short where they are small, and safe in a script."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as some

from deconflict.theatre import digits


@given(some.lists(some.integers(-(10**9), 10**9)))
def test_there_and_back(numbers):
    assert digits.decode(digits.encode(numbers)) == numbers


@pytest.mark.parametrize(
    ("number", "letters"), [(0, 1), (38, 1), (-38, 1), (39, 2), (-39, 2), (423, 2), (-423, 2), (424, 3), (4_000, 3)]
)
def test_small_numbers_are_short(number, letters):
    assert len(digits.encode([number])) == letters


def test_no_letter_is_escaped():
    assert len(set(digits.ALPHABET)) == digits.LOW + digits.HIGH
    assert json.dumps(digits.ALPHABET) == f'"{digits.ALPHABET}"'
    assert not set("<>&") & set(digits.ALPHABET)


def test_other_letters_are_refused():
    with pytest.raises(ValueError, match="substring"):
        digits.decode("é")
