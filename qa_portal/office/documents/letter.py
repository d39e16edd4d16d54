"""A memo (บันทึกข้อความ) or an external letter (หนังสือภายนอก) on paper, PDF and Word (B9)."""

from dataclasses import replace

from qa_portal.core.documents import render_docx, render_pdf
from qa_portal.core.documents.pictures import picture
from qa_portal.core.letterhead import Head, emblem_of, head_of
from qa_portal.office.models import LetterKind, LetterState

TEMPLATES = {LetterKind.MEMO: "office/documents/memo.html", LetterKind.EXTERNAL: "office/documents/letter.html"}


def letter_context(letter):
    """With the letterhead of the day on which it went out; a draft's is that of today."""
    head = _head(letter)
    return {
        "letter": letter,
        "head": head,
        "refers_to": _lines(letter.refers_to),
        "enclosures": _lines(letter.enclosures),
        "paragraphs": _lines(letter.body),
        "memo_unit": " ".join(filter(None, [head.unit, head.office, *head.contact.splitlines()[:1]])),
        "state": {LetterState.DRAFT: "ร่าง", LetterState.CANCELLED: "ยกเลิก"}.get(letter.state, ""),
    }


def _head(letter):
    if letter.head:
        return Head(**letter.head)
    head = head_of(letter.district, signatory=letter.signatory)
    return replace(head, unit=letter.unit or head.unit)


def _lines(text):
    return [line.strip() for line in text.splitlines() if line.strip()]


def render_letter(letter, *, thai_digits=True):
    return _rendered(render_pdf, letter, thai_digits)


def render_letter_docx(letter, *, thai_digits=True):
    return _rendered(render_docx, letter, thai_digits)


def _rendered(render, letter, thai_digits):
    emblem = letter.emblem if letter.head else emblem_of(letter.district)
    return render(
        TEMPLATES[letter.kind],
        letter_context(letter),
        title=str(letter),
        author=letter.district.name,
        thai_digits=thai_digits,
        files={"emblem": picture(emblem)} if emblem and not emblem.is_held else {},
    )


def letter_name(letter):
    kind = "บันทึกข้อความ" if letter.is_memo else "หนังสือภายนอก"
    return f"{kind}-{letter.number_text or 'ร่าง'}".replace("/", "-").replace(" ", "-")
