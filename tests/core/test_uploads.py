"""Uploads that come in by pieces: each piece once, for one person, checked and stored once."""

import hashlib
import json
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from qa_portal.core import files, kept_files, uploads
from qa_portal.core.forms import PortalForm, UploadField
from qa_portal.core.models import StoredFile, StoredText, Upload
from qa_portal.core.pdf_intake import inspection
from tests.core.bad_pdfs import corpus, good_pdf
from tests.core.test_pdf_intake import is_thai
from tests.factories.core import person

pytestmark = pytest.mark.django_db
PDF_CONTENT = good_pdf(3, words="A report of the school in some words")
LIST = "/uploads/"


@pytest.fixture
def teacher():
    return person("supervisor")


@pytest.fixture
def browser(sign_in, teacher):
    return Browser(sign_in(teacher))


class Browser:
    """What static/js/upload.js does, one request at a time."""

    def __init__(self, client):
        self.client = client

    def begin(self, content=PDF_CONTENT, name="sar.pdf", **changes):
        sha256 = hashlib.sha256(content).hexdigest()
        asked = {"name": name, "size": len(content), "sha256": sha256, "kinds": files.PDF} | changes
        return self.client.post(LIST, asked)

    def bring(self, url, offset, piece):
        headers = {"HTTP_UPLOAD_OFFSET": str(offset), "content_type": "application/octet-stream"}
        return self.client.generic("PATCH", url, piece, **headers)

    def finish(self, url):
        return self.client.post(f"{url}finish/")

    def upload(self, content=PDF_CONTENT, **changes):
        url = self.begin(content, **changes).json()["url"]
        self.bring(url, 0, content)
        return self.finish(url).json()


def part_of(answer):
    return uploads.folder_of(Upload.objects.get(key=answer.json()["url"].split("/")[2])) / "part"


# ---------------------------------------------------------------- the straight way


def test_pieces_become_one_checked_file(browser, teacher):
    url = browser.begin().json()["url"]
    middle = len(PDF_CONTENT) // 2
    first = browser.bring(url, 0, PDF_CONTENT[:middle]).json()
    second = browser.bring(url, middle, PDF_CONTENT[middle:]).json()
    done = browser.finish(url).json()
    stored = StoredFile.objects.get()
    assert (first["offset"], second["offset"], done["standing"]) == (middle, len(PDF_CONTENT), "ready")
    assert (stored.sha256, stored.pages, stored.stored_by) == (hashlib.sha256(PDF_CONTENT).hexdigest(), 3, teacher)
    assert done["told"] == "1 KB · 3 หน้า · เป็นภาพสแกนไม่มีข้อความ 2 หน้า"
    assert kept_files.redeem([done["ticket"]], teacher) == [stored]
    assert Path(stored.content.path).read_bytes() == PDF_CONTENT


def test_parts_are_gone_when_the_file_is_stored(browser):
    answer = browser.begin()
    browser.bring(answer.json()["url"], 0, PDF_CONTENT)
    assert part_of(answer).exists()
    browser.finish(answer.json()["url"])
    assert not part_of(answer).exists()


def test_unfinished_uploads_are_told_to_their_person(browser):
    url = browser.begin().json()["url"]
    browser.bring(url, 0, PDF_CONTENT[:100])
    [row] = browser.client.get(LIST).json()["unfinished"]
    assert (row["url"], row["name"], row["offset"], row["size"]) == (url, "sar.pdf", 100, len(PDF_CONTENT))


# ---------------------------------------------------------------- what breaks on the way


def test_piece_whose_answer_was_lost_is_not_taken_twice(browser):
    answer = browser.begin()
    url = answer.json()["url"]
    browser.bring(url, 0, PDF_CONTENT[:100])
    again = browser.bring(url, 0, PDF_CONTENT[:100])
    assert (again.status_code, again.json()["offset"]) == (409, 100)
    assert part_of(answer).read_bytes() == PDF_CONTENT[:100]


@pytest.mark.parametrize("offset", ["50", "150", "-1", "", "x", "๑", "9" * 30])
def test_piece_for_another_place_is_answered_with_the_right_one(browser, offset):
    url = browser.begin().json()["url"]
    browser.bring(url, 0, PDF_CONTENT[:100])
    answer = browser.bring(url, offset, PDF_CONTENT[100:200])
    assert (answer.status_code, answer.json()["offset"]) == (409, 100)


