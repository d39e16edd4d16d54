"""Writes of the SAR cycle that touch several rows."""

from dataclasses import dataclass

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.utils import bulk_create_with_history

from qa_portal.core import files
from qa_portal.core.models import User
from qa_portal.core.services import notify
from qa_portal.core.thai import format_date
from qa_portal.core.workflow import Refused, perform, wrong_state

from .models import (
    BoardApproval,
    CycleState,
    EducationLevel,
    Framework,
    Indicator,
    ItemRating,
    Membership,
    QualityLevel,
    Sar,
    SarFile,
    SarReminder,
    SarState,
    School,
    Standard,
    StandardSection,
)

MINUTES = {files.PDF, files.JPEG, files.PNG}

# ---------------------------------------------------------------- what is expected


def taught_levels(school):
    taught = {EducationLevel.EARLY_CHILDHOOD: school.has_early_childhood, EducationLevel.BASIC: school.has_basic}
    return {level for level, is_taught in taught.items() if is_taught}


def _wanted(cycle):
    """{(school id, level): framework} of every school open today and every level it teaches (B4)."""
    schools = School.objects.filter(district=cycle.district_id).open_at()
    return {
        (school.pk, level): framework
        for school in schools
        for level, framework in cycle.frameworks.items()
        if level in taught_levels(school)
    }


@transaction.atomic
def create_expected(cycle, *, by):
    """The expected reports that the cycle does not have yet, with their history. Safe to run twice."""
    there = set(cycle.sars.order_by().values_list("school_id", "level"))
    new = [
        Sar(cycle=cycle, school_id=school, level=level, framework=framework)
        for (school, level), framework in _wanted(cycle).items()
        if (school, level) not in there
    ]
    return bulk_create_with_history(new, Sar, batch_size=500, default_user=by)


@transaction.atomic
def refresh_expected(cycle, *, by):
    """(added, withdrawn): brings an open cycle up to date with the registry. Only reports that nobody has begun are
    withdrawn, when the school has closed or no longer teaches the level."""
    wanted = _wanted(cycle)
    added = create_expected(cycle, by=by)
    untouched = cycle.sars.filter(state=SarState.EXPECTED, reminders=None)
    unneeded = [sar for sar in untouched if (sar.school_id, sar.level) not in wanted]
    for sar in unneeded:
        sar.delete()
    return len(added), len(unneeded)


@transaction.atomic
def extend(sar, *, until, reason, by):
    """Every report that the school still owes in this cycle may be sent until `until`; its people are told."""
    owed = list(Sar.objects.select_for_update().filter(cycle=sar.cycle_id, school=sar.school_id).owing())
    for row in owed:
        row.extended_to, row.extension_reason = until, reason
        row.save()
        notify(writers_of(row), EXTENDED, {"row": str(row), "day": format_date(until)}, row.get_absolute_url())
    return owed


EXTENDED = _("%(row)s may be sent until %(day)s.")


# ---------------------------------------------------------------- frameworks


@transaction.atomic
def copy_framework(framework, *, district):
    """A new version with the same standards, items and levels, for the office to change before a cycle uses it."""
    copies = Framework.objects.filter(code__startswith=f"{framework.code}-").count()
    copy = Framework.objects.create(
        district=district,
        code=f"{framework.code}-{copies + 2}",
        name=str(_("%(name)s (new version)") % {"name": framework.name}),
        kind=framework.kind,
        level=framework.level,
        year=framework.year,
        in_force_from=framework.in_force_from,
    )
    for level in framework.levels.all():
        QualityLevel.objects.create(framework=copy, value=level.value, name=level.name)
    for standard in framework.standards.all():
        twin = Standard.objects.create(framework=copy, number=standard.number, name=standard.name)
        for item in standard.indicators.all():
            words = {"code": item.code, "group": item.group, "name": item.name}
            Indicator.objects.create(standard=twin, position=item.position, **words)
    return copy


# ---------------------------------------------------------------- writing


def add_answers(sar):
    """The empty rows of a report that begins: one a standard, one an item."""
    standards = sar.framework.standards.all()
    sections = [StandardSection(sar=sar, standard=standard) for standard in standards]
    items = Indicator.objects.filter(standard__in=standards)
    bulk_create_with_history(sections, StandardSection)
    bulk_create_with_history([ItemRating(sar=sar, indicator=item) for item in items], ItemRating)


def closed_sentence(sar):
    """Why the school cannot work on its report today, or "" when it can."""
    today = timezone.localdate()
    if sar.takes_work_on(today):
        return ""
    if sar.cycle.opens_on > today:
        return _("The cycle has not opened yet.")
    return _("The time for this report is over. Ask the office for an extension.")


def writing_refusal(sar):
    """Why nothing can be written on the report now, or ""."""
    return closed_sentence(sar) if sar.is_writable else wrong_state(sar)


def papers_refusal(sar):
    """Why its PDF cannot be added now, or "": it may be replaced until the report is at the office."""
    return wrong_state(sar) if sar.is_at_office else closed_sentence(sar)


def minutes_refusal(sar):
    """Why the board's meeting cannot be recorded now, or "": from the presentation until the report is sent."""
    at_board = sar.state in (SarState.WITH_BOARD, SarState.BOARD_APPROVED)
    return closed_sentence(sar) if at_board else wrong_state(sar)


