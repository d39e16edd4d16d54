"""What the office has published, for those who sign in: the versions, their files, who has read them."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qa_portal.core import jobs
from qa_portal.core.pages import READ_WRITE, requires, serve_file
from qa_portal.core.roles import Scope, Verb
from qa_portal.core.workflow import Refused
from qa_portal.office.forms.synthesis import PublishForm, WithdrawForm
from qa_portal.office.models import Publication, PublicationKind, Synthesis
from qa_portal.office.reports.publications import changes_between, chapters_changed, readings_of
from qa_portal.office.services import publishing

from .synthesis import synthesis_of

FILES = {"public": "public_pdf", "pdf": "whole_pdf", "docx": "whole_docx", "xlsx": "whole_xlsx"}


@requires(Verb.WRITE_SYNTHESIS)
@READ_WRITE
def synthesis_publish(request, district, year):
    """Says what becomes public, then has the queue make it."""
    row = synthesis_of(Synthesis.objects.editable_by(request.user), district, year)
    form = PublishForm(request.POST or None)
    if form.is_valid():
        label = _("Publication: %(synthesis)s") % {"synthesis": row}
        params = {"synthesis": row.pk, "note": form.cleaned_data["note"]}
        about = {"params": params, "by": request.user, "district": row.district}
        return redirect(jobs.start("publish_synthesis", label=label, **about))
    earlier = Publication.objects.filter(
        kind=PublicationKind.SYNTHESIS, district=row.district, academic_year=row.academic_year
    )
    context = {"synthesis": row, "district": row.district, "form": form, "earlier": earlier}
    return render(request, "office/synthesis_publish.html", context, status=422 if form.errors else 200)


def visible(request, pk):
    rows = Publication.objects.visible_to(request.user).select_related("district", "published_by", "withdrawn_by")
    return get_object_or_404(rows, pk=pk)


@requires(Verb.VIEW_SCHOOLS)
@require_safe
def publication_list(request):
    rows = Publication.objects.visible_to(request.user).select_related("district")
    return render(request, "office/publication_list.html", {"publications": rows})


@requires(Verb.VIEW_SCHOOLS)
@require_safe
def publication(request, pk):
    row = visible(request, pk)
    publishing.note_reading(row, request.user)
    before = _before(row)
    is_office = request.user.scope is not Scope.SCHOOL
    context = {
        "publication": row,
        "content": row.content,
        "is_office": is_office,
        "may_withdraw": request.user.can(Verb.WRITE_SYNTHESIS) and row.withdrawn_at is None,
        "changes": changes_between(before, row) if is_office or not row.code else [],
        "chapters": chapters_changed(before, row),
        "readings": readings_of(row) if is_office else None,
    }
    return render(request, "office/publication.html", context)


def _before(row):
    """The version before this one, or None."""
    return row.versions.filter(number__lt=row.number).order_by("-number").first()


@requires(Verb.VIEW_SCHOOLS)
@require_safe
def publication_file(request, pk, kind):
    """The files with every figure are the office's own."""
    row = visible(request, pk)
    if kind not in FILES or (kind != "public" and request.user.scope is Scope.SCHOOL):
        raise Http404
    found = getattr(row, FILES[kind])
    if found is None:
        raise Http404
    return serve_file(found)


@requires(Verb.WRITE_SYNTHESIS)
@READ_WRITE
@transaction.atomic
def publication_withdraw(request, pk):
    row = get_object_or_404(Publication.objects.editable_by(request.user), pk=pk)
    form = WithdrawForm(request.POST or None)
    if row.withdrawn_at:
        messages.error(request, _("This publication was withdrawn already."))
        return redirect(row)
    if form.is_valid():
        try:
            publishing.withdraw(row, reason=form.cleaned_data["reason"], by=request.user)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("It is no longer on the public page."))
        return redirect(row)
    context = {"publication": row, "form": form, "back_url": row.get_absolute_url()}
    return render(request, "office/publication_withdraw.html", context, status=422 if form.errors else 200)
