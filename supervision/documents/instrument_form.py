"""An instrument on paper: blank, to be filled in by hand, or as a visit or a sheet filled it in (`holder`)."""

from dataclasses import dataclass

from django.utils import translation

from qa_portal.core.documents import render_docx, render_pdf
from supervision.models import ItemKind, Sheet, Visit, rule_in_words, score_of

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


def sheet_form_pdf(sheet):
    """What the sheet answers, in the form's own layout; a draft until it is sent."""
    return _pdf(sheet.instrument, sheet)


def sheet_form_docx(sheet):
    return render_docx(TEMPLATE, _context(sheet.instrument, sheet), **_about(sheet.instrument, sheet))


def _pdf(instrument, holder=None):
    return render_pdf(TEMPLATE, _context(instrument, holder), **_about(instrument, holder))


def _about(instrument, holder=None):
    if isinstance(holder, Visit):
        district, whose = holder.school.district, holder.code
    elif holder:
        district, whose = holder.collection.district, str(holder.owner)
    else:
        district, whose = instrument.district, ""
    return {"title": f"{instrument.name} {whose}".strip(), "author": district.name if district else ""}


def _context(instrument, holder=None):
    with translation.override("th"):
        levels = list(instrument.levels.all())
        return {
            "instrument": instrument,
            "levels": levels,
            "sections": list(_sections(instrument, levels, holder)),
            "visit": holder if isinstance(holder, Visit) else None,
            "sheet": holder if isinstance(holder, Sheet) else None,
            "is_filled": holder is not None,
            "score": score_of(holder) if holder else None,
            "state": "" if holder is None or _is_sent(holder) else "ร่าง",
            "lines": range(LINES),
        }


def _is_sent(holder):
    return holder.is_sent if isinstance(holder, Visit) else holder.is_answered


def _sections(instrument, levels, holder):
    answers, skipped, photos = _answered(holder)
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


def _answered(holder):
    """({item: answer}, items that were not asked, the item of each photo)."""
    if holder is None:
        return {}, set(), []
    parts = score_of(holder).sections
    answers = {item.pk: answer for part in parts for item, answer in part.rows}
    skipped = {item.pk for part in parts for item in part.skipped}
    return answers, skipped, list(holder.photos.values_list("item", flat=True))


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
