"""What a meeting leaves on paper: its minutes, the signed ones, its photos."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qa_portal.core.pages import FormPage, docx_response, pdf_response, requires, serve_file
from qa_portal.core.roles import Verb
from supervision.documents.meeting import minutes_name, render_minutes, render_minutes_docx
from supervision.forms.meetings import SignedMinutesForm
from supervision.models import Meeting
from supervision.services.meetings import keep_signed_minutes
from supervision.views.meetings import may_file
from supervision.views.office import OfVisits, for_office


def _visible(request, pk):
    rows = Meeting.objects.visible_to(request.user).select_related("committee__district", "school", "stored")
    return get_object_or_404(rows, pk=pk)


@require_safe
@for_office
def meeting_pdf(request, pk):
    meeting = _visible(request, pk)
    digits = request.GET.get("digits") != "arabic"
    return pdf_response(render_minutes(meeting, thai_digits=digits), minutes_name(meeting))


@require_safe
@for_office
def meeting_docx(request, pk):
    meeting = _visible(request, pk)
    digits = request.GET.get("digits") != "arabic"
    return docx_response(render_minutes_docx(meeting, thai_digits=digits), minutes_name(meeting))


@require_safe
@for_office
def meeting_file(request, pk):
    meeting = _visible(request, pk)
    if meeting.stored is None:
        raise Http404
    return serve_file(meeting.stored)


@require_safe
@for_office
def meeting_photo(request, pk, photo):
    photos = _visible(request, pk).photos.select_related("file")
    return serve_file(get_object_or_404(photos, pk=photo).file, inline=True)


@require_POST
@requires(Verb.PLAN_VISIT)
def meeting_photo_agreed(request, pk, photo):
    """Who can be seen has agreed: the photo stands in the minutes from now on."""
    meeting = get_object_or_404(Meeting.objects.editable_by(request.user), pk=pk)
    row = get_object_or_404(meeting.photos, pk=photo)
    row.has_consent = True
    row.save()
    messages.success(request, _("The consent is written down."))
    return redirect("supervision:meeting_photos", pk=pk)


@require_POST
@requires(Verb.PLAN_VISIT)
def meeting_photo_remove(request, pk, photo):
    meeting = get_object_or_404(Meeting.objects.editable_by(request.user), pk=pk)
    get_object_or_404(meeting.photos, pk=photo).delete()
    messages.success(request, _("The photo is taken out."))
    return redirect("supervision:meeting_photos", pk=pk)


class MeetingCopy(OfVisits, FormPage):
    """The signed minutes."""

    form_class = SignedMinutesForm
    verb = Verb.PLAN_VISIT
    template_name = "supervision/meeting_copy.html"

    @cached_property
    def meeting(self):
        meeting = _visible(self.request, self.kwargs["pk"])
        if not may_file(self.request.user, meeting):
            raise Http404
        return meeting

    def get_context_data(self, **kwargs):
        back = self.meeting.get_absolute_url()
        return super().get_context_data(**kwargs) | {"meeting": self.meeting, "back_url": back}

    def form_valid(self, form):
        keep_signed_minutes(self.meeting, form.cleaned_data["paper"], by=self.request.user)
        messages.success(self.request, _("Saved."))
        return redirect(self.meeting)
