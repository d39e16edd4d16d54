"""An instrument with an item of each kind, the answers to which decide what is asked."""

from decimal import Decimal

from supervision.data.instrument_form import Form, Item, Level, Section
from supervision.services.instruments import make_edition

from .supervision import VisitFactory


def many_kinds(**changes):
    """1.1 yes or no; 1.2 rated, if yes; 1.3 number from 0 to 100; 2.1 choice; 2.2 words, if “ไม่พร้อม”; 2.3 photo."""
    scale = ((3, "ดี", "2.50"), (2, "พอใช้", "1.50"), (1, "ปรับปรุง", "1.00"))
    levels = tuple(Level(value, word, "", Decimal(least)) for value, word, least in scale)
    first = Section(
        "ข้อมูล",
        "ดูหลักฐาน",
        (
            Item("1.1", "yes_no", "มีแผน", allows_na=False),
            Item("1.2", "rated", "คุณภาพของแผน", "อ่านแผน", "BASIC-2561:2.2", asked_if="1.1", asked_if_answer="yes",
                 described=((3, "ครบทุกด้าน"), (1, "ไม่ครบ"))),
            Item("1.3", "number", "ร้อยละที่บรรลุ", unit="ร้อยละ", least=Decimal("0.00"), most=Decimal("100.00")),
        ),
    )  # fmt: skip
    second = Section(
        "สรุป",
        items=(
            Item("2.1", "choice", "ความพร้อม", choices=("พร้อม", "ไม่พร้อม")),
            Item("2.2", "text", "สิ่งที่ขาด", allows_na=False, asked_if="2.1", asked_if_answer="ไม่พร้อม,na"),
            Item("2.3", "photo", "ภาพ", is_needed=False),
        ),
    )
    facts = {"code": "many-kinds", "name": "แบบหลายชนิด", "levels": levels, "sections": (first, second)}
    return Form(**facts | changes)


def visit_of_many_kinds(**kwargs):
    visit = VisitFactory(**kwargs)
    instrument = make_edition(many_kinds(), district=visit.school.district)
    type(instrument).objects.filter(pk=instrument.pk).update(state="published")
    visit.instrument = instrument
    visit.save()
    return visit


def items_of(instrument):
    """{number: item}."""
    return {item.number: item for section in instrument.sections.all() for item in section.items.all()}
