"""Every bad upload is refused with a sentence that says what to do, or stored safely; checking one takes little memory,
and a file that cannot be finished with is stopped."""

import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from qa_portal.core import files, shelf
from qa_portal.core.models import StoredText
from qa_portal.core.pdf_intake import child, inspection
from qa_portal.core.pdf_intake.refusals import SENTENCES, refusal
from tests.core.bad_pdfs import corpus, good_pdf, scanned_pdf
from tests.factories.core import DistrictFactory, UserFactory

CORPUS = corpus()
REFUSED = {what: row for what, row in CORPUS.items() if row[2]}
TAKEN = {what: row for what, row in CORPUS.items() if not row[2]}
MOST_MB, MEGABYTE = 500, 1024 * 1024


def upload(name, content):
    return SimpleUploadedFile(name, content)


def is_thai(sentence):
    return any("ก" <= letter <= "๛" for letter in sentence)


@pytest.mark.parametrize("what", REFUSED)
def test_bad_upload_is_refused_with_a_sentence_in_thai(what):
    name, content, code = REFUSED[what]
    with pytest.raises(ValidationError) as caught:
        files.examine(upload(name, content), {files.PDF})
    sentence = " ".join(caught.value.messages)
    assert (caught.value.code, is_thai(sentence)) == (code, True), sentence


@pytest.mark.django_db
@pytest.mark.parametrize("what", TAKEN)
def test_upload_with_an_odd_name_is_stored_under_a_safe_one(what):
    name, content, _ = TAKEN[what]
    stored = files.store(upload(name, content), district=DistrictFactory(), by=UserFactory(), allowed={files.PDF})
    kept = Path(stored.content.path)
    assert kept.is_relative_to(settings.MEDIA_ROOT)
    assert (kept.name, kept.read_bytes()) == (stored.sha256, content)
    assert (
        stored.name
        == {
            "a name that climbs": "passwd.pdf",
            "a name of Windows that climbs": "boot.pdf",
            "a Thai name": "รายงานการประเมินตนเอง ปี ๒๕๖๘ (ฉบับสมบูรณ์).pdf",
            "a wrong extension": "รายงาน.docx.pdf",
            "a picture of ten thousand million points": "sar.pdf",
        }[what]
    )


@pytest.mark.parametrize("code", SENTENCES)
def test_each_refusal_says_in_thai_what_to_do(code):
    sentence = " ".join(refusal(code).messages)
    assert is_thai(sentence)
    assert "%" not in sentence


# ---------------------------------------------------------------- memory and time


def verdict_in(tmp_path, content):
    path = tmp_path / "x.pdf"
    path.write_bytes(content)
    return inspection._verdict(path)


@pytest.mark.parametrize("what", CORPUS)
def test_checking_takes_less_than_half_a_gigabyte(what, tmp_path, record_property):
    verdict = verdict_in(tmp_path, CORPUS[what][1])
    record_property("memory_mb", verdict["memory_mb"])
    print(f"{what}: {verdict['memory_mb']} MB")
    assert verdict["memory_mb"] < MOST_MB


def test_large_file_is_checked_in_less_than_half_a_gigabyte(tmp_path):
    verdict = verdict_in(tmp_path, scanned_pdf(50, 2 * MEGABYTE))
    print(f"100 MB: {verdict['memory_mb']} MB")
    assert (verdict["code"], verdict["pages"], verdict["memory_mb"] < MOST_MB) == ("", 50, True)


def test_process_that_checks_can_take_no_more_than_its_memory():
    hungry = "from qa_portal.core.pdf_intake import child; child.confine(); bytearray(600 * 1024 * 1024)"
    done = subprocess.run([sys.executable, "-c", hungry], cwd=settings.BASE_DIR, capture_output=True, text=True)
    assert (done.returncode, done.stderr.splitlines()[-1]) == (1, "MemoryError")


