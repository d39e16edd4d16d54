"""One item of the report on the office's own standards: what is said of it, the rows behind a trace, its evidence."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import View

from qa_portal.core import unsaved
from qa_portal.core.addresses import row_in
from qa_portal.core.forms import as_typed
from qa_portal.core.history import entries_of_rows
from qa_portal.core.pages import requires, serve_file
from qa_portal.core.roles import Verb
from qa_portal.core.workflow import Refused
from qa_portal.office.forms.own_standards import AnswerForm, EvidenceForm, OwnProjectFormSet
from qa_portal.office.models import OfficeEvidence, OfficeEvidenceUse, OwnAnswer, OwnAssessment, OwnProject
from qa_portal.office.models.own_answer import project_title
from qa_portal.office.reports import own_sources, own_traces
from qa_portal.office.reports.own_screen import line_of
from qa_portal.office.reports.period import OfficeYear
from qa_portal.office.services.own_standards import add_evidence, lock_draft, pick, show_at, take_away

PER_PAGE = 50
WHOLE = ("assessment__district", "assessment__framework")


def _answer(rows, report, pk):
    """An answer of the reports in `rows`."""
    found = OwnAnswer.objects.filter(assessment__in=rows, assessment=report).whole().select_related(*WHOLE)
    return get_object_or_404(found.select_related("item__indicator__standard"), pk=pk)


def own_answer(request, report, pk):
    """An answer that this user may write."""
    return _answer(OwnAssessment.objects.editable_by(request.user), report, pk)


def year_of(answer):
    return OfficeYear.of(answer.assessment.district, answer.assessment.fiscal_year)


@method_decorator([requires(Verb.EDIT_OWN_STANDARDS), transaction.atomic], "dispatch")
class OwnItemEdit(View):
    """What is said of an item and of its projects, saved together or not at all."""

    http_method_names = ["get", "head", "post"]

    def dispatch(self, request, report, pk):
        self.answer = own_answer(request, report, pk)
        return super().dispatch(request)

    def get(self, request):
        """What is stored, or what was typed and is not saved yet."""
        typing = unsaved.find(request.user, request.path)
        if typing is None:
            return self._page(AnswerForm(instance=self.answer), OwnProjectFormSet(answer=self.answer))
        forms = self._forms(typing.data)
        return self._page(*map(as_typed, forms), typing=typing)

    def post(self, request):
        try:
            lock_draft(self.answer.assessment)
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect(self.answer.assessment)
        form, projects = self._forms(request.POST)
        if not all([form.is_valid(), projects.is_valid()]):
            return self._page(form, projects, status=422)
        form.save()
        projects.save()
        unsaved.forget(request.user, request.path)
        messages.success(request, _("Saved."))
        return redirect(request.path if "again" in request.POST else self.answer.assessment)

    def _forms(self, data):
        return AnswerForm(data, instance=self.answer), OwnProjectFormSet(data, answer=self.answer)

    def _page(self, form, projects, *, typing=None, status=200):
        stored = own_answer(self.request, self.answer.assessment_id, self.answer.pk)
        line = line_of(stored, year_of(stored), own_sources.addresses(stored.evidence, self.request.user))
        context = {
            "report": stored.assessment,
            "answer": stored,
            "line": line,
            "form": form,
            "projects": projects,
            "unsaved": typing,
            "is_stale": typing is not None and typing.is_older_than(stored),
            "entries": _entries(stored),
        }
        return render(self.request, "office/own_item.html", context, status=status)


def _entries(answer):
    """What was said, of which projects, with which evidence, newest first."""
    began = answer.assessment.created_at
    entries = [
        *entries_of_rows(OwnAnswer, began, id=answer.pk),
        *entries_of_rows(OwnProject, began, named=project_title, related=("project",), answer=answer.pk),
        *entries_of_rows(
            OfficeEvidenceUse,
            began,
            named=lambda version: str(version.evidence),
            related=("evidence",),
            answer=answer.pk,
        ),
    ]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


@require_safe
@requires(Verb.VIEW_OWN_STANDARDS)
def own_trace(request, report, pk, key):
    """Exactly the rows that a trace counts."""
    answer = _answer(OwnAssessment.objects.visible_to(request.user), report, pk)
    if key not in answer.item.traces or key not in own_traces.KINDS:
        raise Http404
    kind, year = own_traces.KINDS[key], year_of(answer)
    page = Paginator(kind.rows(year, answer.item), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "report": answer.assessment,
        "answer": answer,
        "kind": kind,
        "total": kind.total(year),
        "page_obj": page,
        "rows": [kind.line(row) for row in page],
    }
    return render(request, "office/own_trace.html", context)


# ---------------------------------------------------------------- evidence


@requires(Verb.EDIT_OWN_STANDARDS)
def own_evidence(request, report, pk):
    """The evidence of an item: what is there, what the year's register and the portal offer. POST picks one."""
    answer = own_answer(request, report, pk)
    if request.method == "POST":
        return _pick(request, answer)
    context = {"report": answer.assessment, "answer": answer, "sources": own_sources.SOURCES}
    context["pieces"] = _pieces(answer, request.user)
    return render(request, "office/own_evidence.html", context | _offered(request, answer))


