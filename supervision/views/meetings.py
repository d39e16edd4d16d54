"""Meetings of committees: planned, held, written down, confirmed (A5-04)."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import CreateView, DetailView, TemplateView, UpdateView

from qa_portal.core.addresses import row_in
from qa_portal.core.history import entries_of
from qa_portal.core.pages import Edit, FormPage, ListPage
from qa_portal.core.roles import Verb
from qa_portal.core.unsaved import Typed
from supervision.filters.meetings import MeetingFilter
from supervision.forms.meetings import (
    AttendanceForm,
    MeetingForm,
    MinutesForm,
    PointFormSet,
)
from supervision.forms.photo import PhotoForm
from supervision.lists.meetings import MEETING_COLUMNS
from supervision.models import Committee, Meeting, MeetingState
from supervision.reports.meetings import gathering_of
from supervision.services.meetings import add_meeting_photo, plan_meeting, save_attendance
from supervision.views.office import OfVisits


class MeetingList(OfVisits, ListPage):
    model = Meeting
    columns = MEETING_COLUMNS
    filterset_class = MeetingFilter
    template_name = "supervision/meeting_list.html"
    sheet_name = gettext_lazy("Meetings")
    default_sort = "-met_on"

    def get_queryset(self):
        return super().get_queryset().select_related("committee", "school")

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"is_planner": self.request.user.can(Verb.PLAN_VISIT)}


class MeetingDetail(OfVisits, DetailView):
    model = Meeting
    template_name = "supervision/meeting_detail.html"

    def get_queryset(self):
        return super().get_queryset().select_related("committee", "school", "stored", "confirmed_by", "plan_item")

    def get_context_data(self, **kwargs):
        meeting, user = self.object, self.request.user
        return super().get_context_data(**kwargs) | {
            "gathering": gathering_of(meeting),
            "agenda": meeting.agenda.all(),
            "photos": meeting.photos.select_related("file"),
            "is_writer": Meeting.objects.editable_by(user).filter(pk=meeting.pk).exists(),
            "may_file": may_file(user, meeting),
            "entries": entries_of(meeting),
        }


def may_file(user, meeting):
    """Signed minutes are put to a meeting that took place."""
    was_held = meeting.state in {MeetingState.HELD, MeetingState.CONFIRMED}
    return was_held and user.can(Verb.PLAN_VISIT) and user.district_id == meeting.committee.district_id


class MeetingForms(OfVisits, Edit):
    model = Meeting
    form_class = MeetingForm
    verb = Verb.PLAN_VISIT
    template_name = "supervision/meeting_form.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}


class MeetingCreate(MeetingForms, CreateView):
    """A new meeting, of `?committee=` if one is asked for."""

    def get_initial(self):
        rows = Committee.objects.visible_to(self.request.user)
        return {"committee": row_in(rows, self.request.GET.get("committee", ""))}

    def form_valid(self, form):
        meeting = plan_meeting(form.save(commit=False))
        messages.success(self.request, _("The meeting is planned: %(label)s.") % {"label": meeting.label})
        return redirect(meeting)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"back_url": reverse("supervision:meeting_list")}


class MeetingEdit(MeetingForms, UpdateView):
    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"back_url": self.object.get_absolute_url()}


class MeetingPart(OfVisits, Edit, UpdateView):
    model = Meeting
    verb = Verb.PLAN_VISIT

    def get_queryset(self):
        return super().get_queryset().select_related("committee")

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"back_url": self.object.get_absolute_url()}


class MeetingMinutes(Typed, MeetingPart):
    form_class = MinutesForm
    template_name = "supervision/meeting_minutes.html"

    def get_context_data(self, **kwargs):
        is_stale = bool(self.unsaved) and self.unsaved.is_older_than(self.object)
        return super().get_context_data(**kwargs) | {"unsaved_is_stale": is_stale}


class MeetingAttendance(MeetingPart):
    form_class = AttendanceForm
    template_name = "supervision/meeting_attendance.html"

    def form_valid(self, form):
        save_attendance(self.object, seats=form.seats, guests=form.guest_list)
        return super().form_valid(form)


class OfMeeting(OfVisits):
    """Pages that write on a meeting's parts."""

    verb = Verb.PLAN_VISIT

    @cached_property
    def meeting(self):
        rows = Meeting.objects.editable_by(self.request.user).select_related("committee__district")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs):
        back = self.meeting.get_absolute_url()
        return super().get_context_data(**kwargs) | {"meeting": self.meeting, "back_url": back}


class MeetingAgenda(OfMeeting, TemplateView):
    template_name = "supervision/meeting_agenda.html"

    def get_context_data(self, **kwargs):
        return {"points": PointFormSet(meeting=self.meeting)} | super().get_context_data(**kwargs)

    @transaction.atomic
    def post(self, request, *args, **kwargs):
        points = PointFormSet(request.POST, meeting=self.meeting)
        if not points.is_valid():
            return self.render_to_response(self.get_context_data(points=points), status=422)
        points.save()
        messages.success(request, _("Saved."))
        return redirect(request.path if "again" in request.POST else self.meeting)


class MeetingPhotos(OfMeeting, FormPage):
    """The photos, and one more with its caption: one at a time, so that nothing is lost when the line breaks."""

    form_class = PhotoForm
    template_name = "supervision/meeting_photos.html"

    def form_valid(self, form):
        data = form.cleaned_data
        facts = {"caption": data["caption"], "has_consent": data["has_consent"], "by": self.request.user}
        add_meeting_photo(self.meeting, data["photo"], **facts)
        messages.success(self.request, _("Saved."))
        return redirect(self.request.path)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"photos": self.meeting.photos.select_related("file")}
