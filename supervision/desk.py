"""What waits at the desks of the office in supervision: "today" for who visits schools (F42), and what was promised."""

from datetime import timedelta

from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qa_portal.core.desk import ME, SOON_DAYS, Kind, Task, list_at, register
from qa_portal.core.roles import Verb
from qa_portal.core.thai import format_date
from supervision.models import (
    Acknowledgement,
    AgreedAction,
    FieldConflict,
    OwedBy,
    Sheet,
    SupportPlan,
    Visit,
    VisitState,
)
from supervision.models.visit import TO_COME


def _day(moment):
    return format_date(timezone.localdate(moment))


def _of_team(user):
    return Visit.objects.visible_to(user).filter(members__user=user).select_related("school")


# ---------------------------------------------------------------- visits


def visits(user, today):
    """One's visits of today and of the next seven days."""
    rows = _of_team(user).filter(state__in=TO_COME, planned_on__range=(today, today + timedelta(days=SOON_DAYS)))
    return rows.order_by("planned_on", "pk")


def _visit(visit):
    act = _("Visit the school; make it ready for offline work before you leave")
    return Task(act, str(visit.school), visit.get_absolute_url(), str(visit.get_purpose_display()), visit.planned_on)


def unreported_visits(user, today):
    """Days that have passed without a word of what happened, and visits whose report was not sent."""
    rows = _of_team(user).filter(Q(state__in=TO_COME, planned_on__lt=today) | Q(state=VisitState.DONE))
    return rows.order_by("held_on", "pk")


def _unreported_visit(visit):
    if visit.state == VisitState.DONE:
        why = _("Visited on %(day)s; the school has not read it yet.") % {"day": format_date(visit.held_on)}
        return Task(_("Finish the report and send it"), str(visit.school), visit.get_absolute_url(), why, visit.held_on)
    act = _("Say what became of the visit: made, postponed or cancelled")
    return Task(act, str(visit.school), visit.get_absolute_url(), "", visit.planned_on)


def conflicts(user, today):
    """Two versions of what was written in the field: one's own, and those of visits that one leads."""
    rows = FieldConflict.objects.filter(settled_at=None).filter(
        Q(record__user=user) | Q(record__visit__members__in=user.visit_memberships.filter(role="lead"))
    )
    return rows.select_related("record__visit__school").distinct().order_by("received_at", "pk")


def _conflict(row):
    url = reverse("supervision:field_conflict", args=[row.record.visit_id, row.pk])
    why = _("Two devices wrote different things; both are kept until you choose.")
    return Task(_("Choose what holds"), str(row.record.visit.school), url, why)


# ---------------------------------------------------------------- promises


def _actions(user):
    return AgreedAction.objects.visible_to(user).select_related("visit__school").order_by("due_on", "pk")


def promised(user, today):
    """What the office promised in this person's name."""
    return _actions(user).open().filter(owed_by=OwedBy.OFFICE, owner=user)


def _promise(action):
    why = _("Promised to %(school)s on %(day)s.")
    why %= {"school": action.visit.school, "day": format_date(action.visit.held_on)}
    return Task(_("Keep the promise and say so"), action.what, action.get_absolute_url(), why, action.due_on)


def to_check(user, today):
    """Said to be done, of the visits of one's teams; all of the office's for the head of the group."""
    rows = _actions(user).to_check().exclude(done_by=user)
    return rows if user.can(Verb.MANAGE_VISITS) else rows.filter(visit__in=_of_team(user).values("pk"))


def _to_check(action):
    why = _("%(school)s says that it is done.") % {"school": action.visit.school}
    if action.owed_by == OwedBy.OFFICE:
        why = _("The office says that it is done.")
    return Task(_("Look at what was done, then close or reopen it"), action.what, action.get_absolute_url(), why)


def late_promises(user, today):
    """Overdue at the schools of one's visits."""
    rows = _actions(user).overdue(today).filter(owed_by=OwedBy.SCHOOL)
    return rows if user.can(Verb.MANAGE_VISITS) else rows.filter(visit__in=_of_team(user).values("pk"))


def _late_promise(action):
    act = _("The school is late with what it promised")
    return Task(act, action.what, action.get_absolute_url(), str(action.visit.school), action.due_on)


def unanswered(user, today):
    """Reports of one's visits that the school has not answered."""
    return _of_team(user).unanswered().order_by("reported_at", "pk")


def _unanswered(visit):
    why = _("Reported on %(day)s.") % {"day": _day(visit.reported_at)}
    return Task(_("The school has not answered the report"), str(visit.school), visit.get_absolute_url(), why)


# ---------------------------------------------------------------- help


