"""A school's targets: its sheets, writing one, announcing it, and the announcement as a document."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qa_portal.core.history import entries_of
from qa_portal.core.pages import READ_WRITE, TransitionPage, pdf_response, requires, serve_file
from qa_portal.core.roles import Verb
from qa_portal.core.thai import academic_year
from schools.documents.targets import document_name, render_targets
from schools.forms.targets import AnnounceForm, BeginForm, OwnStandardForm, StandardTargetsForm
from schools.models import OwnSection, OwnStandard, School, TargetSheet, TargetSheetState
from schools.reports.targets import aims_of, own_standards_of
from schools.services.targets import announce_sheet, begin_sheet

WITH_ALL = ("school__district", "framework")


def _own_school(user):
    return School.objects.desk_of(user).distinct()


@require_safe
@requires(Verb.VIEW_SARS)
def target_school(request, pk):
    """A school's sheets, the newest year first: for its own people all, for others those announced."""
    school = get_object_or_404(School.objects.visible_to(request.user), pk=pk)
    sheets = TargetSheet.objects.visible_to(request.user).filter(school=school).select_related("framework")
    may_write = request.user.can(Verb.RATE_SAR) and _own_school(request.user).filter(pk=pk).exists()
    return render(request, "schools/target_school.html", {"school": school, "sheets": sheets, "may_write": may_write})


@READ_WRITE
@requires(Verb.RATE_SAR)
def target_begin(request, pk):
    school = get_object_or_404(_own_school(request.user), pk=pk)
    form = BeginForm(
        request.POST or None, school=school, this_year=academic_year(timezone.localdate()), asked=request.GET.dict()
    )
    if form.is_valid():
        sheet = begin_sheet(school, **form.cleaned_data, by=request.user)
        if sheet:
            return redirect(sheet)
        form.add_error("academic_year", _("No standards are in force for this year and level. Ask the office."))
    context = {"school": school, "form": form, "back_url": reverse("schools:target_school", args=[pk])}
    return render(request, "schools/target_begin.html", context, status=422 if form.errors else 200)


def _visible(request, pk):
    return get_object_or_404(TargetSheet.objects.visible_to(request.user).select_related(*WITH_ALL), pk=pk)


@require_safe
@requires(Verb.VIEW_SARS)
def target_sheet(request, pk):
    """The targets as they stand, what is still missing, and what happens next."""
    sheet = _visible(request, pk)
    is_own = TargetSheet.objects.editable_by(request.user).filter(pk=pk).exists()
    context = {
        "sheet": sheet,
        "aims": aims_of(sheet),
        "own_standards": own_standards_of(sheet),
        "may_write": is_own and request.user.can(Verb.RATE_SAR) and sheet.state == TargetSheetState.DRAFT,
        "entries": entries_of(sheet) if is_own else [],
    }
    return render(request, "schools/target_sheet.html", context)


def _draft(request, pk):
    """(sheet, None) of the school's own that may be written, or (sheet, the answer that says why not)."""
    sheet = get_object_or_404(TargetSheet.objects.editable_by(request.user).select_related(*WITH_ALL), pk=pk)
    if sheet.state == TargetSheetState.DRAFT:
        return sheet, None
    messages.error(request, _("The targets are announced: take them back first, with the reason."))
    return sheet, redirect(sheet)


@READ_WRITE
@requires(Verb.RATE_SAR)
@transaction.atomic
def target_standard(request, pk, number):
    """One standard's screen: its target and those of its items."""
    sheet, answer = _draft(request, pk)
    if answer:
        return answer
    aims = aims_of(sheet)
    here = get_object_or_404(sheet.framework.standards, number=number)
    aim = next(row for row in aims if row.standard == here)
    form = StandardTargetsForm(request.POST or None, instance=sheet, aims=aim)
    if form.is_valid():
        form.save_by(request.user)
        messages.success(request, _("Saved."))
        later = [row.standard.number for row in aims if row.standard.number > number]
        return redirect("schools:target_standard", pk, later[0]) if later else redirect(sheet)
    context = {"sheet": sheet, "aims": aims, "here": here, "form": form}
    return render(request, "schools/target_standard.html", context, status=422 if form.errors else 200)


@READ_WRITE
@requires(Verb.RATE_SAR)
@transaction.atomic
def target_own(request, pk, own=None):
    """A standard that the school adds by its context: its words, and what is aimed at."""
    sheet, answer = _draft(request, pk)
    if answer:
        return answer
    row = get_object_or_404(sheet.own_standards, pk=own) if own else _new_own(sheet)
    row.sheet = sheet
    form = OwnStandardForm(request.POST or None, instance=row)
    if form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect(sheet)
    context = {"sheet": sheet, "own": row, "form": form, "back_url": sheet.get_absolute_url()}
    return render(request, "schools/target_own.html", context, status=422 if form.errors else 200)


def _new_own(sheet):
    """Numbered after the standards of the announcement and the school's own."""
    numbers = [*sheet.framework.standards.values_list("number", flat=True)]
    numbers += sheet.own_standards.values_list("number", flat=True)
    return OwnStandard(sheet=sheet, number=max(numbers, default=0) + 1)


@READ_WRITE
@requires(Verb.RATE_SAR)
@transaction.atomic
def target_own_remove(request, pk, own):
    sheet, answer = _draft(request, pk)
    if answer:
        return answer
    row = get_object_or_404(sheet.own_standards, pk=own)
    if request.method == "POST":
        return _remove(request, sheet, row)
    return render(request, "schools/target_own_remove.html", {"sheet": sheet, "own": row})


def _remove(request, sheet, row):
    if OwnSection.objects.filter(own_standard=row).exists():
        messages.error(request, _("The year's report already speaks of this standard: it cannot be removed."))
    else:
        row.delete()
        messages.success(request, _("Removed: %(standard)s") % {"standard": row})
    return redirect(sheet)


class TargetTransition(TransitionPage):
    model = TargetSheet

    def get_form(self, data=None, files=None):
        if self.transition.name != "announce":
            return super().get_form(data, files)
        initial = {"order_number": self.object.order_number, "announced_on": self.object.announced_on}
        return AnnounceForm(data, files, initial=initial)

    def act(self, form):
        if self.transition.name != "announce":
            return super().act(form)
        values = {name: form.cleaned_data[name] for name in ("order_number", "announced_on")}
        return announce_sheet(self.object, **values, upload=form.cleaned_data["paper"], by=self.request.user)


@require_safe
@requires(Verb.VIEW_SARS)
def target_pdf(request, pk):
    """The announcement in the official form, made from what was typed."""
    sheet = _visible(request, pk)
    return pdf_response(render_targets(sheet), document_name(sheet))


@require_safe
@requires(Verb.VIEW_SARS)
def target_paper(request, pk):
    """The signed announcement that the school uploaded."""
    sheet = get_object_or_404(TargetSheet.objects.visible_to(request.user).exclude(paper=None), pk=pk)
    return serve_file(sheet.paper)
