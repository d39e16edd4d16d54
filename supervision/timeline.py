"""What supervision adds to a school's page and desk (schools.timeline)."""

from django.urls import reverse
from django.utils.translation import gettext as _

from qa_portal.core.roles import Scope, Verb
from qa_portal.core.workflow import MACHINES
from schools.timeline import Debt, Entry
from supervision.models import AgreedAction, OwedBy, Visit, VisitState


def visits_of(school, user):
    if not user.can(Verb.VIEW_VISITS):
        return
    looks = MACHINES[Visit].looks
    for visit in Visit.objects.visible_to(user).filter(school=school).exclude(state=VisitState.CANCELLED):
        look = looks[visit.state]
        yield Entry(
            day=visit.held_on,
            kind=_("Visit"),
            icon="signpost-split",
            title=f"{visit.purpose_label} ({visit.code})",
            url=visit.get_absolute_url(),
            badge=(visit.get_state_display(), look.colour, look.icon),
        )


def debts_of(school, user):
    """For the school's own people: reports to answer, and promises of the school that are still to be kept."""
    if user.scope is not Scope.SCHOOL or not user.can(Verb.VIEW_VISITS):
        return
    for visit in Visit.objects.visible_to(user).unanswered().filter(school=school):
        label = _("Read and answer the visit report %(code)s") % {"code": visit.code}
        yield Debt(label, visit.get_absolute_url(), icon="reply")
    actions = AgreedAction.objects.visible_to(user).open().filter(visit__school=school, owed_by=OwedBy.SCHOOL)
    for action in actions:
        yield Debt(
            action.what, reverse("supervision:action_detail", args=[action.pk]), icon="list-check", due=action.due_on
        )
