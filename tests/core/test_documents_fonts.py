"""Fonts and word list: built once, whole, by whoever comes first."""

import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import call_command

from qa_portal.core.documents import built, fonts, words

from .document_kit import pdf_of, poppler_text


def fill(folder):
    (folder / "file").write_text("built")


@pytest.fixture
def source(settings, tmp_path):
    settings.BUILD_DIR = tmp_path / "build"
    path = tmp_path / "source"
    path.write_text("one")
    return path


def test_built_folder_is_made_once(source):
    made = []
    for _ in range(2):
        folder = built.built_folder("kind", sources=[source], fill=lambda folder: (made.append(folder), fill(folder)))
    assert (len(made), (folder / "file").read_text()) == (1, "built")


def test_built_folder_is_made_anew_for_another_source(source):
    first = built.built_folder("kind", sources=[source], fill=fill)
    source.write_text("two")
    assert built.built_folder("kind", sources=[source], fill=fill) != first


def test_built_folder_is_made_by_one_of_two_at_once(source):
    made, begun = [], threading.Event()

    def slowly(folder):
        made.append(folder)
        begun.set()
        time.sleep(0.2)
        fill(folder)

    first = threading.Thread(target=built.built_folder, args=("kind",), kwargs={"sources": [source], "fill": slowly})
    first.start()
    begun.wait()
    folder = built.built_folder("kind", sources=[source], fill=slowly)
    first.join()
    assert (len(made), folder.exists()) == (1, True)


def test_built_folder_is_not_left_half_made(source):
    def failing(folder):
        fill(folder)
        raise RuntimeError("disk full")

    with pytest.raises(RuntimeError):
        built.built_folder("kind", sources=[source], fill=failing)
    assert list((source.parent / "build" / "kind").iterdir()) == []


def test_two_processes_build_fonts_at_once(tmp_path):
    code = (
        "import sys; from django.conf import settings; settings.configure(BUILD_DIR=sys.argv[1]);"
        "from qa_portal.core.documents.fonts import build_fonts; print(build_fonts())"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    with ThreadPoolExecutor() as pool:
        runs = list(pool.map(lambda _: subprocess.check_output(command, text=True, timeout=60).strip(), range(2)))
    (folder,) = (tmp_path / "fonts").iterdir()
    assert runs == [str(folder)] * 2
    assert sorted(each.name for each in folder.iterdir()) == sorted(f"Sarabun-{style}.ttf" for style in fonts.STYLES)


def test_build_fonts_command_says_where_they_are(capsys):
    call_command("build_fonts")
    assert capsys.readouterr().out.splitlines()[0] == f"fonts: {fonts.build_fonts()}"


@pytest.mark.skipif(words.build_dictionary() is None, reason="trietool is not installed: stock dictionary")
def test_office_words_are_not_broken():
    """Every office word, in a column with room for it but not for the words before it as well."""
    terms = words.WORDS.read_text(encoding="utf-8").split()
    rows = "".join(f'<p style="width:{max(len(term), 6) * 0.62:.1f}em">ของ{term}ของ{term}</p>' for term in terms)
    lines = poppler_text(pdf_of(rows), "-layout").split()
    broken = [term for term in terms if not any(term in line for line in lines)]
    assert broken == []


def test_stock_dictionary_serves_without_trietool(monkeypatch, caplog):
    monkeypatch.setattr(words.shutil, "which", lambda name: None)
    caplog.set_level("INFO")
    assert words.build_dictionary.__wrapped__() is None
    assert [record.name for record in caplog.records] == [words.__name__]