def test_same_file_on_another_day_goes_on_where_it_was(browser):
    with time_machine.travel(timezone.now() - timedelta(days=2)):
        url = browser.begin().json()["url"]
        browser.bring(url, 0, PDF_CONTENT[:100])
    later = browser.begin().json()
    assert (later["url"], later["offset"]) == (url, 100)


def test_same_file_that_is_stored_already_need_not_come_again(browser):
    done = browser.upload()
    again = browser.begin().json()
    assert (again["url"], again["standing"], again["offset"]) == (done["url"], "ready", len(PDF_CONTENT))


def test_file_without_a_hash_is_a_new_one_each_time(browser):
    first, second = (browser.begin(sha256="").json()["url"] for _time in range(2))
    assert first != second
    assert browser.upload(sha256="not one")["standing"] == "ready"


def test_piece_is_refused_while_another_request_is_at_work(browser):
    answer = browser.begin()
    with uploads._at_work(Upload.objects.get()):
        busy = browser.bring(answer.json()["url"], 0, PDF_CONTENT[:100])
        finish = browser.finish(answer.json()["url"])
    assert (busy.status_code, finish.status_code, busy.json()["offset"]) == (409, 409, 0)
    assert browser.bring(answer.json()["url"], 0, PDF_CONTENT[:100]).status_code == 200


def test_file_that_was_changed_on_its_way_is_refused(browser):
    url = browser.begin().json()["url"]
    browser.bring(url, 0, PDF_CONTENT[:-1] + b"x")
    done = browser.finish(url).json()
    assert (done["standing"], is_thai(done["message"]), StoredFile.objects.count()) == ("refused", True, 0)
    assert browser.begin().json()["url"] != url


def test_finish_waits_for_a_place_and_is_asked_again(browser):
    url = browser.begin().json()["url"]
    browser.bring(url, 0, PDF_CONTENT)
    inspection.SEEN.clear()
    with inspection._place(0), inspection._place(0):
        assert browser.finish(url).json()["standing"] == "checking"
    assert browser.finish(url).json()["standing"] == "ready"


def test_check_that_was_killed_at_its_last_step_asks_for_the_file_again(browser):
    answer = browser.begin()
    url = answer.json()["url"]
    browser.bring(url, 0, PDF_CONTENT)
    Upload.objects.update(arrived_at=timezone.now())
    part_of(answer).unlink()
    again = browser.finish(url)
    assert (again.status_code, again.json()["offset"]) == (409, 0)
    browser.bring(url, 0, PDF_CONTENT)
    assert browser.finish(url).json()["standing"] == "ready"


# ---------------------------------------------------------------- finishing


def test_finish_before_the_end_is_refused(browser):
    url = browser.begin().json()["url"]
    browser.bring(url, 0, PDF_CONTENT[:100])
    answer = browser.finish(url)
    assert (answer.status_code, answer.json()["offset"], answer.json()["standing"]) == (409, 100, "open")
    assert is_thai(answer.json()["message"])


def test_finishing_twice_makes_one_file(browser):
    done = browser.upload()
    again = browser.finish(done["url"])
    assert (again.status_code, again.json()["standing"], StoredFile.objects.count()) == (200, "ready", 1)
    assert browser.bring(done["url"], 0, PDF_CONTENT).status_code == 409


BAD = {what: row for what, row in corpus().items() if row[2] in {"script", "locked", "junk", "type", "embedded"}}


@pytest.mark.parametrize("what", BAD)
def test_bad_file_is_refused_at_its_end(browser, what):
    name, content, _code = BAD[what]
    done = browser.upload(content, name=name)
    assert (done["standing"], is_thai(done["message"]), "ticket" in done) == ("refused", True, False)
    assert browser.client.get(LIST).json()["unfinished"] == []


@pytest.mark.parametrize("name", ["../../../etc/passwd.pdf", "..", "a\x00b.pdf", "x" * 400, ""])
def test_name_of_an_upload_goes_nowhere(browser, name):
    browser.upload(name=name)
    kept = Path(StoredFile.objects.get().content.path)
    assert kept.name == hashlib.sha256(PDF_CONTENT).hexdigest()
    assert StoredFile.objects.get().name.endswith(".pdf")


