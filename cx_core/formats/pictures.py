"""Pictures that people upload: believed by their bytes alone, decoded within limits, and written anew."""

from __future__ import annotations

import hashlib
import io
import re
import warnings

from PIL import Image, ImageOps

from cx_core.model.picture import Picture
from cx_core.model.problem import Refusal

#: What is taken in, and what is kept: the longer side of a picture and of its twin on the board, in pixels.
MAX_UPLOAD_BYTES = 8_000_000
MAX_PIXELS = 40_000_000
LONGER_SIDE, THUMB_SIDE = 1280, 320
#: What is kept is never larger, whatever it shows.
MAX_STORED_BYTES = 2_000_000

_ENDINGS = {"PNG": "png", "JPEG": "jpg", "WEBP": "webp"}
_NAME = re.compile(r"[0-9a-f]{32}\.(png|jpg|webp)")


def prepare(data: bytes) -> Picture:
    """Return an uploaded picture as it is kept: upright, at most `LONGER_SIDE` long, without what else the file held.

    A photograph stays JPEG; everything else becomes WebP. Place and device, which cameras write into files, are gone.
    Raises `Refusal` ``image_too_large`` (bytes or pixels) or ``image_unreadable``; the file's name plays no part.
    """
    image, kind = _decoded(data)
    kept = ImageOps.exif_transpose(image)
    kept.thumbnail((LONGER_SIDE, LONGER_SIDE))
    written = _written(kept, "JPEG" if kind == "JPEG" else "WEBP")
    ending = _ENDINGS["JPEG" if kind == "JPEG" else "WEBP"]
    return Picture(_name(written, ending), written, _thumb(_decoded(written)[0]), *kept.size)


def checked(name: str, data: bytes) -> Picture:
    """Return a picture that comes from another workspace, as it is, when it is what its name says.

    Raises the refusals of `prepare`, and ``image_unreadable`` when name and bytes do not belong together.
    """
    image, kind = _decoded(data)
    right = _NAME.fullmatch(name) and name == _name(data, _ENDINGS[kind]) and len(data) <= MAX_STORED_BYTES
    if not right or max(image.size) > LONGER_SIDE:
        raise Refusal("image_unreadable")
    return Picture(name, data, _thumb(image), *image.size)


def on_paper(data: bytes) -> Picture:
    """Return one of our pictures small and as JPEG on white, which every program that opens a drawing can show."""
    image = _decoded(data)[0].convert("RGBA")
    image.thumbnail((THUMB_SIDE, THUMB_SIDE))
    white = Image.new("RGBA", image.size, "white")
    white.alpha_composite(image)
    written = _written(white, "JPEG")
    return Picture(_name(written, "jpg"), written, b"", *white.size)


def _decoded(data: bytes) -> tuple[Image.Image, str]:
    if len(data) > MAX_UPLOAD_BYTES:
        raise Refusal("image_too_large", {"limit_mb": MAX_UPLOAD_BYTES // 1_000_000})
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data), formats=list(_ENDINGS))
            if image.width * image.height > MAX_PIXELS:
                raise Refusal("image_too_large", {"limit_mb": MAX_UPLOAD_BYTES // 1_000_000})
            kind = str(image.format)
            image.load()
    except Refusal:
        raise
    # A damaged picture fails in its decoder in many ways; none of them says more to a person than another.
    except Exception as error:
        raise Refusal("image_unreadable") from error
    return image, kind


def _written(image: Image.Image, kind: str) -> bytes:
    alpha = kind == "WEBP" and ("A" in image.getbands() or "transparency" in image.info)
    whole = io.BytesIO()
    image.convert("RGBA" if alpha else "RGB").save(whole, kind, quality=82)
    return whole.getvalue()


def _thumb(image: Image.Image) -> bytes:
    small = image.copy()
    small.thumbnail((THUMB_SIDE, THUMB_SIDE))
    return _written(small, "WEBP")


def _name(data: bytes, ending: str) -> str:
    return f"{hashlib.sha256(data).hexdigest()[:32]}.{ending}"
