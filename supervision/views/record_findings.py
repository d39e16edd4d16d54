from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import DetailView, TemplateView

from supervision.forms import ActionFormSet, FindingForm
from supervision.models import Finding
from supervision.reports import held_by
from supervision.services.findings import delete_finding
from supervision.views.record import Record


class FindingList(Record, DetailView):
    http_method_names = ["get", "head", "options"]
    template_name = "supervision/visit_findings.html"

    def get_object(self, queryset=None):
        return self.get_visit()

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | held_by(self.object)


class Promises(Record, TemplateView):
    """A page whose forms are a set of promises, perhaps with the finding that they are about."""

    def get(self, request, *args, **kwargs):
        return self._page(self.get_visit())

    @transaction.atomic
    def post(self, request, *args, **kwargs):
        visit = self.get_visit()
        return self.save(visit, request.POST) or self._page(visit, request.POST, status=422)

    def _page(self, visit, data=None, status=200):
        self.forms = self.get_forms(visit, data)
        return self.render_to_response(self.get_context_data(visit=visit, **self.forms), status=status)

    def _saved(self, visit):
        messages.success(self.request, _("Saved."))
        if "again" in self.request.POST:
            return redirect(self.request.path)
        return redirect("supervision:visit_findings", pk=visit.pk)


class FindingEdit(Promises):
    """A new finding, or one that is there, together with what was agreed about it."""

    template_name = "supervision/finding_form.html"

    def get_forms(self, visit, data=None):
        key = self.kwargs.get("finding")
        finding = get_object_or_404(visit.findings, pk=key) if key else Finding(visit=visit)
        return {
            "form": FindingForm(data, instance=finding, visit=visit),
            "promises": ActionFormSet(data, visit=visit, finding=finding, prefix="action"),
        }

    def save(self, visit, data):
        forms = self.get_forms(visit, data)
        form, promises = forms["form"], forms["promises"]
        if not (form.is_valid() & promises.is_valid()):
            return None
        is_new = form.instance.pk is None
        if not (is_new and visit.findings.filter(uid=form.cleaned_data["uid"]).exists()):
            promises.save_for(form.save())
        return self._saved(visit)


class PromisesEdit(Promises):
    """What was agreed that belongs to no finding."""

    template_name = "supervision/promises_form.html"

    def get_forms(self, visit, data=None):
        return {"promises": ActionFormSet(data, visit=visit, prefix="action")}

    def save(self, visit, data):
        promises = self.get_forms(visit, data)["promises"]
        if not promises.is_valid():
            return None
        promises.save_for(None)
        return self._saved(visit)


class FindingDelete(Record, DetailView):
    template_name = "supervision/finding_delete.html"

    def get_object(self, queryset=None):
        return self.get_visit()

    def get_context_data(self, **kwargs):
        finding = get_object_or_404(self.object.findings, pk=self.kwargs["finding"])
        return super().get_context_data(**kwargs) | {"finding": finding}

    @transaction.atomic
    def post(self, request, *args, **kwargs):
        visit = self.get_visit()
        delete_finding(get_object_or_404(visit.findings, pk=kwargs["finding"]))
        messages.success(request, _("The finding is taken out. Its number is not used again."))
        return redirect(reverse("supervision:visit_findings", args=[visit.pk]))
