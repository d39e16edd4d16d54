from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import CreateView, DetailView, UpdateView

from qa_portal.core.history import entries_of
from qa_portal.core.pages import Access, Edit, ListPage
from qa_portal.core.roles import Scope, Verb, office_can
from qa_portal.core.thai import academic_year
from qa_portal.core.workflow import Refused
from schools.filters.registry import SchoolFilter
from schools.forms.registry import CloseForm, ContactsForm, FiguresForm, MergeForm, RenameForm, SchoolForm
from schools.models import School, SupervisorAssignment, YearFigures
from schools.reports.registry import (
    DISTRICT_COLUMN,
    POSITION_COLUMNS,
    SCHOOL_COLUMNS,
    SHOWN_OF_SCHOOL,
    pupil_table,
    school_people,
    years_of,
)
from schools.timeline import debts_of, timeline_of

FIRST_FIGURES = 2540  # B.E.: no older figures are typed


class SchoolList(ListPage):
    model = School
    verb = Verb.VIEW_SCHOOLS
    filterset_class = SchoolFilter
    template_name = "schools/school_list.html"
    default_sort = "name"
    page_fields = SHOWN_OF_SCHOOL

    @property
    def sheet_name(self):
        return _("Schools")

    def get_columns(self):
        district = [DISTRICT_COLUMN] if self.request.user.scope is Scope.NATION else []
        position = POSITION_COLUMNS if self.request.GET.get("format") == "xlsx" else []
        return [*SCHOOL_COLUMNS, *position, *district]

    def get_queryset(self):
        return super().get_queryset().select_related("district", "network").with_leads()


class SchoolDetail(Access, DetailView):
    model = School
    verb = Verb.VIEW_SCHOOLS
    template_name = "schools/school_detail.html"

    def get_queryset(self):
        rows = super().get_queryset().select_related("district", "network", "successor")
        team = SupervisorAssignment.objects.current().select_related("supervisor").order_by("-is_lead", "since")
        return rows.prefetch_related("predecessors", Prefetch("assignments", queryset=team, to_attr="team"))

    def get_context_data(self, **kwargs):
        school, user = self.object, self.request.user
        years = years_of(school)
        return super().get_context_data(**kwargs) | {
            "years": [(figures, pupil_table(figures)) for figures in years],
            "this_year": academic_year(timezone.localdate()),
            "people": school_people(school),
            "timeline": timeline_of(school, user),
            "debts": debts_of(school, user),
            "entries": entries_of(school, limit=30),
            "may_edit": office_can(user, Verb.EDIT_SCHOOLS),
            "may_tend": School.objects.tended_by(user).filter(pk=self.object.pk).exists(),
            "may_assign": user.can(Verb.ASSIGN_SUPERVISORS),
            "sees_others": user.scope > Scope.SCHOOL,
            "predecessors": school.predecessors.all(),
        }


class RegistryEdit(Edit):
    """Edit, for forms whose `save` calls a registry service in the user's name and may be refused."""

    model = School
    verb = Verb.EDIT_SCHOOLS
    saved_message = gettext_lazy("Saved.")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"by": self.request.user}

    def save_form(self, form):
        return super().form_valid(form)

    def form_valid(self, form):
        try:
            return self.save_form(form)
        except Refused as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)

    def get_context_data(self, **kwargs):
        back = self.object.get_absolute_url() if self.object else reverse("schools:school_list")
        return super().get_context_data(**kwargs) | {"back_url": back}


class SchoolCreate(RegistryEdit, CreateView):
    form_class = SchoolForm
    template_name = "schools/school_create.html"


class SchoolEdit(RegistryEdit, UpdateView):
    form_class = SchoolForm
    template_name = "schools/school_edit.html"


class SchoolContacts(RegistryEdit, UpdateView):
    verb = Verb.EDIT_OWN_SCHOOL
    scope = "tended_by"
    form_class = ContactsForm
    template_name = "schools/school_contacts.html"


class SchoolRename(RegistryEdit, UpdateView):
    form_class = RenameForm
    template_name = "schools/school_rename.html"


class SchoolMerge(RegistryEdit, UpdateView):
    form_class = MergeForm
    template_name = "schools/school_merge.html"
    saved_message = gettext_lazy("The school is merged. Its records stay under its own name.")


class SchoolClose(RegistryEdit, UpdateView):
    form_class = CloseForm
    template_name = "schools/school_close.html"
    saved_message = gettext_lazy("The school is closed. Its records stay.")


class SchoolFigures(RegistryEdit, UpdateView):
    """The figures of the school `pk` in the academic year `year`, which may not have any yet."""

    verb = Verb.EDIT_OWN_SCHOOL
    scope = "tended_by"
    form_class = FiguresForm
    template_name = "schools/school_figures.html"

    def get_object(self, queryset=None):
        year = self.kwargs["year"]
        if not FIRST_FIGURES <= year <= academic_year(timezone.localdate()) + 1:
            raise Http404
        self.school = get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])
        stated = YearFigures.objects.filter(school=self.school, academic_year=year).select_related("school").first()
        return stated or YearFigures(school=self.school, academic_year=year)

    def get_success_url(self):
        return self.school.get_absolute_url()

    def get_context_data(self, **kwargs):
        return super(RegistryEdit, self).get_context_data(**kwargs) | {
            "school": self.school,
            "back_url": self.get_success_url(),
            "totals": pupil_table(self.object) if self.object.pk else None,
        }
