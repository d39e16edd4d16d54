"""Signed copies of a project's papers (F49): put in, and read by whoever may see the project."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from projects.forms.signed import SignedCopyForm, kinds_of
from projects.models import Project, SignedCopy
from projects.services.signing import copies_of, keep_signed
from qa_portal.core.pages import requires, serve_file
from qa_portal.core.roles import Verb
from qa_portal.core.workflow import Refused


@requires(Verb.VIEW_PROJECTS)
def signed_copy(request, pk):
    rows = SignedCopy.objects.visible_to(request.user).select_related("file")
    return serve_file(get_object_or_404(rows, pk=pk).file)


@requires(Verb.RUN_PROJECT)
def signed_add(request, pk):
    project = get_object_or_404(Project.objects.written_by(request.user).select_related("district"), pk=pk)
    if not kinds_of(project):
        messages.error(request, _("Signed papers are kept once the project is approved."))
        return redirect(project)
    asked = {name: request.GET.get(name) for name in ("kind", "replaces")}
    form = SignedCopyForm(request.POST or None, request.FILES or None, project=project, initial=asked)
    if request.method == "POST" and form.is_valid() and _keep(request, project, form):
        messages.success(request, _("The signed paper is kept."))
        return redirect(f"{project.get_absolute_url()}#signed")
    context = {"project": project, "form": form}
    return render(request, "projects/signed_add.html", context, status=422 if form.errors else 200)


def _keep(request, project, form):
    words = dict(form.cleaned_data)
    try:
        return keep_signed(project, upload=words.pop("file"), by=request.user, **words)
    except Refused as refused:
        form.add_error("replaces", str(refused))


def signed_context(project, user, is_mine):
    """The card of the signed papers on a project's pages; `is_mine`: its text is the user's to write."""
    may_add = bool(kinds_of(project)) and user.can(Verb.RUN_PROJECT)
    return {"signed": copies_of(project), "can_sign": may_add and is_mine}