def reviews(user, today):
    rows = SupportPlan.objects.visible_to(user).running().filter(Q(lead=user) | Q(team=user)).distinct()
    near = today + timedelta(days=SOON_DAYS)
    return rows.filter(next_review_on__lte=near).select_related("school").order_by("next_review_on", "pk")


def _review(plan):
    act = _("See how far the school has come, and write it down")
    return Task(act, str(plan.school), plan.get_absolute_url(), str(plan.get_reason_display()), plan.next_review_on)


# ---------------------------------------------------------------- forms and orders


def own_sheets(user, today):
    """Forms that are asked of this person by name."""
    rows = Sheet.objects.visible_to(user).owed().filter(person=user).with_due().select_related("collection")
    return rows.order_by("due", "pk")


def _own_sheet(sheet):
    act = _("Fill in the form and send it")
    return Task(act, str(sheet.collection), sheet.get_absolute_url(), str(sheet.get_state_display()), sheet.due)


def sheets_to_check(user, today):
    rows = Sheet.objects.visible_to(user).standing("to_check").exclude(person=user)
    return rows.select_related("collection", "school", "person").order_by("sent_at", "pk")


def _sheet_to_check(sheet):
    why = _("%(owner)s sent it on %(day)s.") % {"owner": sheet.owner, "day": format_date(sheet.sent_on)}
    return Task(_("Read the form, then accept or return it"), str(sheet.collection), sheet.get_absolute_url(), why)


def orders(user, today):
    """Orders that name this person, to be acknowledged, and then to be answered by an ID PLAN (A10-03)."""
    rows = Acknowledgement.objects.visible_to(user).owed().filter(user=user).select_related("order")
    return rows.order_by(F("known_on").asc(nulls_first=True), "pk")


def _order(row):
    act = _("Write your ID PLAN and hand it in") if row.known_on else _("Say that you know the order")
    return Task(act, str(row.order), row.get_absolute_url(), "", row.due_on)


register(
    Kind(
        "own_sheets",
        gettext_lazy("Forms asked of you"),
        "ui-checks",
        (Verb.FILL_SHEET,),
        own_sheets,
        _own_sheet,
        list_at("supervision:sheet_list", whose="mine"),
    ),
    Kind(
        "sheets_to_check",
        gettext_lazy("Forms to check"),
        "clipboard2-check",
        (Verb.MANAGE_COLLECTIONS,),
        sheets_to_check,
        _sheet_to_check,
        list_at("supervision:sheet_list", standing="sent"),
    ),
    Kind(
        "orders",
        gettext_lazy("Orders that name you"),
        "file-earmark-person",
        (Verb.VIEW_VISITS,),
        orders,
        _order,
        list_at("supervision:id_plan_list"),
    ),
    Kind(
        "visits",
        gettext_lazy("Your visits of the week"),
        "signpost-split",
        (Verb.REPORT_VISIT,),
        visits,
        _visit,
        list_at("supervision:visit_list", supervisor=ME),
    ),
    Kind(
        "unreported_visits",
        gettext_lazy("Visits without a report"),
        "pencil-square",
        (Verb.REPORT_VISIT,),
        unreported_visits,
        _unreported_visit,
        list_at("supervision:visit_list", supervisor=ME),
    ),
    Kind(
        "conflicts",
        gettext_lazy("Field records with two versions"),
        "intersect",
        (Verb.REPORT_VISIT,),
        conflicts,
        _conflict,
        list_at("field:shell"),
    ),
    Kind(
        "promised",
        gettext_lazy("Your promises to schools"),
        "hand-thumbs-up",
        (Verb.ANSWER_ACTION,),
        promised,
        _promise,
        list_at("supervision:action_list", owner=ME, standing="open"),
    ),
    Kind(
        "to_check",
        gettext_lazy("Agreed actions said to be done"),
        "check2-square",
        (Verb.SETTLE_ACTION,),
        to_check,
        _to_check,
        list_at("supervision:action_list", standing="to_check"),
    ),
    Kind(
        "late_promises",
        gettext_lazy("What schools promised and owe"),
        "exclamation-triangle",
        (Verb.SETTLE_ACTION,),
        late_promises,
        _late_promise,
        list_at("supervision:action_list", standing="overdue"),
        waits_for_others=True,
    ),
    Kind(
        "unanswered",
        gettext_lazy("Reports that schools have not answered"),
        "chat-left-dots",
        (Verb.REPORT_VISIT,),
        unanswered,
        _unanswered,
        list_at("supervision:visit_list", supervisor=ME, state="unanswered"),
        waits_for_others=True,
    ),
    Kind(
        "reviews",
        gettext_lazy("Support plans to review"),
        "life-preserver",
        (Verb.PLAN_VISIT,),
        reviews,
        _review,
        list_at("supervision:support_list", lead=ME),
    ),
)
