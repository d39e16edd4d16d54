import io
import zipfile

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from qa_portal.core import files
from qa_portal.core.documents.pdf import _engine
from tests.factories.core import DistrictFactory, UserFactory


def pdf(password=""):
    out = io.BytesIO()
    document = pikepdf.new()
    document.add_blank_page()
    document.add_blank_page()
    document.save(out, encryption=pikepdf.Encryption(user=password, owner="o") if password else None)
    return out.getvalue()


def photo(size=(40, 30), kind="JPEG", **save):
    out = io.BytesIO()
    Image.new("RGB", size, "navy").save(out, kind, **save)
    return out.getvalue()


def photo_with_place():
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (13.0, 45.0, 0.0), 3: "E", 4: (100.0, 30.0, 0.0)})
    exif[0x0112] = 6  # lies on its side
    return photo(exif=exif)


def zipped(*names):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


def upload(content, name="file.pdf"):
    return SimpleUploadedFile(name, content)


def refusal(content, allowed=files.PAPERS):
    with pytest.raises(ValidationError) as caught:
        files.examine(upload(content), allowed)
    return caught.value.code


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"MZ\x90\x00", "type"),
        (b"<html><script>alert(1)</script>", "type"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "type"),
        (b" %PDF-1.7", "junk"),
        (b"%PDF-1.7 and nothing more", "damaged"),
        (pdf()[:200], "damaged"),
        (pdf(password="secret"), "locked"),
        (b"\xff\xd8\xff and nothing more", "damaged"),
        (photo(kind="PNG")[:60], "damaged"),
        (zipped("a.txt"), "type"),
        (b"PK\x03\x04 broken", "type"),
    ],
)
def test_bad_content_is_refused_whatever_its_name(content, code):
    assert refusal(content) == code


GENERIC = "ไฟล์ไม่ใช่ชนิดที่กำหนด"


@pytest.mark.parametrize(
    ("content", "begins"),
    [
        (b"\0\0\0\x18ftypheic\0\0\0\0", "ภาพถ่ายนี้เป็นรูปแบบเฉพาะของโทรศัพท์ (HEIC)"),
        (b"\0\0\0\x18ftypmp42\0\0\0\0", "ไฟล์นี้เป็นวิดีโอ"),
        (files.OLE + b"EncryptedPackage", "ไฟล์นี้ใส่รหัสผ่านไว้ หรือเป็นไฟล์ Office รุ่นก่อนปี 2007"),
        (zipped("[Content_Types].xml", "ppt/presentation.xml"), "ไฟล์นี้เป็นงานนำเสนอ"),
        (zipped("a.txt"), "ไฟล์นี้รวมหลายไฟล์ไว้ด้วยกัน"),
        (b"Rar!\x1a\x07\x01\0", "ไฟล์นี้รวมหลายไฟล์ไว้ด้วยกัน"),
        (zipped("word/document.xml")[:60], "ไฟล์เสียหายหรือไม่ครบ"),
        (zipped("[Content_Types].xml"), GENERIC),
        (b"\0\1\2", GENERIC),
    ],
)
def test_a_strange_file_is_told_what_it_is_and_what_to_do(content, begins):
    with pytest.raises(ValidationError) as caught:
        files.examine(upload(content), {files.PDF, files.DOCX})
    (sentence,) = caught.value.messages
    assert sentence.startswith(begins)
    assert sentence.endswith(" กรุณาเลือกไฟล์ชนิด PDF, Word (.docx)")


@pytest.mark.parametrize("name", ["word/document.xml", "xl/workbook.xml"])
def test_office_file_that_is_torn_or_grows_without_measure_is_refused(name, settings):
    whole = zipped("[Content_Types].xml", name)
    assert refusal(whole.replace(f"{name}x".encode(), f"{name}y".encode(), 1)) == "damaged"
    settings.MAX_UPLOAD_MB = 1
    grown = io.BytesIO()
    with zipfile.ZipFile(grown, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, bytes(7 << 20))
    assert refusal(grown.getvalue()) == "bomb"


def test_half_a_picture_is_refused_after_a_document_was_made():
    """WeasyPrint makes Pillow lenient for the whole process when it is loaded."""
    _engine()
    assert refusal(photo((400, 300))[:900]) == "damaged"


@pytest.mark.parametrize(("head", "size", "limit"), [(b"%PDF-", 101, 100), (b"\xff\xd8\xff", 51, 50)])
def test_what_is_too_large_for_its_kind_is_refused_before_it_is_read(head, size, limit):
    huge = upload(head)
    huge.size = size * 1024 * 1024
    with pytest.raises(ValidationError) as caught:
        files.examine(huge)
    said = f"ไฟล์มีขนาด {size} MB เกินกำหนด {limit} MB กรุณาลดขนาดไฟล์แล้วลองใหม่"
    assert (caught.value.code, caught.value.messages) == ("too_large", [said])


def test_a_kind_not_asked_for_is_refused():
    assert refusal(pdf(), allowed=files.PHOTOS) == "type"


def test_kinds_are_told_by_content():
    assert [files.examine(upload(content)).media_type for content in (pdf(), photo())] == [files.PDF, files.JPEG]
    assert files.examine(upload(pdf())).findings.pages == 2
    assert files.examine(upload(zipped("word/document.xml"))).media_type == files.DOCX
    assert files.examine(upload(zipped("xl/workbook.xml"))).media_type == files.XLSX


def test_photo_loses_its_place_and_stands_upright():
    before = Image.open(io.BytesIO(photo_with_place()))
    assert before.getexif().get_ifd(0x8825)
    after = Image.open(files.examine(upload(photo_with_place())).content)
    assert dict(after.getexif()) == {}
    assert after.size == (30, 40)


def test_large_photo_is_made_smaller():
    content = files.examine(upload(photo((4000, 1000)))).content
    assert Image.open(content).size == (2000, 500)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/รายงาน.pdf", "รายงาน.pdf"),
        ("c:\\temp\\SAR ที่ 2568?.pdf", "SAR ที่ 2568_.pdf"),
        ("สําเนา.pdf", "สำเนา.pdf"),
    ],
)
def test_stored_file_keeps_a_safe_name_and_its_hash(name, kept):
    district = DistrictFactory()
    stored = files.store(upload(pdf(), name), district=district, by=UserFactory())
    assert (stored.name, stored.pages, stored.media_type) == (kept, 2, files.PDF)
    assert stored.content.name == f"{district.code}/{stored.sha256[:2]}/{stored.sha256}"


@pytest.mark.django_db
def test_same_content_twice_is_one_file_on_disk():
    district, user = DistrictFactory(), UserFactory()
    content = pdf()
    first, second = (files.store(upload(content), district=district, by=user) for _ in range(2))
    assert first.pk != second.pk
    assert first.content.path == second.content.path


def test_photo_that_a_canvas_wrote_stays_byte_for_byte_and_one_of_a_camera_does_not():
    plain, with_comment = photo(), photo(comment=b"somewhere")
    contents = [plain, with_comment, plain + b"something hidden"]
    kept = [files.examine(SimpleUploadedFile("a.jpg", content)).content.read() for content in contents]
    assert kept[0] == plain
    assert [b"somewhere" in content or b"hidden" in content for content in kept] == [False] * 3
