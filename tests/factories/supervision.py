import io

import factory
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from qa_portal.core.workflow import perform
from supervision.models import (
    AgreedAction,
    Answer,
    Finding,
    FindingCategory,
    Instrument,
    InstrumentItem,
    ItemKind,
    SignOff,
    Visit,
    VisitMember,
)
from supervision.services.actions import settle_action

from .core import person
from .schools import SchoolFactory


class VisitFactory(factory.django.DjangoModelFactory):
    """VisitFactory(lead=..., school=...): planned for today, led by a supervisor of the school's district."""

    class Meta:
        model = Visit
        skip_postgeneration_save = True

    school = factory.SubFactory(SchoolFactory)
    planned_on = factory.LazyFunction(timezone.localdate)

    @factory.post_generation
    def lead(self, create, extracted, **kwargs):
        user = extracted or person("supervisor", self.school.district)
        VisitMember.objects.create(visit=self, user=user, role=VisitMember.Role.LEAD)


class InstrumentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Instrument

    code = factory.Sequence(lambda n: f"form-{n}")
    name = factory.Sequence(lambda n: f"แบบนิเทศสมมุติ {n}")
    state = "published"


def small_instrument(**kwargs):
    """Two sections: 1 with two rated items, 2 with a rated, a yes-or-no and a text item; levels 1 to 5."""
    instrument = InstrumentFactory(**kwargs)
    for value, least in ((5, "4.50"), (4, "3.50"), (3, "2.50"), (2, "1.50"), (1, "1.00")):
        instrument.levels.create(value=value, word=f"ระดับ {value}", least_mean=least)
    kinds = ((ItemKind.RATED, ItemKind.RATED), (ItemKind.RATED, ItemKind.YES_NO, ItemKind.TEXT))
    for number, section_kinds in enumerate(kinds, 1):
        section = instrument.sections.create(position=number, title=f"ด้าน {number}")
        for position, kind in enumerate(section_kinds, 1):
            section.items.create(position=position, number=f"{number}.{position}", text="รายการ", kind=kind)
    return instrument


def rate(visit, values):
    """Answer rated items in their order: a level's value, "na", or None to leave it open."""
    items = InstrumentItem.objects.filter(section__instrument=visit.instrument, kind=ItemKind.RATED)
    for item, value in zip(items.order_by("section__position", "position"), values, strict=False):
        if value == "na":
            Answer.objects.create(visit=visit, item=item, not_applicable=True)
        elif value is not None:
            Answer.objects.create(visit=visit, item=item, level=visit.instrument.levels.get(value=value))


class FindingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Finding

    visit = factory.SubFactory(VisitFactory)
    kind = "develop"
    category = factory.LazyFunction(lambda: FindingCategory.objects.get(code="iqa"))
    text = "ยังไม่มีเครื่องมือประเมิน"


class AgreedActionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AgreedAction

    visit = factory.SubFactory(VisitFactory)
    what = "จัดทำเครื่องมือประเมิน"
    due_on = factory.LazyFunction(timezone.localdate)


def done_visit(**kwargs):
    """A visit of today that is marked as visited, with one finding: all that a report needs."""
    visit = VisitFactory(visited_on=timezone.localdate(), **kwargs)
    FindingFactory(visit=visit)
    return perform(visit, "finish", by=visit.lead)


def reported_visit(**kwargs):
    visit = done_visit(**kwargs)
    return perform(visit, "report", by=visit.lead)


def agreed_action(visit=None, **kwargs):
    """An action of a visit that is reported."""
    visit = visit or done_visit()
    action = AgreedActionFactory(visit=visit, **kwargs)
    perform(visit, "report", by=visit.lead)
    return AgreedAction.objects.get(pk=action.pk)


def close_with_photo(action, *, by, note="เห็นแล้ว"):
    return settle_action(action, "close", note=note, upload=photo_upload(), by=by)


def signature_under(visit, drawing=None, **facts):
    """The school's head signed at the end of the visit; `drawing`: the stored picture of it."""
    said = {"side": "school", "name": "นางสมมุติ ตัวอย่าง", "position": "ผู้อำนวยการ", "text_sha256": "a" * 64}
    said |= {"signed_at": timezone.now(), "drawing": drawing}
    return SignOff.objects.create(visit=visit, **said | facts)


def photo_upload(name="ภาพ.jpg", exif=None, colour="navy"):
    out = io.BytesIO()
    Image.new("RGB", (60, 40), colour).save(out, "JPEG", **({"exif": exif} if exif else {}))
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")
