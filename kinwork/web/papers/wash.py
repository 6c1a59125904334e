"""Makes a paper anew: no place, no camera, no script, nothing before or behind it.

Run as a program of its own (`washing.wash`), with limits on time and memory, because what it reads
was made by strangers. In: the files, each with its length before it. Out: a line of JSON (media type
and pages, or why not) and the new file. Knows nothing of the rest of the product.
"""

import io
import json
import struct
import sys
import warnings

SECONDS, MEMORY = 20, 1536 * 1024 * 1024
PIXELS, LONGEST = 60_000_000, 2400
MOST_PAGES = 40
ACTIVE = ("/AA", "/A", "/JS", "/JavaScript", "/OpenAction", "/EF", "/AF", "/FS", "/URI", "/XFA")
TRACES = ("/Metadata", "/PieceInfo", "/LastModified", "/Dest", "/PA", "/RichMediaContent")
HEIC = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heif", b"avif")


class Unfit(Exception):
    """The word of documents.rules.Unfit."""


def sniff(data: bytes) -> str:
    """jpeg, png, webp or pdf, by the first bytes alone; else Unfit."""
    if not data:
        raise Unfit("empty")
    if data[:3] == b"\xff\xd8\xff":
        return "jpeg"
    if data[:8] == b"\x89PNG\r\n\x1a\n":
        return "png"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data[:5] == b"%PDF-":
        return "pdf"
    raise Unfit("heic" if data[4:8] == b"ftyp" and data[8:12] in HEIC else "type")


def washed(parts: list[bytes]) -> tuple[str, int, bytes]:
    """(media type, pages, bytes): one picture stays a picture, everything else becomes one PDF."""
    kinds = [sniff(part) for part in parts]
    if len(parts) == 1 and kinds[0] != "pdf":
        return "image/jpeg", 1, _picture(parts[0], kinds[0], "JPEG")
    return _pdf(
        [
            part if kind == "pdf" else _picture(part, kind, "PDF")
            for part, kind in zip(parts, kinds, strict=True)
        ]
    )


def _picture(data: bytes, kind: str, into: str) -> bytes:
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        with Image.open(io.BytesIO(data), formats=[kind]) as opened:
            opened.draft("RGB", (LONGEST, LONGEST))
            turned = ImageOps.exif_transpose(opened).convert("RGBA")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Unfit("too big") from error
    turned.thumbnail((LONGEST, LONGEST))
    fresh = Image.new("RGB", turned.size, "white")  # a new one has nothing but its dots
    fresh.paste(turned, mask=turned.getchannel("A"))
    out = io.BytesIO()
    write = fresh.save  # into memory, no table
    write(out, into, quality=82, **({"resolution": 150} if into == "PDF" else {}))
    return out.getvalue()


def _pdf(files: list[bytes]) -> tuple[str, int, bytes]:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter()
    for data in files:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            raise Unfit("locked")
        if len(reader.pages) + len(writer.pages) > MOST_PAGES:
            raise Unfit("too many")
        for page in reader.pages:
            writer.add_page(page)
    if not writer.pages:
        raise Unfit("broken")
    for thing in list(writer._objects):
        _quiet(thing)
    writer.metadata = None
    # what nothing points to any more: attachments, scripts
    writer.compress_identical_objects(remove_duplicates=False, remove_unreferenced=True)
    out = io.BytesIO()
    writer.write(out)
    return "application/pdf", len(writer.pages), out.getvalue()


def _quiet(thing) -> None:
    """Nothing that acts, nothing that tells where it comes from, in an object of a PDF."""
    from pypdf.generic import ArrayObject, DictionaryObject, StreamObject

    if isinstance(thing, ArrayObject):  # a page's notes stand in a list
        for inner in thing:
            _quiet(inner)
    if not isinstance(thing, DictionaryObject):
        return
    for name in (*ACTIVE, *TRACES):
        thing.pop(name, None)
    for inner in thing.values():
        _quiet(inner)
    if isinstance(thing, StreamObject):
        _bare_photo(thing)


def _bare_photo(stream) -> None:
    """A JPEG without its notes, also where it was packed once more."""
    from pypdf.filters import decode_stream_data
    from pypdf.generic import NameObject

    said = stream.get("/Filter", NameObject("/None")).get_object()
    filters = [said] if isinstance(said, str) else [one.get_object() for one in said]
    if "/DCTDecode" not in filters and "/DCT" not in filters:
        return
    if len(filters) > 1:  # all but the last come off
        stream._data = decode_stream_data(stream)
        stream.pop("/DecodeParms", None)
        stream[NameObject("/Filter")] = NameObject("/DCTDecode")
    stream._data = bare_jpeg(stream._data)


def bare_jpeg(data: bytes) -> bytes:
    """A JPEG without its notes (camera, place, words); what its colours need stays."""
    if data[:2] != b"\xff\xd8":
        return data
    kept, at = [data[:2]], 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != 0xDA:
        length = 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]
        if not (data[at + 1] == 0xFE or data[at + 1] in (0xE1, *range(0xE3, 0xEE), 0xEF)):
            kept.append(data[at : at + length])
        at += length
    return b"".join([*kept, data[at:]])


def main() -> None:
    _limit()
    parts, taken = [], sys.stdin.buffer
    while size := taken.read(8):
        parts.append(taken.read(struct.unpack(">Q", size)[0]))
    said, out = {}, b""
    try:
        media_type, pages, out = washed(parts)
        said = {"type": media_type, "pages": pages}
    except Unfit as error:
        said = {"unfit": str(error)}
    except Exception:  # whatever a stranger's file breaks, it is the file that is broken
        said = {"unfit": "broken"}
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + out)


def _limit() -> None:
    try:
        import resource
    except ImportError:  # not on this system; the caller's clock still runs
        return
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


if __name__ == "__main__":
    main()
