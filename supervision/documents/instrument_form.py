"""An instrument on paper: blank, to be filled in by hand, or as a visit filled it in."""

from dataclasses import dataclass

from django.utils import translation

from qa_portal.core.documents import render_docx, render_pdf
from supervision.models import ItemKind, rule_in_words, score_of

TEMPLATE = "supervision/documents/instrument_form.html"
LINES = 3  # to write on, below an item that is answered in words


@dataclass(frozen=True)
class Box:
    word: str
    is_ticked: bool


@dataclass(frozen=True)
class PaperItem:
    """An item as it is printed. `answer`: None on a blank form and where there is none."""

    item: object
    answer: object
    rule: str
    boxes: list[Box]
    meanings: list[str]
    is_skipped: bool
    photos: int

    @property
    def is_in_words(self):
        return self.item.kind == ItemKind.TEXT

    @property
    def is_photo(self):
        return self.item.kind == ItemKind.PHOTO

    @property
    def is_number(self):
        return self.item.kind == ItemKind.NUMBER


def instrument_pdf(instrument):
    return _pdf(instrument)


def instrument_docx(instrument):
    return render_docx(TEMPLATE, _context(instrument), **_about(instrument))


def visit_form_pdf(visit):
    """What the visit answered, in the form's own layout; a draft until the report is sent."""
    return _pdf(visit.instrument, visit)


def visit_form_docx(visit):
    return render_docx(TEMPLATE, _context(visit.instrument, visit), **_about(visit.instrument, visit))


def _pdf(instrument, visit=None):
    return render_pdf(TEMPLATE, _context(instrument, visit), **_about(instrument, visit))


def _about(instrument, visit=None):
    district = visit.school.district if visit else instrument.district
    title = f"{instrument.name} {visit.code}" if visit else instrument.name
    return {"title": title, "author": district.name if district else ""}


def _context(instrument, visit=None):
    with translation.override("th"):
        levels = list(instrument.levels.all())
        return {
            "instrument": instrument,
            "levels": levels,
            "sections": list(_sections(instrument, levels, visit)),
            "visit": visit,
            "score": score_of(visit) if visit else None,
            "state": "" if visit is None or visit.is_sent else "ร่าง",
            "lines": range(LINES),
        }


def _sections(instrument, levels, visit):
    answers, skipped, photos = _answered(visit)
    related = ("items__choices", "items__descriptions__level", "items__asked_if")
    for section in instrument.sections.prefetch_related(*related):
        yield (
            section,
            [
                PaperItem(
                    item,
                    answers.get(item.pk),
                    rule_in_words(item, levels),
                    _boxes(item, levels, answers.get(item.pk)),
                    [f"{row.level.value} = {row.text}" for row in item.descriptions.all()],
                    item.pk in skipped,
                    photos.count(item.pk),
                )
                for item in section.items.all()
            ],
        )


def _answered(visit):
    """({item: answer}, items that were not asked, the item of each photo)."""
    if visit is None:
        return {}, set(), []
    parts = score_of(visit).sections
    answers = {item.pk: answer for part in parts for item, answer in part.rows}
    skipped = {item.pk for part in parts for item in part.skipped}
    return answers, skipped, list(visit.photos.values_list("item", flat=True))


def _boxes(item, levels, answer):
    """A box for each answer to choose from, with a tick in the one that was given."""
    choices = {
        ItemKind.RATED: [(str(row.value), str(row.value)) for row in levels],
        ItemKind.YES_NO: [("yes", "ใช่"), ("no", "ไม่ใช่")],
        ItemKind.CHOICE: [(row.text, row.text) for row in item.choices.all()],
    }.get(item.kind, [])
    if item.allows_na and item.kind != ItemKind.TEXT:
        choices = [*choices, ("na", "ไม่เกี่ยวข้อง")]
    given = answer.word if answer else ""
    return [Box(word, key == given) for key, word in choices]