def _pieces(answer, user):
    """(use, page of its record or "")."""
    pages = own_sources.addresses(answer.evidence, user)
    return [(use, pages.get(use.evidence_id, "")) for use in answer.uses.all()]


def _register(answer):
    """The office's evidence of the year that is not at this item yet."""
    assessment = answer.assessment
    rows = OfficeEvidence.objects.filter(district=assessment.district_id).in_year(assessment.fiscal_year)
    return rows.exclude(uses__answer=answer).order_by("title", "pk")


def _offered(request, answer):
    """What of one kind, or of the year's register, may be picked; what is picked already is left out."""
    kind, word = request.GET.get("kind", ""), request.GET.get("q", "").replace("\x00", "").strip()[:100]
    source = own_sources.SOURCES.get(kind)
    asked = {"kind": kind if source else "", "word": word}
    if source is None:
        rows = _register(answer)
        rows = rows.filter(title__icontains=word) if word else rows
        return asked | {"register": rows[: own_sources.MOST]}
    about = answer.assessment.district, answer.assessment.fiscal_year
    offers = own_sources.offers_of(source, request.user, *about, word)
    there = {(piece.record_type.model_class(), piece.record_id) for piece in answer.evidence if piece.record_id}
    offers = [offer for offer in offers if (source.model, offer.row.pk) not in there]
    return asked | {"source": source, "offers": offers[: own_sources.MOST], "more": len(offers) > own_sources.MOST}


def _pick(request, answer):
    key, piece = request.POST.get("record", ""), request.POST.get("piece", "")
    about = answer.assessment.district, answer.assessment.fiscal_year
    offer = own_sources.offer_of(key, request.user, *about) if key else None
    known = row_in(_register(answer), piece)
    if offer is None and known is None:
        raise Http404
    try:
        _show(answer, offer, known)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(answer.assessment)
    messages.success(request, _("The evidence stands at this item now."))
    return redirect(request.get_full_path())


@transaction.atomic
def _show(answer, offer, known):
    if offer is not None:
        pick(answer, offer)
    else:
        lock_draft(answer.assessment)
        show_at(answer, known)


@requires(Verb.EDIT_OWN_STANDARDS)
def own_evidence_add(request, report, pk):
    """A paper of the office's own."""
    answer = own_answer(request, report, pk)
    form = EvidenceForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_evidence(answer, form.instance, form.cleaned_data["paper"], by=request.user)
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect(answer.assessment)
        messages.success(request, _("The evidence stands at this item now."))
        return redirect("office:own_evidence", report, pk)
    context = {"report": answer.assessment, "answer": answer, "form": form}
    return render(request, "office/own_evidence_add.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Verb.EDIT_OWN_STANDARDS)
def own_use_remove(request, pk):
    editable = OwnAssessment.objects.editable_by(request.user)
    rows = OfficeEvidenceUse.objects.filter(answer__assessment__in=editable).select_related("answer__assessment")
    use = get_object_or_404(rows, pk=pk)
    try:
        take_away(use)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(use.answer.assessment)
    messages.success(request, _("The evidence no longer stands at this item. It stays in the year's register."))
    return redirect("office:own_evidence", use.answer.assessment_id, use.answer_id)


@require_safe
@requires(Verb.VIEW_OWN_STANDARDS)
def own_evidence_file(request, pk):
    rows = OfficeEvidence.objects.visible_to(request.user).exclude(stored=None).select_related("stored")
    return serve_file(get_object_or_404(rows, pk=pk).stored)
