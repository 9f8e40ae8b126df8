"""Read a PDF with the programs of poppler: its pages, its words, where they stand, what it looks like."""

import subprocess
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree as ET

import msgspec

from tests.support.program import need

INSTALL = "apt-get install -y --no-install-recommends poppler-utils"
SPACE = "{http://www.w3.org/1999/xhtml}"


class Word(msgspec.Struct, frozen=True):
    """A word on a page, from 1, and its box in points from the page's upper left corner."""

    page: int
    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        """The height of its box."""
        return self.bottom - self.top


class Sheet(msgspec.Struct, frozen=True):
    """A page: its size in points, and its words in order."""

    width: float
    height: float
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """The words with single spaces."""
        return " ".join(word.text for word in self.words)

    @property
    def outside(self) -> list[Word]:
        """The words that reach beyond the page."""
        return [
            word
            for word in self.words
            if word.left < -0.5 or word.top < -0.5 or word.right > self.width + 0.5 or word.bottom > self.height + 0.5
        ]

    @property
    def overprinted(self) -> list[tuple[Word, Word]]:
        """Pairs of words of which one is printed over the other."""
        words = [word for word in self.words if word.text.strip()]
        return [
            (one, other)
            for one, other in combinations(words, 2)
            if min(one.right, other.right) - max(one.left, other.left) > 3
            and min(one.bottom, other.bottom) - max(one.top, other.top) > 0.6 * min(one.height, other.height)
        ]


def read(path: Path) -> list[Sheet]:
    """Return the pages of a PDF."""
    program = need("pdftotext", INSTALL)
    done = subprocess.run([program, "-bbox", str(path), "-"], capture_output=True, text=True, check=True)
    found = []
    for number, page in enumerate(ET.fromstring(done.stdout).iter(SPACE + "page"), 1):
        words = tuple(
            Word(number, word.text or "", *(float(word.attrib[key]) for key in ("xMin", "yMin", "xMax", "yMax")))
            for word in page.iter(SPACE + "word")
        )
        found.append(Sheet(float(page.attrib["width"]), float(page.attrib["height"]), words))
    return found


def draw(path: Path, page: int, dpi: int = 60) -> bytes:
    """Return a page of a PDF as a PNG."""
    program = need("pdftoppm", INSTALL)
    command = [program, "-png", "-r", str(dpi), "-f", str(page), "-l", str(page), str(path)]
    return subprocess.run(command, capture_output=True, check=True).stdout
