import django_filters as filters
from django.utils.translation import gettext_lazy as _

from schools.models import Cycle, EducationLevel, Network, Sar, School
from supervision.filters.by_visit import networks, searched
from supervision.models import AssessorIssue, Finding, FindingCategory, IssueSource, Visit
from supervision.services.issues import WEAK


class AcademicYearFilter(filters.ChoiceFilter):
    """An academic year (B.E.), of those that `rows` have."""

    def __init__(self, **kwargs):
        super().__init__(label=_("Academic year"), **kwargs)

    def offer(self, rows):
        name = self.field_name.rpartition("__")[2]
        years = rows.order_by(f"-{name}").values_list(name, flat=True).distinct()
        self.extra["choices"] = [(year, str(year)) for year in years]


STANDINGS = [("waiting", _("Waits for a batch")), ("sent", _("Sent")), ("dropped", _("Dropped"))]


class IssueFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("School name or code"), method="by_school")
    year = AcademicYearFilter(field_name="academic_year")
    standing = filters.ChoiceFilter(label=_("State"), choices=STANDINGS, method="in_standing")
    source = filters.ChoiceFilter(label=_("Source"), choices=IssueSource)
    level = filters.ChoiceFilter(label=_("Level"), choices=EducationLevel)
    network = filters.ModelChoiceFilter(label=_("Network"), queryset=networks, field_name="school__network")

    class Meta:
        model = AssessorIssue
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["year"].offer(AssessorIssue.objects.visible_to(self.request.user))

    def by_school(self, rows, name, value):
        return rows.filter(school__in=School.objects.search(value).values("pk"))

    def in_standing(self, rows, name, value):
        return getattr(rows, value)()


class FindingFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("School or number"), method="search")
    year = AcademicYearFilter(field_name="visit__academic_year")
    kind = filters.ChoiceFilter(label=_("Kind"), choices=[(kind.value, kind.label) for kind in WEAK])
    category = filters.ModelChoiceFilter(label=_("What it is about"), queryset=FindingCategory.objects.none())
    network = filters.ModelChoiceFilter(
        label=_("Network"),
        queryset=lambda request: Network.objects.visible_to(request.user),
        field_name="visit__school__network",
    )

    class Meta:
        model = Finding
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        user = self.request.user
        self.filters["year"].offer(Visit.objects.visible_to(user))
        self.filters["category"].queryset = FindingCategory.objects.offered_to(user.district)

    def search(self, rows, name, value):
        return searched(rows, value, "visit__school")


class DifferenceFilter(filters.FilterSet):
    """Of the rows of `reports.claims`, which are made for one year: the newest that has reports where none is asked."""

    year = filters.ChoiceFilter(label=_("Academic year"), empty_label=None)
    q = filters.CharFilter(label=_("School name or code"), method="by_school")
    level = filters.ChoiceFilter(label=_("Level"), choices=EducationLevel)
    network = filters.ModelChoiceFilter(label=_("Network"), queryset=networks, field_name="school__network")

    class Meta:
        model = Sar
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        years = Cycle.objects.visible_to(self.request.user).with_reports().order_by("-academic_year")
        self.years = list(years.values_list("academic_year", flat=True).distinct())
        self.filters["year"].extra["choices"] = [(year, str(year)) for year in self.years]

    @property
    def chosen_year(self):
        asked = self.form.cleaned_data.get("year") if self.form.is_valid() else None
        return int(asked) if asked else next(iter(self.years), None)

    def narrowed(self, rows):
        for name in ("q", "level", "network"):
            rows = self.filters[name].filter(rows, self.form.cleaned_data.get(name))
        return rows

    def by_school(self, rows, name, value):
        return rows.filter(school__in=School.objects.search(value).values("pk"))
