"""An order is drafted, signed, and superseded by a newer one (A10-02)."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qa_portal.core.notices.sentences import must_act
from qa_portal.core.roles import Verb
from qa_portal.core.workflow import Look, Machine, Missing, Refused, Transition, perform
from supervision.models import Order, OrderState
from supervision.services.id_plans import ask_to_acknowledge, named_in


def _lacking(order):
    edit = reverse("supervision:order_edit", args=[order.pk])
    if not order.authority:
        yield Missing(gettext("The paragraph that begins the order is missing."), f"{edit}#div_id_authority")
    if not order.signatory:
        yield Missing(gettext("Who signs the order is missing."), f"{edit}#div_id_signatory")
    if not order.duties.exists():
        yield Missing(gettext("Nobody has a duty by it yet."), reverse("supervision:order_duties", args=[order.pk]))


def _with_number(order, by, note):
    """Number and days come with the signature; the order that it supersedes ends with it."""
    if not (order.number and order.dated and order.effective_on):
        raise Refused(gettext("Please enter the number, the date and the day from which it is in force."))
    if order.supersedes_id and order.supersedes.state == OrderState.SIGNED:
        perform(order.supersedes, "supersede", by=by, note=str(order))
    ask_to_acknowledge(order)


def _ended(order, by, note):
    """It holds until the newer one does; where there is none, until today."""
    newer = order.superseded_by.exclude(effective_on=None).order_by("effective_on").first()
    order.ended_on = newer.effective_on - timedelta(days=1) if newer else timezone.localdate()


ORDER = Machine(
    model=Order,
    looks={
        OrderState.DRAFT: Look("warning", "pencil"),
        OrderState.SIGNED: Look("success", "check-circle"),
        OrderState.SUPERSEDED: Look("secondary", "dash-circle"),
    },
    transitions=(
        Transition(
            "sign",
            _("Enter as signed"),
            (OrderState.DRAFT,),
            OrderState.SIGNED,
            Verb.MANAGE_VISITS,
            stamp="signed",
            missing=_lacking,
            effect=_with_number,
            tell=named_in,
            news=must_act(
                _("You have a duty by the order %(row)s. Please acknowledge it; an ID PLAN is due 15 days later.")
            ),
            confirm=_("Its words cannot be changed any more, and the people in it are told."),
            look=Look("primary", "pen"),
        ),
        Transition(
            "supersede",
            _("Superseded"),
            (OrderState.SIGNED,),
            OrderState.SUPERSEDED,
            Verb.MANAGE_VISITS,
            needs_note=True,
            effect=_ended,
            confirm=_("It is not in force any more. It stays in the list."),
            look=Look("outline-secondary", "dash-circle"),
            note_label=_("By which order, or why"),
        ),
    ),
)
