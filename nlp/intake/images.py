"""Pictures as documents: photographs, scans and screen shots, faxes of several pages; read by recognition.

Size is looked at before anything is decoded. A picture is laid upright as its camera says, on white where it is transparent, and
made no larger than a page at 300 dots an inch needs.
"""

from __future__ import annotations

import io
import re
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from nlp.intake.builder import DocumentBuilder
from nlp.intake.furniture import FurnitureRules
from nlp.intake.messages import Unreadable
from nlp.intake.ocr import NoPicture, Recognition, check_pixels, megapixels
from nlp.intake.ocr_engine import Picture
from nlp.intake.pdf_pages import Page, set_heads_aside, write_heads, write_pages
from nlp.types import Limits, PageQuality

_FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP")
_LONGEST = 3_600  # pixels of the longer side of a page; a long strip may have more, as long as it is as narrow as a page
_WIDE = 2_600
_SMALLEST = 8
_PIXELS = re.compile(r"\(([0-9]+) pixels\)")
# what Pillow raises at broken files, besides its own errors
_FAULTS = (OSError, SyntaxError, ValueError, EOFError, KeyError, IndexError, TypeError, OverflowError, ZeroDivisionError, struct.error)


def read_image(data: bytes, build: DocumentBuilder, rules: FurnitureRules, limits: Limits) -> int:
    """Read a picture into the builder; returns its number of pages. Raises Unreadable."""
    recognition = Recognition(limits)
    pages: list[Page] = []
    count = 0
    with opened(data, limits.image_pixels) as image:
        several = image.format == "TIFF"
        frames = 1 if several else _frames(image)
        if frames > 1:
            build.warn("frames", n=frames)
        for count in _sheets(image, limits) if several else (1,):
            found = recognition.page(count, lambda: picture_of(image, limits.image_pixels))
            if found is None:
                build.quality(PageQuality(count, "none", "unread", 0.0))
                continue
            build.quality(found.quality)
            pages.append(found.page)
    if not pages:
        raise recognition.nothing(count)
    recognition.warn(build)
    heads = set_heads_aside(pages)
    write_pages(pages, build, rules)
    write_heads(heads, build)
    return count


@contextmanager
def opened(data: bytes, most_pixels: int) -> Iterator[Any]:
    """A picture whose head has been read, nothing more. Raises Unreadable: damaged, or of too many pixels."""
    from PIL import Image, UnidentifiedImageError

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow's remarks on odd files; the limits are ours
        try:
            image = Image.open(io.BytesIO(data), formats=_FORMATS)
        except Image.DecompressionBombError as error:
            told = _PIXELS.search(str(error))
            raise _too_large(int(told[1]) if told else 0, most_pixels) from error
        except UnidentifiedImageError as error:
            raise Unreadable("damaged", detail="图片不完整") from error
        except _FAULTS as error:
            raise Unreadable("damaged", detail="图片结构有误") from error
        try:
            if image.width * image.height > most_pixels:
                raise _too_large(image.width * image.height, most_pixels)
            yield image
        finally:
            image.close()


def picture_of(image: Any, most_pixels: int) -> Picture:
    """The picture decoded. Raises NoPicture where it cannot be, or is too large."""
    from PIL import Image, ImageOps

    check_pixels(image.width * image.height, most_pixels)
    if min(image.size) < _SMALLEST:
        raise NoPicture("图片太小")
    try:
        if image.format == "JPEG":
            image.draft("RGB", _fitting(image.width, image.height))
        image.load()
        upright = _shown(ImageOps.exif_transpose(image))
    except (*_FAULTS, Image.DecompressionBombError) as error:
        raise NoPicture("图片数据不完整") from error
    size = _fitting(*upright.size)
    if size != upright.size:
        upright = upright.resize(size, Image.Resampling.BOX if size[0] * 2 < upright.width else Image.Resampling.LANCZOS)
    return np.ascontiguousarray(np.asarray(upright, np.uint8)[:, :, ::-1])


def _shown(image: Any) -> Any:
    """The picture as RGB on white paper."""
    from PIL import Image

    if image.mode.startswith(("I", "F")):  # 16 bits a pixel and more: darkest to brightest
        values = np.asarray(image, np.float64)
        low, high = float(np.nanmin(values)), float(np.nanmax(values))
        grey = (values - low) * (255 / (high - low)) if high > low else np.full(values.shape, 255.0)
        return Image.fromarray(np.nan_to_num(grey).astype(np.uint8)).convert("RGB")
    if image.mode in ("LA", "PA", "RGBA", "La", "RGBa") or "transparency" in image.info:
        image = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, "white")
        paper.alpha_composite(image)
        image = paper
    return image.convert("RGB")


def _fitting(width: int, height: int) -> tuple[int, int]:
    """Size that recognition needs: of a page its longer side counts, of a strip the shorter one."""
    longer, shorter = max(width, height), min(width, height)
    scale = min(1.0, max(_LONGEST / longer, min(_WIDE / shorter, 1.0) if longer > 2.4 * shorter else 0.0))
    return max(1, round(width * scale)), max(1, round(height * scale))


def _sheets(image: Any, limits: Limits) -> Iterator[int]:
    """Numbers of the pages of a TIFF, each laid open when its number comes."""
    number = 0
    while True:
        try:
            image.seek(number)
        except EOFError:
            return
        except _FAULTS as error:
            if number == 0:
                raise Unreadable("damaged", detail="图片结构有误") from error
            return
        number += 1
        if number > limits.pages:
            raise Unreadable("too_large", what="页数", found=f"超过{limits.pages}", limit=limits.pages)
        yield number


def _frames(image: Any) -> int:
    """Number of frames of an animation; 2 where only counting them all would tell."""
    try:
        if image.format == "GIF":
            moving = bool(image.is_animated)
            image.seek(0)
            return 2 if moving else 1
        return int(getattr(image, "n_frames", 1)) if image.format in ("WEBP", "PNG") else 1
    except _FAULTS:
        return 1


def _too_large(pixels: int, limit: int) -> Unreadable:
    found = f"{megapixels(pixels)}像素" if pixels else f"超过{megapixels(limit)}像素"
    return Unreadable("too_large", what="图片", found=found, limit=f"{megapixels(limit)}像素")
