"""Compare what a page looks like with a kept picture, blind to how one machine draws letters and another."""

import math
from pathlib import Path

import msgspec
import numpy as np
from PIL import Image, ImageFilter

#: Kept pictures have about so many pixels; what is smaller than three of them is nobody's business.
PIXELS = 150_000
COLOURS = 160
BLUR = 2.0
BLOCK = 12
#: A block of pixels differs strongly if its mean colour does by this much, of 255.
STRONG = 24


class Difference(msgspec.Struct, frozen=True):
    """How two pictures differ: mean over all pixels, of 255, and the share of blocks that differ strongly."""

    mean: float
    blocks: float


def shrink(picture: Image.Image) -> Image.Image:
    """Return a picture as it is kept: small, in few colours."""
    scale = math.sqrt(PIXELS / (picture.width * picture.height))
    size = (round(picture.width * scale), round(picture.height * scale))
    small = picture.convert("RGB").resize(size, Image.Resampling.LANCZOS)
    return small.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)


def compare(one: Image.Image, other: Image.Image) -> Difference:
    """Return how two small pictures differ; what one has beyond the other's edge differs wholly."""
    size = (max(one.width, other.width), max(one.height, other.height))
    first, second = (_blurred(each, size, ground) for each, ground in ((one, "black"), (other, "white")))
    apart = np.abs(first - second).max(axis=2)
    high, wide = (length // BLOCK * BLOCK for length in apart.shape)
    signed = np.abs((first - second)[:high, :wide].reshape(high // BLOCK, BLOCK, wide // BLOCK, BLOCK, 3).mean((1, 3)))
    return Difference(round(float(apart.mean()), 2), round(float((signed.max(axis=2) > STRONG).mean()), 4))


def _blurred(picture: Image.Image, size: tuple[int, int], ground: str) -> np.ndarray:
    full = Image.new("RGB", size, ground)
    full.paste(picture.convert("RGB"))
    return np.asarray(full.filter(ImageFilter.GaussianBlur(BLUR)), dtype=float)


def side_by_side(kept: Image.Image, now: Image.Image) -> Image.Image:
    """Return the kept picture, today's, and what differs, from left to right."""
    width, height = max(kept.width, now.width), max(kept.height, now.height)
    sheet = Image.new("RGB", (3 * width + 20, height), "grey")
    sheet.paste(kept.convert("RGB"), (0, 0))
    sheet.paste(now.convert("RGB"), (width + 10, 0))
    first, second = (_blurred(each, (width, height), "white") for each in (kept, now))
    apart = 255 - np.clip(np.abs(first - second).max(axis=2) * 4, 0, 255)
    sheet.paste(Image.fromarray(apart.astype(np.uint8)), (2 * width + 20, 0))
    return sheet


def write(picture: Image.Image, path: Path) -> None:
    """Write a picture as it is kept."""
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.save(path, optimize=True)
