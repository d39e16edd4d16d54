"""More time for one school, and taking it back (F14)."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from qa_portal.core.pages import READ_WRITE, requires
from qa_portal.core.roles import Verb
from schools.forms.cycle import WithdrawForm
from schools.models import Sar
from schools.services.expected import withdraw_extension


@READ_WRITE
@requires(Verb.MANAGE_CYCLES)
def sar_withdraw_extension(request, pk):
    """The school is due on everybody's day again, and is told why."""
    sar = get_object_or_404(Sar.objects.visible_to(request.user).select_related("cycle", "school"), pk=pk)
    if sar.is_at_office or not sar.extended_to:
        messages.error(request, _("This report has no extension that could be withdrawn."))
        return redirect(sar)
    form = WithdrawForm(request.POST or None)
    if form.is_valid():
        withdraw_extension(sar, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("The extension was withdrawn and the school was told."))
        return redirect(sar.cycle)
    context = {"sar": sar, "form": form, "back_url": sar.cycle.get_absolute_url()}
    return render(request, "schools/sar_withdraw_extension.html", context, status=422 if form.errors else 200)
