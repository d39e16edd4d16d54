"""Every kind of answer in the plain form, rules of asking, and what they do to the score and the report."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation

from qa_portal.core.workflow import perform
from supervision.forms.record import SectionForm
from supervision.models import Answer, rule_in_words, score_of
from supervision.reports.claims import answers_seen
from supervision.services.answers import drop_unasked
from supervision.workflow.visit import missing_to_report
from tests.factories.instruments import items_of, visit_of_many_kinds
from tests.factories.supervision import FindingFactory, photo_upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit():
    return visit_of_many_kinds()


def answer(visit, place, **facts):
    return Answer.objects.create(visit=visit, item=items_of(visit.instrument)[place], **facts)


def asked(visit):
    return [item.number for part in score_of(visit).sections for item, _answer in part.rows]


def test_item_is_asked_by_the_answer_to_another(visit):
    assert asked(visit) == ["1.1", "1.3", "2.1", "2.3"]
    answer(visit, "1.1", is_yes=True)
    answer(visit, "2.1", not_applicable=True)
    assert asked(visit) == ["1.1", "1.2", "1.3", "2.1", "2.2", "2.3"]


def test_choice_is_matched_by_its_words(visit):
    choices = items_of(visit.instrument)["2.1"].choices
    said = answer(visit, "2.1", choice=choices.get(text="ไม่พร้อม"))
    assert asked(visit) == ["1.1", "1.3", "2.1", "2.2", "2.3"]
    said.choice = choices.get(text="พร้อม")
    said.save()
    assert asked(visit) == ["1.1", "1.3", "2.1", "2.3"]


def test_item_that_hangs_on_one_that_is_not_asked_is_not_asked(visit):
    items = items_of(visit.instrument)
    items["1.3"].asked_if, items["1.3"].asked_if_answer = items["1.2"], "3"
    items["1.3"].save()
    yes = answer(visit, "1.1", is_yes=True)
    answer(visit, "1.2", level=visit.instrument.levels.get(value=3))
    assert asked(visit) == ["1.1", "1.2", "1.3", "2.1", "2.3"]
    yes.is_yes = False
    yes.save()
    assert asked(visit) == ["1.1", "2.1", "2.3"]


def test_rule_is_said_in_words(visit):
    items, levels = items_of(visit.instrument), visit.instrument.levels.all()
    with translation.override("th"):
        assert [rule_in_words(items[number], levels) for number in ("1.1", "1.2", "2.2")] == [
            "",
            "ตอบเมื่อข้อ 1.1 ตอบว่า “ใช่”",
            "ตอบเมื่อข้อ 2.1 ตอบว่า “ไม่พร้อม หรือ ไม่เกี่ยวข้อง”",
        ]


def test_score_leaves_out_what_is_not_asked(visit):
    yes = answer(visit, "1.1", is_yes=True)
    answer(visit, "1.2", level=visit.instrument.levels.get(value=3))
    assert (score_of(visit).whole.total, score_of(visit).whole.items) == (3, 1)
    yes.is_yes = False
    yes.save()
    whole = score_of(visit).whole
    assert (whole.total, whole.count, whole.items, whole.mean) == (0, 0, 0, None)


def test_answer_that_is_not_asked_after_all_is_emptied(visit):
    answer(visit, "1.1", is_yes=False)
    rated = answer(visit, "1.2", level=visit.instrument.levels.get(value=3), note="เดิม")
    drop_unasked(visit)
    rated.refresh_from_db()
    assert (rated.level, rated.note, rated.history.count()) == (None, "", 2)


def test_report_counts_no_answer_that_is_not_asked(visit):
    FindingFactory(visit=visit)
    visit.visited_on = visit.planned_on
    visit.save()
    answer(visit, "1.1", is_yes=False)
    answer(visit, "1.2", level=visit.instrument.levels.get(value=1))
    answer(visit, "1.3", not_applicable=True)
    answer(visit, "2.1", choice=items_of(visit.instrument)["2.1"].choices.get(text="พร้อม"))
    perform(visit, "finish", by=visit.lead)
    perform(visit, "report", by=visit.lead)
    assert list(answers_seen(visit.academic_year).filter(visit=visit)) == []


def test_only_what_must_be_answered_and_is_asked_hinders_the_report(visit):
    def hindered():
        addresses = [item.url for item in missing_to_report(visit)]
        return [address for address in addresses if "/sections/" in address]

    pages = [reverse("supervision:visit_section", args=[visit.pk, place]) for place in (1, 2)]
    assert hindered() == pages
    answer(visit, "1.1", is_yes=False)
    answer(visit, "1.3", number=Decimal("80"))
    assert hindered() == pages[1:]
    answer(visit, "2.1", choice=items_of(visit.instrument)["2.1"].choices.get(text="พร้อม"))
    assert hindered() == []


def form_of_section(visit, place, data=None):
    section = visit.instrument.sections.get(position=place)
    form = SectionForm(visit=visit, section=section)
    if data is None:
        return form
    items = items_of(visit.instrument)
    typed = {f"answer_{items[number].pk}": value for number, value in data.items()}
    return SectionForm({"opened": form.fields["opened"].initial, **typed}, visit=visit, section=section)


def given(visit, place, data):
    form = form_of_section(visit, place, data)
    assert form.errors == {}
    return {item.number: fields for item, fields in form.given().items()}


def test_number_is_read_with_thai_digits_and_commas(visit):
    assert given(visit, 1, {"1.3": "๘๐.๕"})["1.3"]["number"] == Decimal("80.5")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("๑๐๑", ["ต้องไม่เกิน 100"]),
        ("-1", ["ต้องไม่น้อยกว่า 0"]),
    ],
)
def test_number_out_of_its_bounds_is_refused(visit, typed, said):
    form = form_of_section(visit, 1, {"1.3": typed})
    assert form.errors == {f"answer_{items_of(visit.instrument)['1.3'].pk}": said}


def test_number_that_is_none_is_refused_and_stays_in_the_form(visit):
    form = form_of_section(visit, 1, {"1.3": "มาก"})
    key = f"answer_{items_of(visit.instrument)['1.3'].pk}"
    assert (list(form.errors), form[key].value()) == ([key], "มาก")


def test_number_may_be_not_applicable(visit):
    fields = given(visit, 1, {"1.3": "na"})["1.3"]
    assert (fields["number"], fields["not_applicable"]) == (None, True)


def test_choice_is_one_of_its_own(visit):
    choice = items_of(visit.instrument)["2.1"].choices.get(text="พร้อม")
    assert given(visit, 2, {"2.1": str(choice.pk)})["2.1"]["choice"] == choice
    assert form_of_section(visit, 2, {"2.1": "0"}).is_valid() is False


def test_section_page_saves_every_kind(sign_in, visit):
    items, client = items_of(visit.instrument), sign_in(visit.lead)
    address = reverse("supervision:visit_section", args=[visit.pk, 2])
    choice = items["2.1"].choices.get(text="ไม่พร้อม")
    photo = items["2.3"].pk
    client.post(
        address,
        {
            "opened": 0,
            f"answer_{items['2.1'].pk}": choice.pk,
            f"answer_{items['2.2'].pk}": "แผน",
            f"photo_{photo}": photo_upload(),
            f"consent_{photo}": "on",
        },
    )
    saved = {row.item.number: row.word for row in visit.answers.all()}
    held = visit.photos.get()
    assert saved == {"2.1": "ไม่พร้อม", "2.2": "แผน"}
    assert (held.item, held.caption, held.has_consent) == (items["2.3"], "2.3 ภาพ", True)


def test_section_page_says_the_rule_of_what_hangs_on_another_item(sign_in, visit):
    page = sign_in(visit.lead).get(reverse("supervision:visit_section", args=[visit.pk, 1]))
    rules = [(row.item.number, row.rule) for row in page.context["form"].rows() if row.rule]
    assert rules == [("1.2", "ตอบเมื่อข้อ 1.1 ตอบว่า “ใช่”")]
