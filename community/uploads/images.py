"""Images are decoded and written anew: what is not picture (GPS, comments, bytes behind the end) does not survive."""

import io
import warnings

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageOps

from community.errors import UploadRefused
from community.uploads.names import extension

FORMATS = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WEBP"}
MAX_PIXELS = 40_000_000
MAX_SIDE = 12_000
SAVE_OPTIONS = {
    "JPEG": {"quality": 88, "optimize": True, "progressive": True},
    "PNG": {"optimize": True},
    "WEBP": {"quality": 88, "method": 4},
}


def checked_image(name: str, content: bytes) -> bytes:
    """The picture in `content`, encoded anew in the format of its extension (jpg, jpeg, png, webp).

    `UploadRefused` when the extension is another, the content is no such picture, or it has too many pixels. Turned
    upright, in sRGB, the first frame of an animation.
    """
    wanted = FORMATS.get(extension(name))
    if wanted is None:
        raise UploadRefused(_("Gambar harus berupa JPG, PNG, atau WebP."))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=[wanted]) as picture:
                _refuse_large(picture)
                picture.load()
                return _encoded(_upright_srgb(picture), wanted)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UploadRefused(_("Gambar ini terlalu besar ukurannya dalam piksel.")) from error
    except UploadRefused:
        raise
    except Exception as error:  # hostile input makes Pillow raise nearly anything
        raise UploadRefused(_("Berkas ini bukan gambar yang utuh, atau isinya tidak sesuai dengan namanya.")) from error


def _refuse_large(picture: Image.Image) -> None:
    if picture.width * picture.height > MAX_PIXELS or max(picture.size) > MAX_SIDE:
        raise UploadRefused(_("Gambar ini terlalu besar: paling banyak 40 juta piksel dan 12.000 piksel tiap sisinya."))


def _upright_srgb(picture: Image.Image) -> Image.Image:
    profile = picture.info.get("icc_profile")
    upright = ImageOps.exif_transpose(picture)
    if upright.mode.startswith("I"):  # 16 bits a pixel
        upright = upright.convert("I").point(lambda value: value / 256).convert("L")
    keeps_alpha = upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info
    if profile and upright.mode in ("RGB", "CMYK"):
        upright = _by_profile(upright, profile)
    return upright.convert("RGBA" if keeps_alpha else "RGB")


def _by_profile(picture: Image.Image, profile: bytes) -> Image.Image:
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture


def _encoded(picture: Image.Image, wanted: str) -> bytes:
    bare = Image.new("RGB", picture.size, "white")
    if picture.mode == "RGBA" and wanted != "JPEG":
        bare = picture.copy()
        bare.info = {}
    else:
        bare.paste(picture, mask=picture.getchannel("A") if picture.mode == "RGBA" else None)
    kept = io.BytesIO()
    bare.save(kept, wanted, **SAVE_OPTIONS[wanted])
    return kept.getvalue()
