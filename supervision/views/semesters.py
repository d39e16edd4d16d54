"""The semester days of the office, by academic year."""

from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import CreateView, UpdateView

from qa_portal.core.pages import Edit, ListPage
from qa_portal.core.roles import Verb
from qa_portal.core.thai import academic_year
from supervision.filters.plans import SemesterFilter
from supervision.forms.semesters import DAYS, SemesterDaysForm
from supervision.lists.plans import SEMESTER_COLUMNS
from supervision.models import SemesterDays, usual_semesters


class SemesterList(ListPage):
    model = SemesterDays
    verb = Verb.MANAGE_VISITS
    filterset_class = SemesterFilter
    template_name = "supervision/semester_list.html"
    sheet_name = _("Semester days")
    default_sort = "-year"
    columns = SEMESTER_COLUMNS


class SemesterForms(Edit):
    model = SemesterDays
    verb = Verb.MANAGE_VISITS
    form_class = SemesterDaysForm
    template_name = "supervision/semester_form.html"
    context_object_name = "semester"
    success_url = reverse_lazy("supervision:semester_list")
    extra_context = {"back_url": success_url}


class SemesterAdd(SemesterForms, CreateView):
    """Begins with the usual days of the first year that the office has not set."""

    def get_initial(self):
        year = academic_year(timezone.localdate())
        known = set(SemesterDays.objects.visible_to(self.request.user).values_list("academic_year", flat=True))
        while year in known:
            year += 1
        days = [day for semester in usual_semesters(year) for day in semester]
        return {"academic_year": year} | dict(zip(DAYS, days, strict=True))

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": SemesterDays(district=self.request.user.district)}


class SemesterEdit(SemesterForms, UpdateView):
    pass
