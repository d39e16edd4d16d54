"""Sheets as they stand: the list, one sheet as it is read, its papers, and what the office does with them."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import DetailView

from qa_portal.core import workflow
from qa_portal.core.addresses import keys_in
from qa_portal.core.bulk import BulkAction, BulkPage
from qa_portal.core.history import entries_of
from qa_portal.core.pages import READ_WRITE, Access, docx_response, pdf_response, requires, serve_file
from qa_portal.core.roles import Verb
from supervision.documents import instrument_form as papers
from supervision.filters.collections import SheetFilter
from supervision.forms.collection import ExtendForm, ReturnManyForm
from supervision.lists.collections import SHEET_COLUMNS
from supervision.models import Sheet, SheetFile, score_of
from supervision.reports.sheet import go_on_url, last_extension, last_remark, sheet_steps
from supervision.services.collections import extend_sheet
from supervision.views.lists import SupervisionList
from supervision.workflow.collection import missing_to_send

LIST_URL = "supervision:sheet_list"


def _accept_refusal(sheet, user):
    step = {step.transition.name: step for step in workflow.steps(sheet, user)}.get("accept")
    return step.refusal if step else workflow.wrong_state(sheet)


def _accept(sheet, user):
    accepted = workflow.perform(sheet, "accept", by=user)
    return pgettext("form", "Accepted."), accepted.get_absolute_url()


def _ask_for_remark(request, rows):
    """The page that asks why they go back; only what was sent can."""
    keys = ",".join(str(sheet.pk) for sheet in rows if sheet.is_answered)
    form = ReturnManyForm(initial={"row": keys, "query": request.POST.get("query", "")})
    return _return_page(request, form, [sheet for sheet in rows if sheet.is_answered])


def _return_page(request, form, sheets, status=200):
    if not sheets:
        messages.error(request, _("None of the chosen forms was sent."))
        return redirect(LIST_URL)
    return render(request, "supervision/sheet_return.html", {"form": form, "sheets": sheets}, status=status)


SHEET_ACTIONS = (
    BulkAction(
        "accept",
        pgettext_lazy("form", "Accept"),
        "check-circle",
        Verb.MANAGE_COLLECTIONS,
        gettext_lazy("What was sent is accepted, and those who filled it in are told."),
        check=_accept_refusal,
        act=_accept,
    ),
    BulkAction(
        "return",
        gettext_lazy("Return with a remark"),
        "arrow-return-left",
        Verb.MANAGE_COLLECTIONS,
        answer=_ask_for_remark,
        most=200,
    ),
)


class SheetList(SupervisionList):
    """Of the office every sheet and how it stands, of a school its own."""

    model = Sheet
    for_office = ("owner", "network")
    columns = SHEET_COLUMNS
    filterset_class = SheetFilter
    sheet_name = gettext_lazy("Forms to fill in")
    template_name = "supervision/sheet_list.html"
    default_sort = "due"
    url_name = LIST_URL
    bulk_url_name = "supervision:sheet_bulk"
    bulk_actions = SHEET_ACTIONS

    def get_queryset(self):
        rows = Sheet.objects.visible_to(self.request.user).with_due().order_by(*self._ordering())
        return rows.select_related("collection", "school__network", "person")


class SheetBulk(BulkPage):
    list_page = SheetList


@require_POST
@requires(Verb.MANAGE_COLLECTIONS)
def sheet_return_many(request):
    """Back to their schools with one remark; what was returned meanwhile is left as it is."""
    form = ReturnManyForm(request.POST)
    keys = keys_in([request.POST.get("row", "")])
    rows = Sheet.objects.readable_by(request.user).answered().filter(pk__in=keys)
    sheets = list(rows.select_related("collection", "school", "person"))
    if not form.is_valid():
        return _return_page(request, form, sheets, status=422)
    done = [sheet for sheet in sheets if _returned(sheet, form.cleaned_data["note"], request)]
    messages.success(request, _("%(count)s forms were returned.") % {"count": len(done)})
    return redirect(f"{reverse(LIST_URL)}?{form.cleaned_data['query']}")


def _returned(sheet, note, request):
    try:
        return workflow.perform(sheet, "return", by=request.user, note=note)
    except workflow.Refused as refused:
        messages.error(request, f"{sheet}: {refused}")
        return None


class SheetDetail(Access, DetailView):
    """For those who fill it in what is still missing; for the office what was sent."""

    model = Sheet
    verb = Verb.VIEW_VISITS
    template_name = "supervision/sheet_detail.html"

    def get_queryset(self):
        related = ("collection__instrument", "collection__district", "school__network", "person", "sent_by")
        return super().get_queryset().select_related(*related)

    def get_context_data(self, **kwargs):
        sheet, user = self.object, self.request.user
        may_read = Sheet.objects.readable_by(user).filter(pk=sheet.pk).exists()
        is_mine = Sheet.objects.of(user).filter(pk=sheet.pk).exists()
        may_fill = Sheet.objects.editable_by(user).filter(pk=sheet.pk).exists()
        steps = sheet_steps(sheet) if is_mine else []
        is_for_another = may_fill and not user.can(Verb.SEND_SHEET)
        return super().get_context_data(**kwargs) | {
            "may_read": may_read,
            "is_mine": is_mine,
            "may_fill": may_fill,
            "is_for_another": is_for_another,
            "missing": list(missing_to_send(sheet)) if is_for_another else [],
            "go_on_url": go_on_url(steps) if may_fill and steps else "",
            "score": score_of(sheet) if may_read else None,
            "files": sheet.files.select_related("file") if may_read else [],
            "steps": steps,
            "extension": last_extension(sheet),
            "remark": last_remark(sheet),
            "entries": entries_of(sheet),
        }


@READ_WRITE
@requires(Verb.MANAGE_COLLECTIONS)
def sheet_extend(request, pk):
    """A later last day for one school."""
    sheet = get_object_or_404(Sheet.objects.visible_to(request.user).select_related("collection"), pk=pk)
    if not sheet.is_owed:
        messages.error(request, workflow.wrong_state(sheet))
        return redirect(sheet)
    form = ExtendForm(request.POST or None, sheet=sheet)
    if form.is_valid():
        extend_sheet(sheet, until=form.cleaned_data["until"], note=form.cleaned_data["note"], by=request.user)
        messages.success(request, _("The last day was moved, and those who fill the form in were told."))
        return redirect(sheet)
    context = {"sheet": sheet, "form": form, "back_url": sheet.get_absolute_url()}
    return render(request, "supervision/sheet_extend.html", context, status=422 if form.errors else 200)


# ---------------------------------------------------------------- papers and files


def _readable(request, pk):
    related = ("collection__instrument", "collection__district__logo", "school", "person", "sent_by")
    return get_object_or_404(Sheet.objects.readable_by(request.user).select_related(*related), pk=pk)


@require_safe
@requires(Verb.VIEW_VISITS)
def sheet_form(request, pk, kind):
    """The filled form on paper; a draft until it is sent."""
    sheet = _readable(request, pk)
    name = f"{sheet.instrument.code}-{sheet.owner}"
    if kind == "docx":
        return docx_response(papers.sheet_form_docx(sheet), name)
    return pdf_response(papers.sheet_form_pdf(sheet), name)


@require_safe
@requires(Verb.VIEW_VISITS)
def sheet_file(request, pk, file):
    rows = SheetFile.objects.filter(sheet__in=Sheet.objects.readable_by(request.user), sheet=pk)
    found = get_object_or_404(rows.select_related("file"), pk=file)
    return serve_file(found.file, inline=found.file.media_type.startswith("image/"))
