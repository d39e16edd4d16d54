"""Who has announced the targets of a year, and who has not."""

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from qa_portal.core.addresses import year_in
from qa_portal.core.pages import ListPage
from qa_portal.core.roles import Verb
from qa_portal.core.thai import academic_year
from schools.filters.targets import TargetFilter
from schools.lists.targets import TARGET_COLUMNS, missing, with_announcements
from schools.models import School


class TargetList(ListPage):
    model = School
    verb = Verb.VIEW_SARS
    filterset_class = TargetFilter
    columns = TARGET_COLUMNS
    default_sort = "school"
    sheet_name = gettext_lazy("Target levels")
    template_name = "schools/target_list.html"

    @cached_property
    def year(self):
        """The year asked for; without one that can be read, the present one."""
        return year_in(self.request.GET.get("academic_year", "")) or academic_year(timezone.localdate())

    @property
    def queryset(self):
        return with_announcements(School.objects.open_at().select_related("network").with_leads(), self.year)

    def get_filterset_kwargs(self, filterset_class):
        data = self.request.GET.copy()
        data["academic_year"] = self.year
        return super().get_filterset_kwargs(filterset_class) | {"data": data, "year": self.year}

    def get_context_data(self, **kwargs):
        schools = School.objects.visible_to(self.request.user).open_at()
        total, lacking = schools.count(), schools.filter(missing(self.year)).count()
        counts = [("announced", gettext_lazy("All announced"), total - lacking)]
        counts.append(("missing", gettext_lazy("Not announced yet"), lacking))
        return super().get_context_data(**kwargs) | {"year": self.year, "counts": counts}
