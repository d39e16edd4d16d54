"""What hangs on a good practice: its files, the standards on offer, and the end of a draft."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qa_portal.core import files
from qa_portal.core.notices.sentences import told
from qa_portal.core.services import notify
from qa_portal.core.workflow import Refused, wrong_state
from schools.models import EducationLevel, Practice, PracticeFile, PracticeState, Standard
from schools.services.people import writers_of
from schools.services.targets import framework_for

ENTERED = told(
    gettext_lazy("“%(practice)s” was entered for your school by %(by)s, as %(person)s asked. You can change it.")
)


def standards_in_force(school, academic_year):
    """The standards by which the school works in a year, of every level, framework by framework."""
    found = [framework_for(school, academic_year, level) for level in EducationLevel]
    rows = Standard.objects.filter(framework__in=[framework for framework in found if framework])
    return rows.select_related("framework").order_by("framework__level", "framework", "number")


def lock_writable(practice):
    """The row, locked. Refused where it is not the school's to write any more."""
    locked = Practice.objects.select_for_update(of=("self",)).select_related("school__district").get(pk=practice.pk)
    if not locked.is_writable:
        raise Refused(wrong_state(locked))
    return locked


def tell_of_entry(practice, *, by):
    """The school's people know at once of what the office typed for them (F56)."""
    facts = {"practice": practice, "by": by, "person": practice.entered_for}
    notify(writers_of(practice), ENTERED, facts, practice.get_absolute_url())


@transaction.atomic
def add_file(practice, upload, *, caption, is_public, by):
    practice = lock_writable(practice)
    stored = files.store(upload, district=practice.school.district, by=by)
    row = PracticeFile(practice=practice, stored=stored, caption=caption, is_public=is_public)
    row.save(by=by)
    return row


@transaction.atomic
def remove_file(row, *, by):
    """The entry shows it no more; the file itself is kept, as the history names it."""
    lock_writable(row.practice)
    row.delete(by=by)


@transaction.atomic
def delete_draft(practice, *, by):
    """Only what was never sent: a sent one stays in the register whatever becomes of it."""
    practice = lock_writable(practice)
    if practice.state != PracticeState.DRAFT:
        raise Refused(_("It was sent once, so it stays in the register."))
    for row in [*practice.files.all(), practice]:
        row.delete(by=by)
