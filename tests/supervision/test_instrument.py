"""Instruments: data, immutable once in use, copied for a new edition; a visit keeps the edition it was made with."""

import pytest
from django.contrib.admin import site
from django.urls import reverse

from qa_portal.core.workflow import Refused, perform
from supervision.models import Instrument, InstrumentItem, ItemKind
from supervision.services.instruments import make_edition, new_edition
from tests.factories.core import DistrictFactory, person
from tests.factories.instruments import many_kinds
from tests.factories.schools import SchoolFactory
from tests.factories.supervision import InstrumentFactory, VisitFactory, small_instrument

pytestmark = pytest.mark.django_db


@pytest.fixture
def built_in():
    return Instrument.objects.get(code="iqa-system")


def test_first_instrument_follows_the_nine_steps(built_in):
    titles = list(built_in.sections.values_list("title", flat=True))
    assert len(titles) == 10
    assert titles[0] == "การกำหนดมาตรฐานการศึกษาของสถานศึกษา"
    assert titles[8:] == ["การพัฒนาคุณภาพการศึกษาอย่างต่อเนื่อง", "ข้อคิดเห็นจากการนิเทศ"]
    kinds = [item.kind for item in InstrumentItem.objects.filter(section__instrument=built_in)]
    assert [kinds.count(kind) for kind in ItemKind] == [24, 2, 0, 0, 3, 0]
    assert [(level.value, level.word, str(level.least_mean)) for level in built_in.levels.all()] == [
        (5, "ยอดเยี่ยม", "4.50"),
        (4, "ดีเลิศ", "3.50"),
        (3, "ดี", "2.50"),
        (2, "ปานกลาง", "1.50"),
        (1, "กำลังพัฒนา", "1.00"),
    ]


def test_every_rated_item_describes_its_levels_and_names_its_standard(built_in):
    rated = InstrumentItem.objects.filter(section__instrument=built_in, kind=ItemKind.RATED)
    assert not rated.filter(descriptions=None).exists()
    assert not rated.filter(indicator=None).exists()


def shape(instrument):
    """Everything an edition says, without what rows it is made of."""
    levels = [(level.value, level.word) for level in instrument.levels.all()]
    items = [
        (section.title, item.number, item.text, [(row.level.value, row.text) for row in item.descriptions.all()])
        for section in instrument.sections.all()
        for item in section.items.all()
    ]
    return levels, items


def test_new_edition_is_a_draft_that_says_the_same(built_in):
    district = DistrictFactory()
    copy = new_edition(built_in, district=district)
    assert (copy.code, copy.edition, copy.state, copy.district) == ("iqa-system", 2, "draft", district)
    assert shape(copy) == shape(built_in)
    assert set(copy.levels.values_list("pk")).isdisjoint(built_in.levels.values_list("pk"))
    assert new_edition(built_in, district=district).edition == 3


def test_visit_keeps_its_edition():
    admin = person("district_admin")
    instrument = small_instrument(district=admin.district)
    visit = VisitFactory(instrument=instrument, school=SchoolFactory(district=admin.district))
    perform(instrument, "retire", by=admin)
    copy = new_edition(instrument, district=admin.district)
    perform(copy, "publish", by=admin)
    visit.refresh_from_db()
    assert visit.instrument == instrument
    assert list(Instrument.objects.visible_to(admin).in_use().filter(code=instrument.code)) == [copy]


def test_instrument_without_items_cannot_be_put_into_use():
    admin = person("district_admin")
    empty = InstrumentFactory(district=admin.district, state="draft")
    empty.sections.create(position=1, title="ด้าน 1")
    with pytest.raises(Refused) as refused:
        perform(empty, "publish", by=admin)
    said = [item.sentence for item in refused.value.missing]
    assert said == ["ยังไม่มีระดับของเกณฑ์", "ด้านที่ 1 ยังไม่มีรายการ"]


def may_change(rf, user, instrument):
    request = rf.get("/")
    request.user = user
    return site.get_model_admin(Instrument).has_change_permission(request, instrument)


def test_back_office_changes_own_drafts_only(rf, built_in):
    admin = person("district_admin")
    draft = InstrumentFactory(district=admin.district, state="draft")
    used = InstrumentFactory(district=admin.district)
    foreign = InstrumentFactory(district=DistrictFactory(), state="draft")
    assert [may_change(rf, admin, row) for row in (draft, used, foreign, built_in)] == [True, False, False, False]
    assert not may_change(rf, person("supervisor", admin.district), draft)


def test_back_office_copies_and_publishes(sign_in, built_in):
    admin = person("district_admin", is_staff=True)
    client, address = sign_in(admin), reverse("admin:supervision_instrument_changelist")
    client.post(address, {"action": "make_new_edition", "_selected_action": [built_in.pk]})
    copy = Instrument.objects.get(district=admin.district)
    client.post(address, {"action": "publish", "_selected_action": [copy.pk]})
    copy.refresh_from_db()
    assert (copy.state, copy.published_by) == ("published", admin)


def test_back_office_shows_every_page_of_an_instrument(sign_in):
    admin = person("district_admin", is_staff=True)
    draft = new_edition(small_instrument(), district=admin.district)
    section = draft.sections.first()
    client = sign_in(admin)
    rows = [("instrument", draft), ("instrumentsection", section), ("instrumentitem", section.items.first())]
    pages = [client.get(reverse(f"admin:supervision_{name}_change", args=[row.pk])) for name, row in rows]
    assert [str(page.context["original"]) for page in pages] == [str(row) for _name, row in rows]


def test_back_office_shows_what_an_item_asks_and_filters_forms(sign_in):
    admin = person("district_admin", is_staff=True)
    draft = make_edition(many_kinds(), district=admin.district)
    items = {item.number: item for section in draft.sections.all() for item in section.items.all()}
    client = sign_in(admin)
    page = client.get(reverse("admin:supervision_instrumentitem_change", args=[items["2.2"].pk]))
    form = page.context["adminform"].form
    assert (form.initial["asked_if"], form.initial["asked_if_answer"]) == (items["2.1"].pk, "ไม่พร้อม,na")
    assert set(form.fields["asked_if"].queryset) == set(items.values())
    listed = client.get(reverse("admin:supervision_instrument_changelist"), {"audience": "school"})
    assert draft not in listed.context["cl"].queryset


def test_back_office_freezes_every_field_of_what_is_in_use(sign_in):
    admin = person("district_admin", is_staff=True)
    used = make_edition(many_kinds(), district=admin.district)
    Instrument.objects.filter(pk=used.pk).update(state="published")
    item = used.sections.first().items.first()
    page = sign_in(admin).get(reverse("admin:supervision_instrumentitem_change", args=[item.pk]))
    assert list(page.context["adminform"].form.fields) == []
