"""What a supervisor takes along into the field: the list of their own visits with all that any visit needs, and a pack
for each visit."""

import uuid

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from qa_portal.core.thai import academic_year, format_date
from schools.models import Framework, FrameworkKind, School, Standard
from supervision.models import (
    ArrivalBand,
    Audience,
    FieldConflict,
    FieldRecord,
    FindingCategory,
    FindingKind,
    Instrument,
    LevelDescription,
    OwedBy,
    RecheckVerdict,
    Severity,
    SignOff,
    Visit,
    VisitPurpose,
    score_of,
)
from supervision.models.visit import SENT
from supervision.services.field_parts import held_parts, waiting_parts
from supervision.services.rechecks import rows_to_check

CHOICES = {
    "kinds": FindingKind,
    "severities": Severity,
    "owed_by": OwedBy,
    "verdicts": RecheckVerdict,
    "purposes": VisitPurpose,
    "sides": SignOff.Side,
    "arrivals": ArrivalBand,
}


POSITION = ("latitude", "longitude")
"""For the band of arrival: the device reckons it by itself, and says no more than the band."""


def my_visits(user):
    """Those that the user goes to and may still write on; nobody else's, whatever the role."""
    return Visit.objects.editable_by(user).filter(members__user=user)


def pack_index(user):
    """The visits, and what every visit needs: schools, instruments, lists to choose from."""
    visits = my_visits(user).select_related("school").prefetch_related("members").order_by("planned_on", "pk")
    records = dict(FieldRecord.objects.filter(user=user).values_list("visit", "uid"))
    conflicts = dict(
        FieldConflict.objects.filter(record__user=user, settled_at=None).values_list("record__visit", "pk")
    )
    instruments = instruments_in(Instrument.objects.visible_to(user).in_use().filter(audience=Audience.SUPERVISOR))
    schools = School.objects.visible_to(user).open_at().order_by("name_sort")
    facts = ("moe_code", "name", "amphoe", *POSITION)
    return {
        "person": person_of(user),
        "taken_at": timezone.now().isoformat(),
        "visits": [
            _visit_line(visit, user, records.get(visit.pk)) | {"conflict": _conflict(visit, conflicts.get(visit.pk))}
            for visit in visits
        ],
        "schools": list(schools.values(*facts)),
        "instruments": {str(item.pk): instrument_content(item) for item in instruments},
        "lists": _lists(user),
    }


def person_of(user):
    return {"id": user.pk, "name": str(user)}


def _visit_line(visit, user, record):
    return {
        "uid": str(visit.uid),
        "record": str(record or new_record_uid(visit, user)),
        "school": visit.school.name,
        "code": visit.code,
        "planned_on": visit.planned_on.isoformat(),
        "day": format_date(visit.planned_on),
        "purpose": str(visit.purpose_label),
        "state": visit.get_state_display(),
        "is_lead": any(member.user_id == user.pk and member.is_lead for member in visit.members.all()),
        "url": visit.get_absolute_url(),
    }


def _conflict(visit, conflict):
    """Where the person chooses between what two of their devices wrote; "" where all agree."""
    return reverse("supervision:field_conflict", args=[visit.pk, conflict]) if conflict else ""


def _lists(user):
    frameworks = Framework.objects.offered_to(user.district).filter(kind=FrameworkKind.SCHOOL)
    in_force = frameworks.in_force(academic_year(timezone.localdate()))
    standards = Standard.objects.filter(framework__in=in_force).select_related("framework")
    categories = FindingCategory.objects.offered_to(user.district)
    return {name: [[value, str(label)] for value, label in choices.choices] for name, choices in CHOICES.items()} | {
        "categories": [[str(row.pk), row.name] for row in categories],
        "standards": [[str(row.pk), f"{row.framework}: {row}"] for row in standards],
    }


def new_record_uid(visit, user):
    """The id of the record that the user will make: the same on every device, so that two devices make one record."""
    return uuid.uuid5(visit.uid, f"field-record:{user.pk}")


