"""Pictures are decoded and written anew: nothing hidden in them survives (GPS, EXIF, appended programs)."""

import io
import warnings
from pathlib import PurePath

import pillow_heif
from django.utils.translation import gettext_noop as _
from PIL import ExifTags, Image, ImageCms, ImageFile, ImageOps, UnidentifiedImageError

from portal.common.uploads.kinds import Accepted, AttachmentKind
from portal.common.uploads.refusals import NotTaken, not_what_it_claims

pillow_heif.register_heif_opener()
pillow_heif.options.DECODE_THREADS = 1

MOST_PIXELS = 50_000_000
LONGEST_SIDE = 2400  # pixels, after upload
JPEG_QUALITY = 85
FILTER = Image.Resampling.HAMMING  # as good as bicubic for making smaller, at half its work
IMAGE_FORMATS = {
    "JPEG": {"jpg", "jpeg", "jpe", "jfif"},
    "MPO": {"jpg", "jpeg", "jpe", "jfif"},  # a JPEG with a second picture behind it, as many phones make them
    "PNG": {"png"},
    "HEIF": {"heic", "heif"},
}
IMAGE_EXTENSIONS = {name for names in IMAGE_FORMATS.values() for name in names}
IMAGE_READERS = ["JPEG", "PNG", "HEIF"]
RESOLUTION = (ExifTags.Base.XResolution, ExifTags.Base.YResolution)
SRGB = ImageCms.createProfile("sRGB")

TOO_LARGE = (Image.DecompressionBombError, Image.DecompressionBombWarning)  # Pillow's own limit, before ours is asked
# What Pillow raises for damaged or hostile images, gathered from its own tests and a corpus of such files.
UNREADABLE_IMAGE = (
    UnidentifiedImageError,
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    ArithmeticError,
    LookupError,
    RuntimeError,
    TypeError,
)


def accept_image(content: bytes, name: str, extension: str) -> Accepted:
    """Decode, turn upright, shrink, write anew: JPEG, or PNG where something is transparent."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(content), formats=IMAGE_READERS)
            refuse_damaged(image, content, name)
            if extension not in IMAGE_FORMATS[image.format]:
                raise not_what_it_claims(name)
            if image.width * image.height > MOST_PIXELS:
                raise too_large(name)
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            return written_anew(image, name)
    except NotTaken:
        raise
    except TOO_LARGE as error:
        raise too_large(name) from error
    except UNREADABLE_IMAGE as error:
        raise not_what_it_claims(name) from error


def too_large(name: str) -> NotTaken:
    return NotTaken(_("“%(name)s” has more than 50 million pixels. Send a smaller copy."), name=name)


def refuse_damaged(image: Image.Image, content: bytes, name: str) -> None:
    """What a reader forgives, and yet no camera or program writes."""
    if image.format == "PNG":
        Image.open(io.BytesIO(content), formats=["PNG"]).verify()  # every checksum, and the end
    elif any(value != value for value in (image.getexif().get(tag) for tag in RESOLUTION)):
        raise not_what_it_claims(name)


def written_anew(image: Image.Image, name: str) -> Accepted:
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint turns it on for its whole process
    image.load()
    if image.mode in ("L", "RGB", "RGBA", "CMYK"):
        image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), FILTER)
    ImageOps.exif_transpose(image, in_place=True)
    see_through = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    upright = in_srgb(image, "RGBA" if see_through else "RGB")
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE), FILTER)
    clean = Image.new(upright.mode, upright.size)
    clean.paste(upright)
    out = io.BytesIO()
    if see_through:
        clean.save(out, "PNG", optimize=False)
    else:
        clean.save(out, "JPEG", quality=JPEG_QUALITY)
    suffix, content_type = ("png", "image/png") if see_through else ("jpg", "image/jpeg")
    return Accepted(
        AttachmentKind.PHOTO,
        out.getvalue(),
        content_type,
        f"{PurePath(name).stem}.{suffix}",
        clean.width,
        clean.height,
    )


def in_srgb(image: Image.Image, mode: str) -> Image.Image:
    """The colours as the camera's profile means them; a profile that cannot be read is left out."""
    if image.mode != "CMYK":
        image = image.convert(mode)
    if profile := image.info.get("icc_profile"):
        try:
            return ImageCms.profileToProfile(image, io.BytesIO(profile), SRGB, outputMode=mode)
        except ImageCms.PyCMSError:
            pass
    return image.convert(mode)
