"""What can be found of the supervision (core.search). Of a visit that is not reported, a school finds nothing."""

from django.utils.translation import gettext_lazy as _

from qa_portal.core.roles import Verb
from qa_portal.core.search import Kind, Source, register
from qa_portal.core.thai import format_date
from supervision.models import AgreedAction, Finding, Order, Visit


def _about_visit(visit):
    return f"{format_date(visit.held_on)} · {visit.get_state_display()}"


def _about_seen(row):
    return f"{row.visit.school} · {format_date(row.visit.held_on)}"


def _about_order(order):
    return " · ".join(filter(None, (order.number, order.get_state_display())))


register(
    Kind(
        "visits",
        _("Visits"),
        "calendar-check",
        (Verb.VIEW_VISITS,),
        lambda user: Visit.objects.visible_to(user).select_related("school"),
        (Source(Visit, ("code", "purpose_text", "impressions", "problems", "notes", "school_answer")),),
        ("-held_on", "-pk"),
        _about_visit,
    ),
    Kind(
        "findings",
        _("Findings"),
        "eye",
        (Verb.VIEW_VISITS,),
        lambda user: Finding.objects.visible_to(user).select_related("visit__school"),
        (Source(Finding, ("text",)),),
        ("-pk",),
        _about_seen,
    ),
    Kind(
        "actions",
        _("Agreed actions"),
        "check2-square",
        (Verb.VIEW_VISITS,),
        lambda user: AgreedAction.objects.visible_to(user).select_related("visit__school"),
        (Source(AgreedAction, ("what", "owner_text")),),
        ("-pk",),
        _about_seen,
    ),
    Kind(
        "orders",
        _("Orders of the office"),
        "file-earmark-text",
        (Verb.VIEW_DASHBOARD,),
        Order.objects.visible_to,
        (Source(Order, ("number", "subject", "general_duty")),),
        ("-pk",),
        _about_order,
    ),
)
