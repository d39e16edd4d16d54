"""Writing a proposal: one page a section; a new project, a copy, and the end of a draft."""

from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.generic import CreateView, View

from projects import formsets
from projects.checks.budget import rate_warnings, read_budget
from projects.checks.plan import odd_time, read_period
from projects.forms import BasicsForm, CopyForm
from projects.formula import read_aloud
from projects.models import Project, ProjectTemplate, current_fiscal_year
from projects.reports import desks as desk_reports
from projects.reports import proposal as reports
from projects.sections import SECTIONS
from projects.services import amending, approvals, strategy
from projects.services import drafts as services
from qa_portal.core import unsaved
from qa_portal.core.forms import as_typed
from qa_portal.core.pages import Access, requires
from qa_portal.core.roles import Verb
from qa_portal.core.thai import parse_period
from qa_portal.core.views import typed_texts
from qa_portal.core.workflow import Refused, wrong_state


class ProjectAdd(unsaved.Typed, Access, CreateView):
    """The first section of a new draft."""

    verb = Verb.PROPOSE_PROJECT
    model = Project
    form_class = BasicsForm
    template_name = "projects/project_add.html"

    def get_context_data(self, **kwargs):
        """With what a proposal can begin from instead."""
        user, year = self.request.user, current_fiscal_year() - 1
        last = Project.objects.visible_to(user).in_year(year).filter(Q(owner=user) | Q(created_by=user))
        templates = ProjectTemplate.objects.visible_to(user).filter(is_active=True)
        there = {"last_year": year, "last_projects": last[:10], "templates": templates}
        return super().get_context_data(**kwargs) | there

    def get_form_kwargs(self):
        mine = Project(district=self.request.user.district, created_by=self.request.user)
        return super().get_form_kwargs() | {"user": self.request.user, "instance": mine}

    def get_success_url(self):
        messages.success(self.request, _("The draft is saved. Go on with its sections in any order."))
        return self.object.get_absolute_url()


@method_decorator([requires(Verb.PROPOSE_PROJECT), transaction.atomic], "dispatch")
class ProjectEdit(View):
    """One section: the project's own fields and its tables are saved together or not at all."""

    def dispatch(self, request, pk, section):
        self.mine = amending.texts_written_by(request.user).select_related("district", "owner")
        self.project = get_object_or_404(self.mine, pk=pk)
        self.section = SECTIONS[section]
        if not self.project.is_writable:
            return self._refuse()
        return super().dispatch(request)

    def get(self, request):
        typing = unsaved.find(request.user, request.path)
        if typing is None:
            return self._page(self._form(), self._tables())
        data = self._tidied(typing.data)
        form, tables = as_typed(self._form(data)), [as_typed(table) for table in self._tables(data)]
        form.is_stale = typing.is_older_than(self.project)
        return self._page(form, tables, typing=typing)

    def post(self, request):
        data = self._tidied(request.POST.copy())
        form, tables = self._form(data), self._tables(data)
        if "add" in data:
            return self._page(as_typed(form), [as_typed(table) for table in tables])
        if not all([form.is_valid(), *(table.is_valid() for table in tables)]):
            return self._page(form, tables, status=422)
        form.save()
        for table in tables:
            table.save()
        unsaved.forget(request.user, request.path)
        messages.success(request, _("Saved: %(section)s.") % {"section": self.section.title})
        return redirect(self._next_url(data))

    def _refuse(self):
        """The proposal cannot be written on now; what somebody typed meanwhile is given back, to be copied."""
        messages.error(self.request, wrong_state(approvals.subject_of(self.project)))
        typed = typed_texts(self.request.POST)
        if not typed:
            return redirect(self.project)
        context = {"project": self.project, "section": self.section, "typed": typed}
        return render(self.request, "projects/project_closed.html", context, status=409)

    def _tidied(self, data):
        """The typed rows, numbered as a formset takes them."""
        for prefix, table in self.section.tables:
            if issubclass(table, formsets.RowFormSet):
                formsets.tidy_rows(data, table, self.project, prefix, adding=data.get("add") == prefix)
        return data

    def _form(self, data=None):
        return self.section.form(data, instance=self.project, user=self.request.user)

    def _tables(self, data=None):
        return [table(data, instance=self.project, prefix=prefix) for prefix, table in self.section.tables]

    def _next_url(self, data):
        """The next section for those who go through all of them, else the proposal's page at this section."""
        keys = list(SECTIONS)
        following = keys[keys.index(self.section.key) + 1 :]
        if "next" in data and following:
            return reverse("projects:project_edit", args=[self.project.pk, following[0]])
        return f"{self.project.get_text_url()}#{self.section.key}"

    def _page(self, form, tables, *, typing=None, status=200):
        stored = self.mine.get(pk=self.project.pk)
        budget = read_budget(stored)
        context = {
            "project": stored,
            "section": self.section,
            "sections": SECTIONS.values(),
            "form": form,
            "tables": tables,
            "found": budget.by_where,
            "budget": budget,
            "cross": reports.cross_table(budget),
            "is_stale": form.is_bound and form.is_stale,
            "stored": reports.proposal(stored) if form.is_bound and form.is_stale else None,
            "unsaved": typing,
            "remarks": desk_reports.remarks_by_section(approvals.subject_of(stored)).get(self.section.key, ()),
        }
        return render(self.request, "projects/project_edit.html", context, status=status)


@requires(Verb.PROPOSE_PROJECT)
def row_preview(request, pk):
    """What the portal reads in a `formula` of an `item`, or in a `period`, while it is typed: a sentence, why it cannot
    be read, and what it warns of."""
    project = get_object_or_404(amending.texts_written_by(request.user), pk=pk)
    asked = request.GET
    if "period" in asked:
        period = parse_period(asked["period"])
        warning = odd_time(period, project.fiscal_year)
        return JsonResponse({"sentence": read_period(period), "error": "", "warnings": [warning] if warning else []})
    reading = read_aloud(asked.get("formula", ""))
    warnings = rate_warnings(project, asked.get("item", ""), reading.formula) if reading.formula else []
    return JsonResponse({"sentence": reading.sentence, "error": reading.error, "warnings": warnings})


@requires(Verb.PROPOSE_PROJECT)
def project_copy(request, pk):
    """A new draft from any project of the office, as a rule last year's."""
    source = get_object_or_404(Project.objects.visible_to(request.user), pk=pk)
    form = CopyForm(request.POST or None, initial={"fiscal_year": current_fiscal_year()})
    if request.method == "POST" and form.is_valid():
        copy = services.copy_project(source, fiscal_year=form.cleaned_data["fiscal_year"], by=request.user)
        messages.success(request, _("The copy is a draft of yours. Look through its dates and its answers to policy."))
        if said := strategy.relinked_words(source, copy.fiscal_year):
            messages.info(request, said)
        return redirect(copy)
    context = {"project": source, "form": form, "back_url": source.get_absolute_url()}
    return render(request, "projects/project_copy.html", context, status=422 if form.errors else 200)


@requires(Verb.PROPOSE_PROJECT)
def project_delete(request, pk):
    project = get_object_or_404(Project.objects.written_by(request.user), pk=pk)
    if not project.is_draft:
        messages.error(request, _("Only a draft can be deleted."))
        return redirect(project)
    if request.method == "POST":
        try:
            services.delete_draft(project, by=request.user)
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect(project)
        messages.success(request, _("The draft “%(project)s” is deleted.") % {"project": project})
        return redirect("projects:project_list")
    return render(request, "projects/project_delete.html", {"project": project})
