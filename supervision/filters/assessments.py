import django_filters as filters
from django.utils.translation import gettext_lazy as _

from qa_portal.core.roles import Scope
from schools.models import EducationLevel, School
from supervision.filters.by_visit import networks
from supervision.models import AssessmentRound, AssessmentState, ExternalAssessment

STANDINGS = [("running", _("Running (any stage)")), ("late", _("Documents overdue"))]
OUTCOMES = [("yes", _("Certified")), ("no", _("Not certified")), ("unknown", _("Final report does not say"))]


def rounds(request):
    return AssessmentRound.objects.visible_to(request.user)


class BoardFilter(filters.FilterSet):
    """What narrows the board: its columns are the stages already."""

    q = filters.CharFilter(label=_("School"), method="search")
    round = filters.ModelChoiceFilter(label=_("Round"), queryset=rounds)
    level = filters.ChoiceFilter(label=_("Level"), choices=EducationLevel.choices)
    network = filters.ModelChoiceFilter(label=_("Network"), queryset=networks, field_name="school__network")

    class Meta:
        model = ExternalAssessment
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.request.user.scope is Scope.SCHOOL:
            del self.filters["network"], self.filters["q"]

    def search(self, rows, name, value):
        return rows.filter(school__in=School.objects.search(value).values("pk"))


class AssessmentFilter(BoardFilter):
    state = filters.ChoiceFilter(label=_("Stage"), choices=[*AssessmentState.choices, *STANDINGS], method="in_stage")
    certified = filters.ChoiceFilter(label=_("Certification"), choices=OUTCOMES, method="with_result")

    def in_stage(self, rows, name, value):
        return getattr(rows, value)() if value in dict(STANDINGS) else rows.filter(state=value)

    def with_result(self, rows, name, value):
        final = rows.filter(state=AssessmentState.FINAL)
        return final.filter(certified={"yes": True, "no": False, "unknown": None}[value])
