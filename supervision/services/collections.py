"""Who is asked to fill in a form, and their sheets: given out, more time for one, files on them."""

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qa_portal.core import files
from qa_portal.core.notices.sentences import must_act, told
from qa_portal.core.services import notify
from qa_portal.core.thai import format_date
from schools.models import School
from schools.services.people import writers_by_school
from supervision.models import SchoolRule, Sheet, SheetFile
from supervision.services.people import people_in
from supervision.services.plan_schools import narrowed

ASKED = must_act(_("You are asked to fill in “%(row)s” by %(due)s."))
EXTENDED = told(_("“%(row)s” may be sent until %(due)s: %(note)s"))


def recipients_of(collection):
    """The schools, or the people of the office, whom the collection asks as it stands now."""
    if not collection.asks_schools:
        return collection.people.filter(is_active=True)
    rows = School.objects.filter(district=collection.district_id).open_at()
    if collection.school_rule == SchoolRule.CHOSEN:
        return rows.filter(pk__in=collection.schools.through.objects.filter(collection=collection).values("school"))
    return narrowed(rows, collection, collection.district.kind) if collection.school_rule == SchoolRule.RULE else rows


@transaction.atomic
def give_sheets(collection, *, by):
    """A sheet for everybody who is asked and has none yet; they are told, each person once. Returns the new sheets. Who
    is not asked any more keeps theirs."""
    role = "school" if collection.asks_schools else "person"
    known = set(collection.sheets.values_list(role, flat=True))
    new = [Sheet(collection=collection, **{role: row}) for row in recipients_of(collection) if row.pk not in known]
    for sheet in new:
        sheet.save(by=by)
    said = {"row": str(collection), "due": format_date(collection.due_on)}
    for sheet, people in people_of_sheets(new).items():
        notify(people, ASKED, said, sheet.get_absolute_url())
    return new


def people_of_sheets(sheets):
    """{sheet: those who fill it in}; a school where nobody has an account is not among them."""
    of_schools = writers_by_school({sheet.school_id for sheet in sheets if sheet.school_id})
    ids = {sheet.person_id for sheet in sheets if sheet.person_id}
    persons = get_user_model().objects.filter(is_active=True).in_bulk(ids)
    found = {}
    for sheet in sheets:
        own = of_schools.get(sheet.school_id) if sheet.school_id else [persons.get(sheet.person_id)]
        people = [person for person in own or () if person]
        if people:
            found[sheet] = people
    return found


def people_of_sheet(sheet):
    return people_of_sheets([sheet]).get(sheet, [])


def people_to_ask(district):
    """The people of the office who may be asked to fill in a form."""
    roles = ("director", "deputy", "group_head", "supervisor", "plan_staff", "finance_staff", "district_admin")
    return people_in(district, roles)


@transaction.atomic
def extend_sheet(sheet, *, until, note, by):
    """Another last day for one; those who fill it in are told why."""
    locked = Sheet.objects.select_for_update().get(pk=sheet.pk)
    locked.extended_to = until
    locked._change_reason = note
    locked.save(by=by)
    said = {"row": str(locked), "due": format_date(until), "note": note}
    notify(people_of_sheet(locked), EXTENDED, said, locked.get_absolute_url())
    return locked


@transaction.atomic
def add_file(sheet, *, upload, caption, has_consent=False, item=None, by):
    """A photo that answers `item`, or a paper beside the answers. The same content for the same place is kept once,
    with the caption as it is now."""
    allowed = files.PHOTOS if item else files.PAPERS
    stored = files.store(upload, district=sheet.collection.district, by=by, allowed=allowed)
    kept = sheet.files.filter(file__sha256=stored.sha256, item=item).first()
    if kept is None:
        kept = SheetFile(sheet=sheet, file=stored, item=item)
    else:
        stored.delete()
    kept.caption, kept.has_consent = caption, has_consent
    kept.save(by=by)
    return kept
