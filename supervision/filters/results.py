import django_filters as filters
from django.utils.translation import gettext_lazy as _

from qa_portal.core.addresses import row_in
from qa_portal.core.roles import Scope
from schools.models import EducationLevel, QualityLevel, School, SchoolSize, Standard
from supervision.filters.by_visit import networks
from supervision.models import MOVED, AssessmentRound, Move, ResultKind, ResultPaper

NOT_STATED, UNKNOWN = "none", "unknown"


def rounds(request):
    return AssessmentRound.objects.visible_to(request.user)


class ResultFilter(filters.FilterSet):
    """What the list of results, and every number of a round's report, is asked by. With a standard, level and moves are
    those of the standard; without, of the whole."""

    q = filters.CharFilter(label=_("School or code"), method="search")
    round = filters.ModelChoiceFilter(label=_("Round"), queryset=rounds, field_name="assessment__round")
    kind = filters.ChoiceFilter(label=_("Kind"), choices=ResultKind.choices)
    level = filters.ChoiceFilter(
        label=_("Level of education"), choices=EducationLevel.choices, field_name="assessment__level"
    )
    standard = filters.ModelChoiceFilter(label=_("Standard"), queryset=Standard.objects.none(), method="with_others")
    quality = filters.ChoiceFilter(label=_("Quality level"), method="at_level")
    certified = filters.ChoiceFilter(
        label=_("Certification"),
        choices=[("yes", _("Certified")), ("no", _("Not certified")), (NOT_STATED, _("Not stated"))],
        method="by_certificate",
    )
    network = filters.ModelChoiceFilter(
        label=_("Network"), queryset=networks, field_name="assessment__school__network", null_label=_("No network")
    )
    size = filters.ChoiceFilter(
        label=_("Size"), choices=[*SchoolSize.choices, (UNKNOWN, _("Number of pupils not known yet"))], method="sized"
    )
    move = filters.ChoiceFilter(label=_("From draft to final"), choices=Move.choices, method="moved")
    again = filters.ChoiceFilter(label=_("Against the attempt before"), choices=Move.choices, method="moved_again")
    counted = filters.ChoiceFilter(
        label=_("Attempts"), choices=[("yes", _("Only the last of each school"))], method="only_counted"
    )

    class Meta:
        model = ResultPaper
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._offer_round()
        if self.request.user.scope is Scope.SCHOOL:
            for name in ("q", "network", "size"):
                del self.filters[name]

    def _offer_round(self):
        """Standards and levels are those of the round that was asked for."""
        found = row_in(rounds(self.request), (self.data or {}).get("round", ""))
        if found is None:
            del self.filters["standard"], self.filters["quality"]
            return
        frameworks = list(found.frameworks.values())
        self.filters["standard"].queryset = Standard.objects.filter(framework__in=frameworks)
        levels = QualityLevel.objects.filter(framework__in=frameworks).select_related("framework")
        choices = [(str(row.pk), f"{row.name} ({row.framework.get_level_display()})") for row in levels]
        self.filters["quality"].extra["choices"] = [*choices, (NOT_STATED, _("Not stated"))]

    def _standard(self):
        return self.form.cleaned_data.get("standard")

    def search(self, rows, name, value):
        return rows.filter(assessment__school__in=School.objects.search(value).values("pk"))

    def with_others(self, rows, name, value):
        """By itself a standard keeps the papers of its level of education; `quality` and the moves ask for it."""
        return rows.filter(assessment__level=value.framework.level)

    def at_level(self, rows, name, value):
        return rows.at_level(None if value == NOT_STATED else int(value), self._standard())

    def by_certificate(self, rows, name, value):
        return rows.filter(is_certified={"yes": True, "no": False, NOT_STATED: None}[value])

    def sized(self, rows, name, value):
        return rows.of_size("" if value == UNKNOWN else value)

    def moved(self, rows, name, value):
        return rows.filter(kind=ResultKind.FINAL).with_draft(self._standard()).filter(MOVED[value])

    def moved_again(self, rows, name, value):
        return rows.with_attempt_before(self._standard()).filter(MOVED[value])

    def only_counted(self, rows, name, value):
        return rows.counted()
