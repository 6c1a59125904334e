"""PDFs that hide what acts, or what tells where they come from, a little deeper."""

import io
import zlib

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from kinwork.family.facts.tests import papers
from kinwork.web.papers.washing import wash


def name(text: str) -> NameObject:
    return NameObject(f"/{text}")


def action(kind: str, key: str, value: str) -> DictionaryObject:
    return DictionaryObject({name("S"): name(kind), name(key): TextStringObject(value)})


def link(deed: DictionaryObject, under: str = "A") -> DictionaryObject:
    """A note on the page, written out in the page's own list of notes."""
    corners = ArrayObject([NumberObject(one) for one in (0, 0, 99, 99)])
    return DictionaryObject(
        {name("Subtype"): name("Link"), name("Rect"): corners, name(under): deed}
    )


def written(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def kept(data: bytes) -> bytes:
    """The washed paper."""
    return wash([data]).content


@pytest.mark.parametrize("where", ["in the list", "a list apart", "deeper"])
@pytest.mark.parametrize(
    ("kind", "key", "value"),
    [
        ("JavaScript", "JS", "app.alert(4711)"),
        ("Launch", "F", "evil-4711.exe"),
        ("URI", "URI", "https://evil.example.org/4711"),
        ("SubmitForm", "F", "https://evil.example.org/4711"),
        ("GoToR", "F", "4711.pdf"),
    ],
)
def test_a_note_on_a_page_does_nothing(where, kind, key, value):
    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    note = link(action(kind, key, value))
    if where == "deeper":
        note = DictionaryObject({name("Kids"): ArrayObject([ArrayObject([note])])})
    notes = ArrayObject([note])
    page[name("Annots")] = writer._add_object(notes) if where == "a list apart" else notes
    assert b"4711" in written(writer)
    assert b"4711" not in kept(written(writer))


@pytest.mark.parametrize("filters", [["FlateDecode", "DCTDecode"], ["ASCIIHexDecode", "DCTDecode"]])
def test_a_photo_that_is_packed_twice_does_not_say_where_it_was_taken(filters):
    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    image, photo = DecodedStreamObject(), papers.photo()
    image.update(
        {
            name("Type"): name("XObject"),
            name("Subtype"): name("Image"),
            name("Filter"): ArrayObject([name(one) for one in filters]),
        }
    )
    image._data = (
        zlib.compress(photo) if filters[0] == "FlateDecode" else photo.hex().encode() + b">"
    )
    seen = DictionaryObject({name("P"): writer._add_object(image)})
    page[name("Resources")] = DictionaryObject({name("XObject"): seen})
    reader = PdfReader(io.BytesIO(wash([written(writer)]).content))
    inside = reader.pages[0]["/Resources"]["/XObject"]["/P"]
    for data in (inside._data, unpacked(inside._data)):
        assert papers.PLACE not in data and b"Spy Camera" not in data


def unpacked(data: bytes) -> bytes:
    for how in (zlib.decompress, lambda one: bytes.fromhex(one.rstrip(b">").decode())):
        try:
            return how(data)
        except (zlib.error, ValueError):
            continue
    return data


def test_an_attachment_in_a_note_is_gone():
    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    inside = DecodedStreamObject()
    inside.set_data(b"MZ evil 4711")
    spec = DictionaryObject({name("EF"): DictionaryObject({name("F"): writer._add_object(inside)})})
    note = DictionaryObject({name("Subtype"): name("FileAttachment"), name("FS"): spec})
    page[name("Annots")] = ArrayObject([note])
    assert b"4711" not in kept(written(writer))
