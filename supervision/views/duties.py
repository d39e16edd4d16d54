"""Who answers for what: the matrix of duties, and which duty of an order is about what (A10-04)."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone, translation
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from qa_portal.core.pages import pdf_response, workbook_response
from qa_portal.core.roles import Verb
from supervision.documents.duties import TITLE, matrix_sheets, render_matrix
from supervision.filters.duties import MatrixForm
from supervision.forms.duties import TopicsForm, WordsForm
from supervision.models import DutyTopic, Order
from supervision.reports.duties import Matrix
from supervision.services.duty_topics import set_topics
from supervision.views.office import OfVisits


class DutyMatrix(OfVisits, TemplateView):
    """As it is today or was on a day; `?format=xlsx` and `?format=pdf` give what is shown."""

    template_name = "supervision/duty_matrix.html"

    @cached_property
    def form(self):
        user = self.request.user
        people = Matrix(user, timezone.localdate()).people
        asked = self.request.GET.get("person")
        offered = sorted({*people, asked}) if asked else people  # somebody of another day
        return MatrixForm(self.request.GET, user=user, people=offered)

    @cached_property
    def matrix(self):
        said = self.form.cleaned_data if self.form.is_valid() else {}
        asked = {name: said.get(name) for name in ("person", "group", "network") if said.get(name)}
        return Matrix(self.request.user, said.get("day") or timezone.localdate(), **asked)

    @property
    def as_grid(self):
        return self.request.GET.get("look") == "grid"

    def get_context_data(self, **kwargs):
        matrix = self.matrix
        columns, rows = (matrix.grid_columns, matrix.grid_rows) if self.as_grid else (matrix.columns, matrix.held)
        return super().get_context_data(**kwargs) | {
            "form": self.form,
            "matrix": matrix,
            "columns": columns,
            "rows": rows,
            "as_grid": self.as_grid,
            "is_filtered": any(value for name, value in self.request.GET.items() if name != "look"),
            "is_keeper": self.request.user.can(Verb.MANAGE_VISITS),
        }

    def render_to_response(self, context, **kwargs):
        asked = self.request.GET.get("format")
        if asked == "xlsx":
            return workbook_response(matrix_sheets(self.matrix), TITLE)
        if asked == "pdf":
            return pdf_response(self._paper(), TITLE)
        return super().render_to_response(context, **kwargs)

    def _paper(self):
        with translation.override("th"):
            office = str(self.request.user.district or "")
            return render_matrix(self.matrix, office=office, as_grid=self.as_grid)


class OrderTopics(OfVisits, TemplateView):
    """Which duty of an order, a draft or signed, is about what. Words are put into the duties of a draft only."""

    verb = Verb.MANAGE_VISITS
    template_name = "supervision/order_topics.html"

    @cached_property
    def order(self):
        rows = Order.objects.visible_to(self.request.user).select_related("district")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def _forms(self, data=None):
        topics = list(DutyTopic.objects.filter(district=self.order.district))
        duties = self.order.duties.select_related("user").prefetch_related("topics")
        return [TopicsForm(data, duty=duty, topics=topics) for duty in duties]

    def get_context_data(self, **kwargs):
        words = WordsForm() if self.order.is_draft else None
        return super().get_context_data(**{"forms": self._forms(), "words": words, "order": self.order} | kwargs)

    @transaction.atomic
    def post(self, request, *args, **kwargs):
        order = Order.objects.select_for_update().get(pk=self.order.pk)
        forms = self._forms(request.POST)
        if False in [form.is_valid() for form in forms]:  # asks each, so that each says what is wrong
            return self.render_to_response(self.get_context_data(forms=forms), status=422)
        with_words = order.is_draft and "with_words" in request.POST
        for form in forms:
            set_topics(form.duty, list(form.cleaned_data["topics"]), by=request.user, with_words=with_words)
        messages.success(request, _("Saved."))
        return redirect(order)
