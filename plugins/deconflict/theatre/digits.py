"""Whole numbers as short text: most of an outline's steps become one letter, which packs better than decimal digits.

A number is ``high * 77 + low`` with ``low`` from -38 to 38. Its last letter says ``low``; letters before that say
``high`` in base 11, with digits from -5 to 5, the greatest first. So one letter is enough from -38 to 38, two are from
-423 to 423.
"""

from __future__ import annotations

from collections.abc import Iterable

#: First the 77 letters for what is low, then the 11 for what is high. None has to be escaped in JSON or in a script.
ALPHABET = "".join(map(chr, (*range(32, 34), *range(35, 38), *range(40, 60), 61, *range(63, 92), *range(93, 126))))
LOW, HIGH = 77, 11


def encode(numbers: Iterable[int]) -> str:
    """Return numbers as text."""
    return "".join(map(_word, numbers))


def decode(text: str) -> list[int]:
    """Return the numbers of a text; ValueError for a letter that is not in the alphabet."""
    found, high = [], 0
    for letter in text:
        at = ALPHABET.index(letter)
        if at >= LOW:
            high = high * HIGH + at - LOW - HIGH // 2
        else:
            found.append(high * LOW + at - LOW // 2)
            high = 0
    return found


def _word(number: int) -> str:
    high, low = _parted(number, LOW)
    word = ALPHABET[low]
    while high:
        high, digit = _parted(high, HIGH)
        word = ALPHABET[LOW + digit] + word
    return word


def _parted(number: int, base: int) -> tuple[int, int]:
    """Part a number into multiples of an odd base and a digit, which counts from minus half the base."""
    return divmod(number + base // 2, base)
