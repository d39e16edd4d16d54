"""Amendments of approved projects, and versions side by side."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.generic import DetailView

from projects.checks.budget import read_budget
from projects.forms.chain import AmendmentForm
from projects.models import AMENDABLE, Amendment, Project, belonging
from projects.sections import SECTIONS
from projects.services import amending
from projects.services.versions import changes_of_amendment, compare_versions, versions_of
from qa_portal.core.history import entries_of
from qa_portal.core.pages import Access, requires
from qa_portal.core.prepared import prepared
from qa_portal.core.roles import Verb
from qa_portal.core.workflow import Refused, wrong_state

from .chain import chain_context


def amendments_context(project, user, is_mine):
    """The amendments of a project for its page, and whether this user, whose text it is to write, may begin one."""
    rows = belonging(project, _amendments(project.pk)) if project.may_have("amendments") else []
    may = project.state in AMENDABLE and user.can(Verb.PROPOSE_PROJECT)
    may = may and not any(row.is_open for row in rows)
    return {"amendments": rows, "can_amend": may and is_mine}


@prepared
def _amendments(project):
    return Amendment.objects.filter(project=project).order_by("number")


@requires(Verb.PROPOSE_PROJECT)
def amendment_begin(request, pk):
    """Say why, and get the working copy; a project has one open amendment at a time."""
    project = get_object_or_404(Project.objects.written_by(request.user), pk=pk)
    opened = project.amendments.open().first()
    if opened:
        messages.info(request, _("This amendment is open already: go on with it."))
        return redirect(opened)
    if project.state not in AMENDABLE:
        messages.error(request, wrong_state(project))
        return redirect(project)
    form = AmendmentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(amending.begin_amendment(project, reason=form.cleaned_data["reason"], by=request.user))
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect(project)
    context = {"project": project, "form": form, "back_url": project.get_absolute_url()}
    return render(request, "projects/amendment_begin.html", context, status=422 if form.errors else 200)


class AmendmentDetail(Access, DetailView):
    verb = Verb.VIEW_PROJECTS
    model = Amendment
    queryset = Amendment.objects.select_related("project__owner", "project__district", "working_copy", "created_by")
    template_name = "projects/amendment_detail.html"

    def get_context_data(self, **kwargs):
        amendment, user = self.object, self.request.user
        can_edit = amendment.is_writable and user.can(Verb.PROPOSE_PROJECT)
        can_edit = can_edit and amending.texts_written_by(user).filter(pk=amendment.working_copy_id).exists()
        return (
            super().get_context_data(**kwargs)
            | chain_context(amendment, user)
            | {
                "comparison": changes_of_amendment(amendment),
                "findings": read_budget(amendment.working_copy, with_money=False).findings if amendment.is_open else [],
                "can_edit": can_edit,
                "sections": SECTIONS.values(),
                "entries": entries_of(amendment),
            }
        )


@requires(Verb.VIEW_PROJECTS)
def project_versions(request, pk):
    """Any two versions of a project; without a choice the last two."""
    project = get_object_or_404(Project.objects.visible_to(request.user), pk=pk)
    versions = versions_of(project)
    by_key = {version.key: version for version in versions}
    new = by_key.get(request.GET.get("new"), versions[-1])
    old = by_key.get(request.GET.get("old"), versions[max(0, versions.index(new) - 1)])
    context = {
        "project": project,
        "versions": versions,
        "old": old,
        "new": new,
        "comparison": compare_versions(project, old, new) if len(versions) > 1 else None,
    }
    return render(request, "projects/project_versions.html", context)
