"""The PDFs of the day: a report of about 2 MB with text and photos, and a page of minutes."""

import base64
import random

from bench.dataset.words import SENTENCE

PAGES, PHOTOS = 24, 9


def report():
    return _pdf("".join(_page(number) for number in range(PAGES)))


def minutes():
    return _pdf(f"<p>{SENTENCE * 8}</p>")


def _page(number):
    photo = f'<img width="400" src="data:image/jpeg;base64,{_photo(number)}">' if number < PHOTOS else ""
    return f'<section style="break-after: page"><h1>บทที่ {number + 1}</h1>{photo}<p>{SENTENCE * 12}</p></section>'


def _photo(number):
    from bench.field import picture

    return base64.b64encode(picture(random.Random(number))).decode()


def _pdf(body):
    from weasyprint import HTML

    return HTML(string=f'<html lang="th"><body style="font-family: Sarabun">{body}</body></html>').write_pdf()
