"""Papers made for tests: no real one, and the hostile ones that strangers send."""

import io
import struct
import zlib

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, TextStringObject

PLACE = b"33.4484N-112.0740W"


def photo(kind: str = "JPEG", size=(60, 40), **more) -> bytes:
    """A picture with a camera, a place and a comment in its notes."""
    picture = Image.new("RGB", size, "navy")
    out = io.BytesIO()
    if kind in ("JPEG", "WEBP", "PNG"):
        notes = Image.Exif()
        notes[0x010F] = "Spy Camera"
        notes.get_ifd(0x8825)[29] = PLACE.decode()
        more |= {"exif": notes}
    if kind == "JPEG":
        more |= {"comment": b"at home on Cactus Lane"}
    picture.save(out, kind, **more)
    return out.getvalue()


def pdf(pages: int = 1, *, script: bool = False, password: str = "", text: str = "") -> bytes:
    """A PDF with an author, a script that runs on opening, an attachment, a photo with its place."""
    writer = PdfWriter()
    for _one in range(pages):
        page = writer.add_blank_page(200, 200)
    writer.add_metadata({"/Author": "Rosa's laptop", "/Title": "cactus-lane.pdf"})
    if text:
        stream = DecodedStreamObject()
        stream.set_data(f"BT ({text}) Tj ET".encode())
        page[NameObject("/Contents")] = writer._add_object(stream)
    if script:
        script = DictionaryObject(
            {
                NameObject("/S"): NameObject("/JavaScript"),
                NameObject("/JS"): TextStringObject("app.alert('boo')"),
            }
        )
        writer._root_object[NameObject("/OpenAction")] = script
        writer.add_attachment("evil.exe", b"MZ evil")
        action = DictionaryObject(
            {
                NameObject("/S"): NameObject("/URI"),
                NameObject("/URI"): TextStringObject("https://evil.example.org/"),
            }
        )
        page[NameObject("/AA")] = DictionaryObject({NameObject("/O"): action})
        image = DecodedStreamObject()
        image.update(
            {
                NameObject("/Type"): NameObject("/XObject"),
                NameObject("/Subtype"): NameObject("/Image"),
                NameObject("/Filter"): NameObject("/DCTDecode"),
            }
        )
        image._data = photo()
        seen = DictionaryObject({NameObject("/P"): writer._add_object(image)})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): seen})
    if password:
        writer.encrypt(password)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def picture_bomb() -> bytes:
    """A PNG of a few kilobytes that says it is 30,000 by 30,000 dots."""
    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 100_000)
    chunks = [(b"IHDR", head), (b"IDAT", body), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


HOSTILE = {
    "empty": (b"", "empty"),
    "html": (b"<!doctype html><script>alert(1)</script>", "type"),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "type"),
    "html named pdf": (b"\n%PDF-1.4 <script>alert(1)</script>", "type"),
    "zip": (b"PK\x03\x04" + b"\0" * 100, "type"),
    "program": (b"MZ" + b"\0" * 100, "type"),
    "gif": (b"GIF89a" + b"\0" * 100, "type"),
    "heic": (b"\0\0\0\x18ftypheic" + b"\0" * 100, "heic"),
    "cut jpeg": (photo()[:30], "broken"),
    "only a head": (b"%PDF-1.7", "broken"),
    "picture bomb": (picture_bomb(), "too big"),
    "locked": (pdf(password="x"), "locked"),
    "41 pages": (pdf(41), "too many"),
}
