from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import CreateView, FormView, TemplateView, UpdateView

from qa_portal.core.pages import Access, ListPage
from qa_portal.core.roles import Scope, Verb
from schools.filters.registry import NetworkFilter
from schools.forms.registry import AssignForm, EndAssignmentForm, NetworkForm
from schools.models import Network, School, SupervisorAssignment
from schools.reports.registry import DISTRICT_COLUMN, NETWORK_COLUMNS, NETWORK_EDIT, workload
from schools.views.registry import RegistryEdit


class NetworkList(ListPage):
    model = Network
    verb = Verb.VIEW_SCHOOLS
    filterset_class = NetworkFilter
    template_name = "schools/network_list.html"
    default_sort = "name"

    @property
    def sheet_name(self):
        return _("School networks")

    def get_columns(self):
        user = self.request.user
        columns = [*NETWORK_COLUMNS, DISTRICT_COLUMN] if user.scope is Scope.NATION else NETWORK_COLUMNS
        is_sheet = self.request.GET.get("format") == "xlsx"
        return columns if is_sheet or not user.can(Verb.EDIT_SCHOOLS) else [*columns, NETWORK_EDIT]

    def get_queryset(self):
        return super().get_queryset().select_related("district").with_counts()


class NetworkCreate(RegistryEdit, CreateView):
    model = Network
    form_class = NetworkForm
    template_name = "schools/network_form.html"
    success_url = reverse_lazy("schools:network_list")


class NetworkEdit(RegistryEdit, UpdateView):
    model = Network
    form_class = NetworkForm
    template_name = "schools/network_form.html"
    success_url = reverse_lazy("schools:network_list")


class SupervisorList(Access, TemplateView):
    """How many schools each supervisor answers for, and the schools that have none."""

    verb = Verb.ASSIGN_SUPERVISORS
    template_name = "schools/supervisor_list.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        unled = School.objects.visible_to(user).without_supervisor().select_related("district", "network")
        return super().get_context_data(**kwargs) | {"supervisors": workload(user), "unled": unled}


class SupervisorAssign(RegistryEdit, FormView):
    """`?school=ID`, `?network=ID` or `?supervisor=ID` begin the form with that choice."""

    verb = Verb.ASSIGN_SUPERVISORS
    form_class = AssignForm
    template_name = "schools/supervisor_assign.html"
    success_url = reverse_lazy("schools:supervisor_list")
    saved_message = gettext_lazy("The assignment is recorded.")
    object = None

    def get_initial(self):
        asked = self.request.GET
        return {
            "schools": asked.getlist("school"),
            "network": asked.get("network"),
            "supervisor": asked.get("supervisor"),
        }

    def save_form(self, form):
        form.save()
        return super().save_form(form)


class AssignmentEnd(RegistryEdit, UpdateView):
    model = SupervisorAssignment
    verb = Verb.ASSIGN_SUPERVISORS
    scope = "visible_to"
    form_class = EndAssignmentForm
    template_name = "schools/assignment_end.html"

    def get_queryset(self):
        return super().get_queryset().select_related("school", "supervisor")
