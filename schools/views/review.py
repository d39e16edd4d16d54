"""The office reads a report: the whole of it or what changed, by a checklist, and answers it."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qa_portal.core import unsaved
from qa_portal.core.forms import as_typed
from qa_portal.core.pages import READ_WRITE, TransitionPage, requires
from qa_portal.core.roles import Verb
from qa_portal.core.workflow import Refused
from schools.forms.review import ChecklistForm, JudgeForm
from schools.models import Sar
from schools.reports.changes import changes_since_last_year, changes_since_sending
from schools.reports.evidence import linked
from schools.reports.remarks import by_place, elsewhere, may_read, remarks_of
from schools.reports.sar import answers, beside, own_answers
from schools.reports.sar_data import school_data
from schools.reports.sar_history import between_us
from schools.reports.sar_progress import progress_of
from schools.reports.sar_tasks import pdf_doubt
from schools.services.checking import answers_of, checklist_for, save_answers, unanswered, version_of
from schools.services.readers import reading_refusal

from .sar import readable_sar

JUDGING = ("accept", "return")
SENDING = ("submit", "resubmit")
SHOWINGS = {"changes": changes_since_sending, "year": changes_since_last_year}


@require_safe
@requires(Verb.VIEW_SARS)
def sar_review(request, pk):
    """The report for its reader, the board and the school that checks its own. A reader of a second sending first sees
    only what it changed; `?show=all` is the whole report, `?show=year` what differs from last year's."""
    sar = readable_sar(request, pk)
    is_again = sar.submissions.count() > 1
    show = _shown(request, is_again)
    reads = may_read(sar, request.user)
    said = remarks_of(sar, request.user, reads)
    difference = SHOWINGS[show](sar) if show in SHOWINGS else None
    context = {
        "sar": sar,
        "show": show,
        "is_again": is_again,
        "difference": difference,
        "elsewhere": elsewhere(said, difference) if show in SHOWINGS else [],
        "approval": sar.approval,
        "files": sar.files.visible_to(request.user).select_related("stored__stored_by"),
        "between_us": between_us(sar),
        "remarks": by_place(said),
        "may_remark": reads,
        "to_check": unanswered(sar) if reads else 0,
    }
    whole = _whole(sar, request.user) if show == "all" else {}
    return render(request, "schools/sar_review.html", context | whole)


def _whole(sar, user):
    """Every answer, and the evidence by number as this reader may open it."""
    report = beside(sar)
    numbers = {shown.evidence.pk: shown.number for shown in report.evidence.all}
    return {
        "answers": answers(sar, report),
        "own_answers": own_answers(sar, report),
        "links": linked([shown.evidence for shown in report.evidence.all], user, numbers),
    } | school_data(sar)


def _shown(request, is_again):
    asked = request.GET.get("show", "")
    if asked in (*SHOWINGS, "all"):
        return asked
    return "changes" if is_again and request.user.can(Verb.REVIEW_SAR) else "all"


# ---------------------------------------------------------------- the checklist


@READ_WRITE
@requires(Verb.REVIEW_SAR)
@transaction.atomic
def sar_checklist(request, pk):
    """The reader's checklist about the newest sending, part by part."""
    sar = readable_sar(request, pk)
    if sentence := reading_refusal(sar, request.user):
        messages.error(request, sentence)
        return redirect(sar)
    if request.method == "POST":
        Sar.objects.select_for_update().get(pk=sar.pk)
    checklist = checklist_for(sar)
    typing = unsaved.find(request.user, request.path) if request.method == "GET" else None
    form = _checklist_form(sar, checklist, request.POST or (typing and typing.data))
    if request.method == "POST" and form.is_valid():
        return _save_checklist(request, sar, form)
    version = form.present_version
    context = {
        "sar": sar,
        "checklist": checklist,
        "form": as_typed(form) if typing else form,
        "unsaved": typing,
        "unsaved_is_stale": bool(typing and typing.version != version),
        "keeps_typing": True,
        "to_check": unanswered(sar),
    }
    return render(request, "schools/sar_checklist.html", context, status=422 if request.method == "POST" else 200)


def _checklist_form(sar, checklist, data):
    there = answers_of(sar)
    questions = checklist.questions.all() if checklist else []
    return ChecklistForm(data or None, questions=questions, answers=there, version=version_of(there))


def _save_checklist(request, sar, form):
    try:
        save_answers(sar, form.typed(), by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(sar)
    unsaved.forget(request.user, request.path)
    messages.success(request, _("Saved."))
    return redirect("schools:sar_review", sar.pk)


# ---------------------------------------------------------------- the steps


class SarTransition(TransitionPage):
    """A step of a report. The office's answer is given to what the page showed: of two readers who answer in the same
    moment one is told that the other was first."""

    model = Sar
    template_name = "schools/sar_step.html"

    def get_form(self, data=None, files=None):
        if self.transition.name not in JUDGING:
            return super().get_form(data, files)
        count = self.object.remarks.open().count() if self.transition.name == "accept" else 0
        shown = [item for item in remarks_of(self.object, self.request.user) if not item.remark.told_at]
        known = {"seen": self.object.state, "open_requests": count, "remarks": shown}
        return JudgeForm(data, files, transition=self.transition, **known)

    def beside(self):
        if self.transition.name not in SENDING:
            return {}
        return {"doubt": pdf_doubt(self.object, progress_of([self.object])[self.object.pk])}

    def act(self, form):
        with transaction.atomic():
            seen = form.cleaned_data.get("seen")
            if seen:
                self._check_still(seen)
            super().act(form)

    def _check_still(self, seen):
        locked = Sar.objects.select_for_update().get(pk=self.object.pk)
        if locked.state != seen:
            facts = {"state": locked.get_state_display()}
            sentence = _("Somebody else was first: the report's state is now “%(state)s”. Nothing of yours was done.")
            raise Refused(sentence % facts)
