"""What an office has of plans, instruments, teams and rounds."""

from datetime import date
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from qa_portal.core import files
from qa_portal.core.spreadsheets import write_workbook
from supervision.imports.duty_topics import topic_sheet
from supervision.models import DutyTopic
from supervision.reports.instrument_sheets import instrument_sheets
from supervision.services.feeds import new_key
from supervision.services.instruments import new_edition
from tests.factories.external import scored_round
from tests.factories.plan import item_of, plan_of, semester_days_of
from tests.factories.supervision import photo_upload, small_instrument
from tests.factories.teams import committee_of, meeting_of, order_of, tour_of


def rounds_of(by):
    """A round of the office's own, and a sheet of notices that a person of it uploaded."""
    in_round = scored_round(number=40, district=by.district, code=f"OWN-{by.district_id}")
    upload = SimpleUploadedFile("notices.csv", "รหัสกระทรวง,ระดับ,วันที่รับแจ้ง\n1099999999,x,1/10/2569\n".encode())
    sheet = files.store(upload, district=by.district, by=by, allowed=files.SHEETS)
    return {
        "ROUND": in_round.pk,
        "NOTICE_SHEET": sheet.pk,
        **teams_and_orders_of(by),
        **plans_of(by),
        **instrument_of(by),
    }


def instrument_of(by):
    """A draft of the office, and the workbook of one that a person of it uploaded."""
    draft = new_edition(small_instrument(), district=by.district)
    section = draft.sections.first()
    upload = SimpleUploadedFile("แบบ.xlsx", write_workbook(instrument_sheets(draft)))
    sheet = files.store(upload, district=by.district, by=by, allowed={files.XLSX})
    rows = {"INSTRUMENT": draft.pk, "SECTION": section.pk, "INSTRUMENT_ITEM": section.items.first().pk}
    return rows | {"INSTRUMENT_SHEET": sheet.pk}


def plans_of(by):
    """A draft of the office's plan with an item, an event and a calendar, a group of schools, and semester days."""
    plan = plan_of(2570, by.district)
    item = item_of(plan, unit="meeting", times=6)
    event = item.events.create(planned_on=date(2026, 11, 1))
    band = by.district.school_bands.create(fiscal_year=2570, name="กลุ่มสีดำ-สีแดง")
    proposal = plan.calendars.create(uid=uuid4(), confirmed_by=by)
    return {
        "FEED": new_key(by).key,
        "PLAN": plan.pk,
        "PLAN_ITEM": item.pk,
        "PLAN_EVENT": event.pk,
        "PLAN_PROPOSAL": proposal.pk,
        "BAND": band.pk,
        "SEMESTERS": semester_days_of(by.district).pk,
    }


def teams_and_orders_of(by):
    """What the office keeps of teams, committees and orders."""
    stored = files.store(photo_upload(), district=by.district, by=by)
    signed = {"number": "1/2569", "state": "signed", "signed_at": timezone.now(), "signed_by": by, "stored": stored}
    meeting = meeting_of(committee_of(by.district, "ก"), state="held", stored=stored)
    order = order_of(by.district, ("1", "นายหนึ่ง", "ก"), **signed)
    return {
        **duties_of(order, by, stored),
        "MEETING": meeting.pk,
        "MEETING_PHOTO": meeting.photos.create(file=stored, caption="x").pk,
        "TOUR": tour_of(by.district).pk,
        "COMMITTEE": committee_of(by.district).pk,
        "ORDER": order.pk,
        "DRAFT_ORDER": order_of(by.district).pk,
    }


def duties_of(order, by, stored):
    """An area of duty and a sheet of such, a change of the order, and the ID PLAN of a person named in it."""
    ends = {"ends_on": date(2026, 11, 1), "reason": "ย้าย", "proposed_by": by}
    topic = DutyTopic.objects.create(district=by.district, name="งานหนึ่ง")
    upload = SimpleUploadedFile("areas.xlsx", write_workbook([topic_sheet([topic])]))
    known = {"told_on": date(2026, 11, 1), "known_on": date(2026, 11, 2), "plan_stored": stored}
    return {
        "DUTY_TOPIC": topic.pk,
        "TOPIC_SHEET": files.store(upload, district=by.district, by=by, allowed={files.XLSX}).pk,
        "ORDER_CHANGE": order.changes.create(duty=order.duties.get(), **ends).pk,
        "ID_PLAN": order.acknowledgements.create(user=by, **known).pk,
    }