# ---------------------------------------------------------------- how much


@pytest.mark.parametrize(("size", "status"), [("0", 422), ("-5", 422), ("x", 422), ("1" * 40, 422), (101 * 2**20, 413)])
def test_size_out_of_bounds_is_refused_at_the_beginning(browser, size, status):
    answer = browser.begin(size=size)
    assert (answer.status_code, is_thai(answer.json()["message"]), Upload.objects.count()) == (status, True, 0)


def test_pdf_may_have_more_than_other_kinds(browser):
    sizes = {kind: browser.begin(size=60 * 2**20, kinds=kind).status_code for kind in (files.PDF, files.JPEG)}
    assert sizes == {files.PDF: 200, files.JPEG: 413}


def test_more_bytes_than_promised_are_refused(browser):
    answer = browser.begin()
    url = answer.json()["url"]
    whole = browser.bring(url, 0, PDF_CONTENT + b"x")
    browser.bring(url, 0, PDF_CONTENT[:-1])
    last = browser.bring(url, len(PDF_CONTENT) - 1, PDF_CONTENT[-1:] + b"x")
    assert [whole.status_code, last.status_code] == [413, 413]
    assert part_of(answer).stat().st_size == len(PDF_CONTENT) - 1


def test_sixth_unfinished_upload_is_refused(browser):
    statuses = [browser.begin(sha256="").status_code for _time in range(6)]
    assert statuses == [200] * 5 + [429]


def test_full_disk_is_said_and_loses_nothing(browser):
    """/dev/full answers every write as a disk does that has no room left."""
    answer = browser.begin()
    part = part_of(answer)
    part.parent.mkdir(parents=True)
    part.symlink_to("/dev/full")
    refused = browser.bring(answer.json()["url"], 0, PDF_CONTENT)
    assert (refused.status_code, refused.json()["offset"], is_thai(refused.json()["message"])) == (507, 0, True)
    part.unlink()
    assert browser.bring(answer.json()["url"], 0, PDF_CONTENT).status_code == 200


def test_upload_is_not_begun_on_a_disk_without_room(browser, monkeypatch):
    monkeypatch.setattr(uploads, "RESERVE", 2**60)
    answer = browser.begin()
    assert (answer.status_code, is_thai(answer.json()["message"])) == (507, True)


# ---------------------------------------------------------------- whose it is


def test_upload_of_another_person_is_not_found(browser, sign_in):
    url = browser.begin().json()["url"]
    stranger = Browser(sign_in(person("supervisor")))
    client = stranger.client
    answers = [client.get(url), stranger.bring(url, 0, PDF_CONTENT), stranger.finish(url), client.delete(url)]
    assert [answer.status_code for answer in answers] == [404] * 4
    assert client.get(LIST).json()["unfinished"] == []
    assert stranger.begin().json()["url"] != url


def test_other_methods_and_missing_tokens_are_refused(browser, client, teacher):
    url = browser.begin().json()["url"]
    assert [browser.client.put(url).status_code, browser.client.get(f"{url}finish/").status_code] == [405, 405]
    client.handler.enforce_csrf_checks = True
    statuses = [client.post(LIST).status_code, browser.bring(url, 0, b"x").status_code, browser.finish(url).status_code]
    assert statuses == [403] * 3


def test_upload_is_thrown_away_with_its_parts(browser):
    answer = browser.begin()
    browser.bring(answer.json()["url"], 0, PDF_CONTENT[:100])
    folder = part_of(answer).parent
    assert browser.client.delete(answer.json()["url"]).json() == {}
    assert (Upload.objects.count(), folder.exists()) == (0, False)


# ---------------------------------------------------------------- clearing


def test_uploads_that_nobody_touched_for_a_week_are_cleared(browser, teacher):
    with time_machine.travel(timezone.now() - timedelta(days=8)):
        old = browser.begin()
        stored = browser.upload(good_pdf(1, words="stored and shown nowhere"))
    fresh = browser.begin(good_pdf(5))
    call_command("clear_uploads")
    assert [row.get_absolute_url() for row in Upload.objects.all()] == [fresh.json()["url"]]
    assert browser.client.get(old.json()["url"]).status_code == 404
    assert (stored["standing"], StoredFile.objects.count(), StoredText.objects.count()) == ("ready", 0, 0)