# ---------------------------------------------------------------- one visit


def visit_pack(visit, user):
    record = visit.field_records.filter(user=user).first()
    return {
        "visit": _visit_line(visit, user, record and record.uid),
        "taken_at": timezone.now().isoformat(),
        "school": _school_facts(visit),
        "position": {axis: getattr(visit.school, axis) for axis in POSITION},
        "open": [_open_row(row) for row in rows_to_check(visit)],
        "last": _last_visit(visit),
        "instrument": instrument_content(visit.instrument) if visit.instrument else None,
        "record": record_state(visit, record),
    }


def record_state(visit, record):
    """Where a record begins on a device: what the visit holds, and on top of it what still waits of the record."""
    held = held_parts(visit)
    start = dict(held)
    for part in waiting_parts(record) if record else ():
        start.pop(part, None)
        if part in record.parts:
            start[part] = record.parts[part]
    return {"revision": record.revision if record else 0, "parts": start, "base": held}


def _school_facts(visit):
    school = visit.school
    place = " ".join(filter(None, (school.tambon, school.amphoe, school.province)))
    facts = [
        (_("School"), school.name),
        (_("10-digit ministry code"), school.moe_code),
        (_("school network"), school.network and school.network.name),
        (_("Place"), place),
        (_("telephone"), school.phone),
        (_("pupils"), school.pupil_count),
    ]
    return [[str(label), str(value)] for label, value in facts if value not in (None, "")]


def _open_row(row):
    """A promise or finding of an earlier visit that is looked at again."""
    facts = {"part": f"recheck:{row.key}", "code": row.earlier.code}
    if row.kind == "action":
        action = row.earlier
        due = _("to be done by %(day)s") % {"day": format_date(action.due_on)}
        return facts | {"text": action.what, "said": f"{action.owner_label} · {due} · {action.get_state_display()}"}
    finding = row.earlier
    said = f"{finding.get_kind_display()} · {finding.category} · {format_date(finding.visit.held_on)}"
    return facts | {"text": finding.text, "said": said}


def _last_visit(visit):
    """The newest visit of the school that was reported, in a line each."""
    earlier = Visit.objects.filter(school=visit.school, state__in=SENT).exclude(pk=visit.pk)
    last = earlier.select_related("instrument").order_by("-held_on").first()
    if last is None:
        return None
    score = score_of(last)
    mean = str(score.whole.mean) if score and score.whole.mean is not None else ""
    words = [last.impressions, last.problems]
    return {
        "code": last.code,
        "day": format_date(last.held_on),
        "mean": mean,
        "words": [word for word in words if word],
    }


# ---------------------------------------------------------------- instruments


def instruments_in(rows):
    return rows.prefetch_related(
        "levels",
        "sections__items__choices",
        Prefetch("sections__items__descriptions", LevelDescription.objects.select_related("level")),
    )


def instrument_content(instrument):
    return {
        "id": str(instrument.pk),
        "name": str(instrument),
        "guidance": instrument.guidance,
        "levels": [
            {"value": str(row.value), "word": row.word, "description": row.description}
            for row in instrument.levels.all()
        ],
        "sections": [
            {"title": str(row), "guidance": row.guidance, "items": [_item(item) for item in row.items.all()]}
            for row in instrument.sections.all()
        ],
    }


def _item(item):
    return {
        "id": str(item.pk),
        "number": item.number,
        "text": item.text,
        "kind": item.kind,
        "help": item.help,
        "allows_na": item.allows_na,
        "is_needed": item.is_needed,
        "unit": item.unit,
        "least": "" if item.least is None else f"{item.least.normalize():f}",
        "most": "" if item.most is None else f"{item.most.normalize():f}",
        "asked_if": "" if item.asked_if_id is None else str(item.asked_if_id),
        "asked_if_answer": item.asked_if_answer,
        "choices": [[str(row.pk), row.text] for row in item.choices.all()],
        "levels": {str(row.level.value): row.text for row in item.descriptions.all()},
    }
