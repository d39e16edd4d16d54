"""Where a school writes the other parts of its report (B4)."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from qa_portal.core.pages import requires
from qa_portal.core.roles import Verb
from qa_portal.core.workflow import Refused
from schools.forms.sar import SummaryForm
from schools.models import SarState
from schools.reports.sar import answers
from schools.services.writing import save_summary, writing_refusal

from .sar import own_sar
from .sar_writing import READ_WRITE, opened, refused


@READ_WRITE
@requires(Verb.RATE_SAR)
@transaction.atomic
def sar_summary(request, pk):
    """What the report says as a whole; it comes after the standards have been begun."""
    sar = own_sar(request, pk)
    if sar.state == SarState.EXPECTED:
        messages.info(request, _("Begin with the first standard: the summary comes last."))
        return redirect("schools:sar_standard", sar.pk, 1)
    try:
        sar = opened(request, sar, writing_refusal)
    except Refused as error:
        return refused(request, sar, error)
    form = SummaryForm(request.POST or None, instance=sar)
    if form.is_valid():
        if form.has_changed():
            save_summary(form.save(commit=False))
        messages.success(request, _("Saved."))
        return redirect(sar)
    context = {"sar": sar, "form": form, "answers": answers(sar)}
    return render(request, "schools/sar_summary.html", context, status=422 if form.errors else 200)