def test_process_that_checks_is_stopped_when_it_computes_too_long():
    busy = (
        "import resource; from qa_portal.core.pdf_intake import child; child.SECONDS = 1; child.confine()\n"
        "while True: pass"
    )
    done = subprocess.run([sys.executable, "-c", busy], cwd=settings.BASE_DIR, capture_output=True)
    assert done.returncode in {-signal.SIGXCPU, -signal.SIGKILL}


def test_process_that_is_stopped_leaves_a_refusal(monkeypatch, tmp_path):
    monkeypatch.setattr(inspection, "PATIENCE", 0.05)
    path = tmp_path / "x.pdf"
    path.write_bytes(good_pdf(words="too slow"))
    with pytest.raises(ValidationError) as caught:
        inspection.inspect(path, wait=0)
    assert caught.value.code == "heavy"


def test_process_that_checks_is_told_no_secret(monkeypatch, tmp_path):
    monkeypatch.setenv("SECRET_KEY", "secret")
    instead = tmp_path / "python"
    instead.write_text(f"#!/bin/sh\nenv > {tmp_path}/told\necho '{{}}'\n")
    instead.chmod(0o700)
    monkeypatch.setattr(inspection.sys, "executable", str(instead))
    inspection._verdict(tmp_path / "x.pdf")
    names = {line.split("=")[0] for line in (tmp_path / "told").read_text().splitlines()}
    assert names <= {"PATH", "LANG", "PWD", "SHLVL", "_", "OLDPWD"}


def test_limits_of_the_process_are_its_own():
    assert child.MEMORY < MOST_MB * MEGABYTE
    assert resource.getrlimit(resource.RLIMIT_AS)[0] == resource.RLIM_INFINITY


# ---------------------------------------------------------------- places


def test_third_file_waits_for_a_place(tmp_path):
    path = tmp_path / "x.pdf"
    path.write_bytes(good_pdf(words="the third"))
    with inspection._place(0), inspection._place(0), pytest.raises(inspection.Busy) as caught:
        inspection.inspect(path, wait=0)
    assert is_thai(caught.value.messages[0])
    assert inspection.inspect(path, wait=0).pages == 2


def test_file_that_was_good_before_needs_no_place(tmp_path):
    path = tmp_path / "x.pdf"
    path.write_bytes(good_pdf(words="seen before"))
    inspection.inspect(path, wait=0)
    with inspection._place(0), inspection._place(0):
        assert inspection.inspect(path, wait=0).pages == 2


# ---------------------------------------------------------------- what is found


@pytest.mark.django_db
def test_words_and_face_of_a_pdf_are_kept():
    words = "Strengths of our school"
    content = good_pdf(3, words=words)
    stored = files.store(upload("sar.pdf", content), district=DistrictFactory(), by=UserFactory())
    with stored.picture.open("rb") as picture:
        face = picture.read()
    assert (stored.pages, stored.text_pages, stored.scanned_pages) == (3, 1, 2)
    assert StoredText.objects.get(stored=stored).text == f"{words}\f\f"
    assert (files.sniff(face), len(face) < 20_000) == (files.PNG, True)


@pytest.mark.django_db
def test_file_that_is_thrown_away_leaves_nothing_on_the_disk_after_the_sweep():
    stored = files.store(upload("sar.pdf", good_pdf(words="x")), district=DistrictFactory(), by=UserFactory())
    paths = [Path(stored.content.path), Path(stored.picture.path)]
    files.throw_away(stored)
    for path in paths:
        os.utime(path, (0, 0))
    assert (shelf.sweep(), [path.exists() for path in paths]) == (2, [False, False])
    assert not StoredText.objects.exists()


def test_bomb_is_refused_before_it_is_unpacked_whole(tmp_path):
    begun = time.monotonic()
    verdict = verdict_in(tmp_path, CORPUS["a bomb"][1])
    assert (verdict["code"], verdict["memory_mb"] < 100) == ("bomb", True)
    assert time.monotonic() - begun < 30
