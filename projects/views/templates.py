"""Templates of proposals: what a draft can begin from, and keeping a project as one."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import ListView, UpdateView

from projects.forms import BeginForm, TemplateForm
from projects.models import Project, ProjectTemplate, current_fiscal_year
from projects.services.beginning import begin_from_template, keep_as_template
from qa_portal.core.pages import Access, Edit, requires
from qa_portal.core.roles import Verb


class TemplateList(Access, ListView):
    """All templates that the office sees, those that have ended last."""

    verb = Verb.PROPOSE_PROJECT
    model = ProjectTemplate
    template_name = "projects/template_list.html"

    def get_queryset(self):
        return super().get_queryset().order_by("-is_active", "district", "name")

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"can_manage": self.request.user.can(Verb.MANAGE_PROJECTS)}


@requires(Verb.PROPOSE_PROJECT)
def template_begin(request, pk):
    """What the template holds, and a new draft from it."""
    template = get_object_or_404(ProjectTemplate.objects.visible_to(request.user).filter(is_active=True), pk=pk)
    form = BeginForm(request.POST or None, initial={"fiscal_year": current_fiscal_year()})
    if form.is_valid():
        project = begin_from_template(template, **form.cleaned_data, by=request.user)
        messages.success(request, _("The draft is made from the template. Change what is different in your project."))
        return redirect(project)
    context = {"template": template, "content": template.content, "form": form}
    context["back_url"] = reverse_lazy("projects:project_add")
    return render(request, "projects/template_begin.html", context, status=422 if form.errors else 200)


@requires(Verb.MANAGE_PROJECTS)
@transaction.atomic
def template_add(request, pk):
    """Keep any project of the office as a template."""
    project = get_object_or_404(Project.objects.visible_to(request.user), pk=pk)
    form = TemplateForm(request.POST or None, instance=ProjectTemplate(name=project.name[:200]))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        keep_as_template(project, name=said["name"], hint=said["hint"], by=request.user)
        messages.success(request, _("The office can now begin proposals from “%(name)s”.") % {"name": said["name"]})
        return redirect("projects:template_list")
    context = {"project": project, "form": form, "back_url": project.get_absolute_url()}
    return render(request, "projects/template_add.html", context, status=422 if form.errors else 200)


class TemplateEdit(Edit, UpdateView):
    """Rename a template of one's own office, or end it."""

    verb = Verb.MANAGE_PROJECTS
    model = ProjectTemplate
    form_class = TemplateForm
    template_name = "projects/template_edit.html"
    success_url = reverse_lazy("projects:template_list")
    saved_message = gettext_lazy("The template is saved.")
    extra_context = {"back_url": success_url}