def test_upload_that_somebody_works_at_is_not_cleared(browser):
    with time_machine.travel(timezone.now() - timedelta(days=8)):
        answer = browser.begin()
    browser.bring(answer.json()["url"], 0, PDF_CONTENT[:100])  # its part is of today
    call_command("clear_uploads")
    assert Upload.objects.count() == 1


# ---------------------------------------------------------------- in a form


class PaperForm(PortalForm):
    paper = UploadField(label="x", allowed={files.PDF})


def sent(ticket, **upload):
    return PaperForm({"paper_ticket": ticket}, upload)


def test_form_takes_the_ticket_in_place_of_the_file(browser, teacher):
    form = sent(browser.upload()["ticket"])
    assert form.is_valid()
    stored = files.store(form.cleaned_data["paper"], district=teacher.district, by=teacher, allowed={files.PDF})
    assert [stored] == list(StoredFile.objects.all())


def test_ticket_stays_in_a_form_that_comes_back(browser):
    ticket = browser.upload()["ticket"]
    shown = str(sent(ticket)["paper"])
    assert (f'data-ticket="{ticket}"' in shown, 'data-kept="sar.pdf"' in shown) == (True, True)
    assert "data-ticket" not in str(sent("forged")["paper"])


@pytest.mark.parametrize("ticket", ["forged", "", "a:b:c"])
def test_forged_ticket_is_an_error_at_the_field(ticket):
    assert list(sent(ticket).errors) == ["paper"]


def test_ticket_of_another_kind_is_an_error_at_the_field(browser, teacher):
    photo = good_pdf()
    stored = files.keep(photo, "x.png", files.PNG, district=teacher.district, by=teacher)
    assert sent(kept_files.ticket(stored, teacher)).errors["paper"].as_data()[0].code == "type"


def test_ticket_of_another_person_stores_nothing(browser, teacher):
    form = sent(browser.upload()["ticket"])
    stranger = person("supervisor", teacher.district)
    assert form.is_valid()
    with pytest.raises(files.PermissionDenied):
        files.store(form.cleaned_data["paper"], district=stranger.district, by=stranger)


def test_old_ticket_is_an_error_at_the_field(browser):
    ticket = browser.upload()["ticket"]
    with time_machine.travel(timezone.now() + timedelta(days=4)):
        [sentence] = sent(ticket).errors["paper"]
    assert is_thai(sentence)


def test_file_that_is_chosen_anew_counts_more_than_the_ticket(browser):
    form = sent(browser.upload()["ticket"], paper=SimpleUploadedFile("new.pdf", good_pdf(7)))
    assert (form.is_valid(), form.cleaned_data["paper"].name) == (True, "new.pdf")


# ---------------------------------------------------------------- the command


@pytest.mark.parametrize("what", ["a Thai name", "script at opening", "locked by its owner", "empty"])
def test_command_checks_as_an_upload_is_checked(what, tmp_path, capsys):
    name, content, code = corpus()[what]
    path = tmp_path / Path(name).name
    path.write_bytes(content)
    if code:
        with pytest.raises(SystemExit) as ended:
            call_command("check_upload", str(path))
        assert ended.value.code == 2
    else:
        call_command("check_upload", str(path))
    verdict = json.loads(capsys.readouterr().out)
    counts = (None, None) if code else (2, 1)
    assert list(verdict) == ["accepted", "reason", "pages", "text_pages", "sha256"]
    assert (verdict["accepted"], verdict["pages"], verdict["text_pages"]) == (not code, *counts)
    assert (is_thai(verdict["reason"]), verdict["sha256"]) == (bool(code), hashlib.sha256(content).hexdigest())


def test_address_of_an_upload_is_its_key(browser):
    upload = Upload.objects.get(key=browser.begin().json()["url"].split("/")[2])
    assert upload.get_absolute_url() == reverse("core:upload_detail", args=[upload.key])
