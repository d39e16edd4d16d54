"""Uploads that schools send by mistake and strangers send on purpose, each with what is to become of it. Made by the
test, since nobody should keep such files."""

import io
import random
import zlib
from functools import cache

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from tests.core.test_files import photo, zipped


def good_pdf(pages=2, words="", change=None, **save):
    """A PDF of blank pages, changed by `change(document)` before it is saved."""
    document, out = pikepdf.new(), io.BytesIO()
    for _number in range(pages):
        document.add_blank_page()
    if words:
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        page = document.pages[0]
        page.obj.Resources = Dictionary(Font=Dictionary(F1=font))
        page.obj.Contents = document.make_stream(f"BT /F1 24 Tf 72 700 Td ({words}) Tj ET".encode())
    if change:
        change(document)
    document.save(out, **save)
    return out.getvalue()


def action(kind, **more):
    return Dictionary(Type=Name.Action, S=Name("/" + kind), **more)


SCRIPT = {"JS": String("app.alert('x')")}


def at_opening(kind, **more):
    return good_pdf(change=lambda document: setattr(document.Root, "OpenAction", action(kind, **more)))


def in_names(document):
    tree = Dictionary(Names=Array([String("go"), document.make_indirect(action("JavaScript", **SCRIPT))]))
    document.Root.Names = Dictionary(JavaScript=tree)


def annotated(**annotation):
    def change(document):
        row = Dictionary(Type=Name.Annot, Rect=[0, 0, 10, 10], **annotation)
        document.pages[0].obj.Annots = Array([document.make_indirect(row)])

    return good_pdf(change=change)


def hidden_in_object_stream():
    return good_pdf(change=in_names, object_stream_mode=pikepdf.ObjectStreamMode.generate, compress_streams=True)


def script_after_page(document):
    document.pages[0].obj.AA = Dictionary(O=action("JavaScript", **SCRIPT))


def embedded(document):
    document.attachments["budget.exe"] = pikepdf.AttachedFileSpec(document, b"MZ\x90", filename="budget.exe")


def with_xfa(document):
    form = document.make_stream(b"<xdp:xdp/>")
    document.Root.AcroForm = Dictionary(Fields=Array([]), XFA=form)