def lock_for(sar, refusal, *, by):
    """The report, locked before the rows that hang on it; a first save starts it. Refused with `refusal`'s sentence.

    To be called in a transaction."""
    locked = Sar.objects.select_for_update().get(pk=sar.pk)
    if sentence := refusal(locked):
        raise Refused(sentence)
    return perform(locked, "start", by=by) if locked.state == SarState.EXPECTED else locked


@transaction.atomic
def save_ratings(section, levels):
    """Save one standard's section and the levels {ItemRating: QualityLevel or None} of its items. A changed level
    makes the board's approval lapse."""
    changed = [(rating, level) for rating, level in levels.items() if rating.level_id != (level and level.pk)]
    before = StandardSection.objects.values_list("level", flat=True).get(pk=section.pk)
    for rating, level in changed:
        rating.level, rating.rated_at = level, timezone.now()
        rating.save()
    section.save()
    if changed or before != section.level_id:
        lapse_approval(section.sar)


@transaction.atomic
def save_summary(sar):
    """Save the report's own words; another overall level makes the board's approval lapse."""
    before = Sar.objects.values_list("overall_level", flat=True).get(pk=sar.pk)
    sar.save()
    if before != sar.overall_level_id:
        lapse_approval(sar)


@transaction.atomic
def save_minutes(approval, upload, *, by):
    """Save the board's meeting, with its minutes where they were uploaded now."""
    if upload:
        district = approval.sar.school.district
        approval.minutes = files.store(upload, district=district, by=by, allowed=MINUTES)
    approval.save()


def lapse_approval(sar):
    """The approval that was given no longer stands; one in preparation stays."""
    for approval in sar.approvals.filter(lapsed_at=None).exclude(approved_at=None):
        _lapse(approval)


def _lapse(approval):
    approval.lapsed_at = timezone.now()
    approval.save()


def open_approval(sar):
    """A fresh approval for a new presentation to the board; one in preparation is kept."""
    lapse_approval(sar)
    return sar.approval or BoardApproval.objects.create(sar=sar)


def refuse_approval(sar):
    """The board met and did not approve: the next presentation is another meeting."""
    if approval := sar.approval:
        _lapse(approval)


def give_approval(sar, *, by):
    approval = sar.approval or open_approval(sar)
    approval.approved_at, approval.approved_by = timezone.now(), by
    approval.save()


# ---------------------------------------------------------------- files


@transaction.atomic
def attach_pdf(sar, upload, *, by):
    """Keep an upload as the report's next PDF version. The report is locked by the caller."""
    stored = files.store(upload, district=sar.school.district, by=by, allowed={files.PDF})
    last = sar.latest_file
    return SarFile.objects.create(sar=sar, stored=stored, number=last.number + 1 if last else 1)


def attach_made_pdf(sar, content, name, *, by):
    """Keep a PDF that the portal made from what was typed as the next version."""
    return attach_pdf(sar, SimpleUploadedFile(name, content, files.PDF), by=by)


def send_latest_file(sar):
    """Mark the PDF that goes to the office with this submission."""
    latest = sar.latest_file
    latest.sent_at = timezone.now()
    latest.save()


# ---------------------------------------------------------------- people

REMINDER = _("%(row)s has not reached the office yet. It is due on %(due)s.")


def people_of(school_ids, *roles):
    """{school id: active users of these roles who belong to the school today}."""
    rows = Membership.objects.current().filter(school__in=school_ids, user__in=User.objects.in_role(*roles))
    found = {}
    for row in rows.select_related("user"):
        found.setdefault(row.school_id, []).append(row.user)
    return found


def writers_of(sar):
    return people_of([sar.school_id], "school_head", "school_teacher").get(sar.school_id, [])


def board_of(sar):
    return people_of([sar.school_id], "school_board").get(sar.school_id, [])


def readers_of(sar):
    """The school's supervisors of today, or the head of the supervision group while it has none."""
    supervisors = User.objects.in_role("supervisor").filter(assignments__in=sar.school.assignments.current())
    return list(supervisors) or list(User.objects.in_role("group_head").of_district(sar.school.district_id))


def own_people_of(sar):
    """Everybody who belongs or ever belonged to the school: none of them judges its report (F68)."""
    return User.objects.filter(memberships__school=sar.school_id)


def to_remind(sars):
    """Of these reports, those that are owed, can still be sent and were not reminded today."""
    today = SarReminder.objects.filter(sent_at__date=timezone.localdate())
    return sars.owing().filter(cycle__state=CycleState.OPEN).exclude(pk__in=today.values("sar"))


@dataclass(frozen=True)
class ReminderPlan:
    """Whom a reminder would reach: {Sar: people}, and the reports of schools where nobody has an account."""

    reached: dict[Sar, list[User]]
    unreached: list[Sar]

    @property
    def people(self):
        return {person for people in self.reached.values() for person in people}


def reminder_plan(sars):
    owed = list(to_remind(sars).select_related("cycle", "school"))
    people = people_of({sar.school_id for sar in owed}, "school_head", "school_teacher")
    reached = {sar: people[sar.school_id] for sar in owed if sar.school_id in people}
    return ReminderPlan(reached, [sar for sar in owed if sar not in reached])


@transaction.atomic
def remind(sars, *, by):
    """Tell the people of each school that its report is owed, and record it. Returns (reports, people) reached."""
    plan = reminder_plan(sars)
    SarReminder.objects.bulk_create(SarReminder(sar=sar, sent_by=by) for sar in plan.reached)
    for sar, people in plan.reached.items():
        notify(people, REMINDER, {"row": str(sar), "due": format_date(sar.due_on)}, sar.get_absolute_url())
    return len(plan.reached), len(plan.people)
