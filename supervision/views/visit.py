from django.views.generic import DetailView

from qa_portal.core.history import entries_of
from qa_portal.core.pages import Access
from qa_portal.core.roles import Scope, Verb
from supervision.models import AgreedAction, Visit
from supervision.reports import held_by, record_steps
from supervision.services.field_records import may_carry


class VisitDetail(Access, DetailView):
    """Where a visit stands, what is next, and all that it holds; what was agreed before comes first."""

    model = Visit
    verb = Verb.VIEW_VISITS
    template_name = "supervision/visit_detail.html"

    def get_queryset(self):
        return (
            super()
            .get_queryset()
            .select_related("school__district", "school__network", "instrument", "reported_by", "acknowledged_by")
        )

    def _is_of_team(self, visit):
        user = self.request.user
        is_member = user in {member.user for member in visit.team}
        return user.can(Verb.REPORT_VISIT) and (is_member or user.can(Verb.MANAGE_VISITS))

    def get_context_data(self, **kwargs):
        visit, user = self.object, self.request.user
        is_mine = Visit.objects.editable_by(user).filter(pk=visit.pk).exists()
        before = AgreedAction.objects.visible_to(user).unsettled().filter(visit__school=visit.school)
        return (
            super().get_context_data(**kwargs)
            | held_by(visit)
            | {
                "is_mine": is_mine,
                "has_field_records": may_carry(visit, user) and visit.field_records.exists(),
                "may_link": visit.is_sent and self._is_of_team(visit),
                "is_office": user.scope is not Scope.SCHOOL,
                "record_steps": record_steps(visit) if is_mine else [],
                "earlier_actions": before.exclude(visit=visit).select_related("visit", "owner").order_by("due_on"),
                "postponements": visit.postponements.all(),
                "entries": entries_of(visit),
            }
        )