def packed(size, layers=1):
    """Zeros that unpack to `size`, whole megabytes: one is packed, and written so many times."""
    packer, block = zlib.compressobj(9, wbits=-zlib.MAX_WBITS), bytes(1024 * 1024)
    packed_block = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    checksum = (size % 65521 << 16) + 1  # Adler-32 of zeros
    content = b"\x78\xda" + packed_block * (size // len(block)) + packer.flush() + checksum.to_bytes(4)
    for _layer in range(layers - 1):
        content = zlib.compress(content, 9)
    return content


def bomb(content, layers=1):
    def change(document):
        stream = pikepdf.Stream(document, content)
        stream.Filter = Name.FlateDecode if layers == 1 else Array([Name.FlateDecode] * layers)
        document.pages[0].obj.Contents = stream

    return good_pdf(change=change, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


def many_bombs(count, content):
    def change(document):
        for page in document.pages:
            stream = pikepdf.Stream(document, content)
            stream.Filter = Name.FlateDecode
            page.obj.Contents = stream

    level = pikepdf.StreamDecodeLevel.none
    return good_pdf(count, change=change, compress_streams=False, stream_decode_level=level)


def scanned_pdf(pages, size):
    """Pages that each carry a picture of so many bytes which no packing makes smaller."""

    def change(document):
        for page in document.pages:
            picture = pikepdf.Stream(document, random.Random(0).randbytes(size))
            shape = {"Width": 1024, "Height": size // 1024, "BitsPerComponent": 8, "ColorSpace": Name.DeviceGray}
            for key, value in {"Type": Name.XObject, "Subtype": Name.Image, **shape}.items():
                picture.stream_dict[f"/{key}"] = value
            page.obj.Resources = Dictionary(XObject=Dictionary(Im=picture))
            page.obj.Contents = document.make_stream(b"q 600 0 0 800 0 0 cm /Im Do Q")

    return good_pdf(pages, change=change, compress_streams=False)


def huge_picture(document):
    """One stream of a few bytes that says that it is a picture of ten thousand million points."""
    picture = pikepdf.Stream(document, zlib.compress(bytes(1000)))
    picture.Filter = Name.FlateDecode
    shape = {"Width": 100_000, "Height": 100_000, "BitsPerComponent": 8, "ColorSpace": Name.DeviceRGB}
    for key, value in {"Type": Name.XObject, "Subtype": Name.Image, **shape}.items():
        picture.stream_dict[f"/{key}"] = value
    page = document.pages[0].obj
    page.Resources = Dictionary(XObject=Dictionary(Im=picture))
    page.Contents = document.make_stream(b"q 600 0 0 800 0 0 cm /Im Do Q")


def raw_pdf(*bodies):
    """A PDF written by hand, with the table of objects that its bodies need."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj %s endobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(bodies) + 1
    tail = b"xref\n0 %d\n0000000000 65535 f \n%strailer <</Size %d /Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    return bytes(out) + tail % (size, table, size, len(out))


CATALOG = b"<</Type /Catalog /Pages 2 0 R>>"


def deep_tree(depth):
    nodes = [b"<</Type /Pages /Count 1 /Kids [%d 0 R]>>" % number for number in range(3, depth + 3)]
    return raw_pdf(CATALOG, *nodes, b"<</Type /Page /MediaBox [0 0 9 9]>>")


def page_loop():
    return raw_pdf(CATALOG, b"<</Type /Pages /Count 1 /Kids [3 0 R]>>", b"<</Type /Pages /Count 1 /Kids [2 0 R]>>")


def many_pages(count):
    """One page, ten thousand times in the tree: the cheapest way to write it."""
    kids = b"3 0 R " * count
    return raw_pdf(CATALOG, b"<</Type /Pages /Count %d /Kids [%s]>>" % (count, kids), b"<</Type /Page>>")


def escaped_name():
    """The word JavaScript as PDF lets one spell it."""
    catalog = b"<</Type /Catalog /Pages 2 0 R /OpenAction <</S /J#61va#53cript /J#53 (x)>> >>"
    return raw_pdf(catalog, b"<</Type /Pages /Count 1 /Kids [3 0 R]>>", b"<</Type /Page /Parent 2 0 R>>")


def zeros_inside():
    content = bytearray(good_pdf(words="x" * 5000, compress_streams=True))
    start = content.index(b"stream\n") + 20
    content[start : start + 20] = bytes(20)
    return bytes(content)


def zeros_over(word):
    content = bytearray(good_pdf(3))
    start = content.index(word)
    content[start : start + 20] = bytes(20)
    return bytes(content)


def locked(user, owner, **may):
    return good_pdf(encryption=pikepdf.Encryption(user=user, owner=owner, allow=pikepdf.Permissions(**may)))


@cache
def corpus():
    """{what it is: (file name, content, code of the refusal, or "" for one that is taken)}."""
    text = good_pdf(words="Self assessment report of the school")
    large = packed(256 * 1024**2)
    return {
        "empty": ("sar.pdf", b"", "empty"),
        "a program": ("sar.pdf", b"MZ\x90\x00" + bytes(200), "type"),
        "a web page": ("sar.pdf", b"<html><script>alert(1)</script>", "type"),
        "a Word file named .pdf": ("รายงาน.pdf", zipped("word/document.xml"), "type"),
        "a photo named .pdf": ("sar.pdf", photo(), "type"),
        "junk before the header": ("sar.pdf", b"HTTP/1.1 200 OK\r\n\r\n" + text, "junk"),
        "a space before the header": ("sar.pdf", b" " + text, "junk"),
        "the header alone": ("sar.pdf", b"%PDF-1.7\n", "damaged"),
        "truncated in the middle": ("sar.pdf", text[: len(text) // 2], "damaged"),
        "truncated by its last bytes": ("sar.pdf", text[:-30], "damaged"),
        "zeros in the middle": ("sar.pdf", zeros_inside(), "damaged"),
        "no page at all": ("sar.pdf", raw_pdf(CATALOG, b"<</Type /Pages /Count 0 /Kids []>>"), "damaged"),
        "a page that is zeros": ("sar.pdf", zeros_over(b"4 0 obj"), "damaged"),
        "no catalogue": ("sar.pdf", raw_pdf(b"(x)", b"(y)"), "damaged"),
        "a password to open": ("sar.pdf", locked("secret", "owner"), "locked"),
        "locked by its owner": ("sar.pdf", locked("", "owner", extract=False, print_highres=False), "owner_locked"),
        "script at opening": ("sar.pdf", at_opening("JavaScript", **SCRIPT), "script"),
        "script among the names": ("sar.pdf", good_pdf(change=in_names), "script"),
        "script in an object stream": ("sar.pdf", hidden_in_object_stream(), "script"),
        "script when a page opens": ("sar.pdf", good_pdf(change=script_after_page), "script"),
        "script of an annotation": (
            "sar.pdf",
            annotated(Subtype=Name.Link, A=action("JavaScript", **SCRIPT)),
            "script",
        ),
        "script spelt with escapes": ("sar.pdf", escaped_name(), "script"),
        "starts a program": ("sar.pdf", at_opening("Launch", F=String("cmd.exe")), "launch"),
        "starts a program by a link": ("sar.pdf", annotated(Subtype=Name.Link, A=action("Launch")), "launch"),
        "sends a form": ("sar.pdf", at_opening("SubmitForm", F=String("http://x/")), "sends"),
        "fetches data": ("sar.pdf", at_opening("ImportData", F=String("x.fdf")), "sends"),
        "opens another file": ("sar.pdf", at_opening("GoToR", F=String("x.pdf")), "elsewhere"),
        "a file inside": ("sar.pdf", good_pdf(change=embedded), "embedded"),
        "a file pinned to a page": ("sar.pdf", annotated(Subtype=Name.FileAttachment), "embedded"),
        "a form of XFA": ("sar.pdf", good_pdf(change=with_xfa), "xfa"),
        "a film": ("sar.pdf", annotated(Subtype=Name.RichMedia), "media"),
        "a bomb": ("sar.pdf", bomb(large), "bomb"),
        "a bomb in a bomb": ("sar.pdf", bomb(packed(256 * 1024**2, layers=2), layers=2), "bomb"),
        "forty bombs, each too small to notice": ("sar.pdf", many_bombs(40, packed(100 * 1024**2)), "bomb"),
        "a picture of ten thousand million points": ("sar.pdf", good_pdf(change=huge_picture), ""),
        "10,000 pages": ("sar.pdf", many_pages(10_000), "pages"),
        "a tree of pages 5,000 deep": ("sar.pdf", deep_tree(5_000), "tangled"),
        "a tree of pages that bites its tail": ("sar.pdf", page_loop(), "tangled"),
        "an object 100,000 brackets deep": ("sar.pdf", raw_pdf(CATALOG + b"[" * 100_000, b"(x)"), "damaged"),
        "a name that climbs": ("../../../etc/passwd.pdf", text, ""),
        "a name of Windows that climbs": ("..\\..\\boot.pdf", text, ""),
        "a Thai name": ("รายงานการประเมินตนเอง ปี ๒๕๖๘ (ฉบับสมบูรณ์).pdf", text, ""),
        "a wrong extension": ("รายงาน.docx", text, ""),
    }
