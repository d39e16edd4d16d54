"""Committees and their meetings (A5-03, A5-04)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import ShowsPeople, Tracked, district_scope, stamp_pair
from qa_portal.core.roles import Verb


class CommitteeKind(models.TextChoices):
    """A5-03."""

    MONITORING = "monitoring", _("Monitoring and supervision committee (ก.ต.ป.น.)")
    SCHOOL_ASSESSMENT = "school_assessment", _("Assessment committee of a school")
    AREA_VISIT = "area_visit", _("Assessment visit committee of the area")
    HELP = "help", _("Working group for schools below standard")
    AREA = "area", _("Committee of the education area")
    HEARING = "hearing", _("Committee to hear the assessors' oral report")
    OTHER = "other", _("Other")


class CommitteeQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(district_scope(user))

    def current(self):
        today = timezone.localdate()
        return self.filter(since__lte=today).exclude(until__lt=today)

    def ended(self):
        return self.filter(until__lt=timezone.localdate())

    def editable_by(self, user):
        return self.visible_to(user) if user.can(Verb.MANAGE_VISITS) else self.none()


class Committee(Tracked):
    """A committee with its term and the schools that it answers for; the order that appoints it is an `Order`."""

    district = models.ForeignKey(
        "core.District", verbose_name=_("education area office"), on_delete=models.PROTECT, related_name="committees"
    )
    kind = models.CharField(_("kind"), max_length=20, choices=CommitteeKind)
    name = models.CharField(_("name"), max_length=300)
    duties = models.TextField(_("duties"), blank=True, help_text=_("One duty a line."))
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    schools = models.ManyToManyField("schools.School", verbose_name=_("schools"), blank=True, related_name="committees")

    objects = CommitteeQuerySet.as_manager()

    class Meta:
        verbose_name = _("committee")
        verbose_name_plural = _("committees")
        ordering = ["kind", "-since"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="committee_ends_after_begin"
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("supervision:committee_detail", args=[self.pk])

    @property
    def standing(self):
        """(word, colour, icon) of its term today."""
        today = timezone.localdate()
        if self.until and self.until < today:
            return _("Term has ended"), "secondary", "dash-circle"
        if self.since > today:
            return _("Term has not begun"), "info", "hourglass-split"
        return _("In office"), "success", "check-circle"


class CommitteeMemberQuerySet(models.QuerySet):
    def on(self, day):
        """Who has the seat on that day."""
        return self.exclude(since__gt=day).exclude(until__lt=day)


class CommitteeMember(Tracked):
    class Role(models.TextChoices):
        ADVISER = "adviser", _("Adviser")
        CHAIR = "chair", pgettext_lazy("committee", "Chair")
        DEPUTY = "deputy", _("Deputy chair")
        MEMBER = "member", _("Member")
        SECRETARY = "secretary", _("Member and secretary")
        ASSISTANT = "assistant", _("Member and assistant secretary")

    committee = models.ForeignKey(
        Committee, verbose_name=_("committee"), on_delete=models.PROTECT, related_name="members"
    )
    position_in_list = models.PositiveSmallIntegerField(_("order in the list"))
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.MEMBER)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person of the portal"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="committee_seats",
    )
    name = models.CharField(_("name"), max_length=150, blank=True)
    position = models.CharField(_("position"), max_length=200, blank=True)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    objects = CommitteeMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("member of a committee")
        verbose_name_plural = _("members of committees")
        ordering = ["committee", "position_in_list"]
        constraints = [
            models.CheckConstraint(condition=~Q(user=None) | ~Q(name=""), name="committee_member_is_somebody")
        ]

    def __str__(self):
        return self.name or str(self.user)

    @property
    def position_shown(self):
        return self.position or (self.user.position if self.user_id else "")


class MeetingState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held, minutes being written")
    CONFIRMED = "confirmed", _("Minutes confirmed")
    CANCELLED = "cancelled", _("Cancelled")


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(district_scope(user, "committee__district"))

    def editable_by(self, user):
        rows = self.visible_to(user).filter(state__in=(MeetingState.PLANNED, MeetingState.HELD))
        return rows if user.can(Verb.PLAN_VISIT) else self.none()


class Meeting(Tracked):
    """A committee's meeting, numbered by year as ครั้งที่ 4/2559, at the office or at a school (สัญจร)."""

    class Kind(models.TextChoices):
        REGULAR = "regular", _("Regular")
        MOBILE = "mobile", _("At a school (mobile)")

    committee = models.ForeignKey(
        Committee, verbose_name=_("committee"), on_delete=models.PROTECT, related_name="meetings"
    )
    number = models.PositiveSmallIntegerField(_("number"))
    year = models.PositiveSmallIntegerField(_("year"), help_text=_("Buddhist era, as it is counted: 4/2559."))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.REGULAR)
    met_on = models.DateField(_("date"))
    begins_at = models.TimeField(_("from"), null=True, blank=True)
    ends_at = models.TimeField(_("until"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=300, blank=True)
    school = models.ForeignKey(
        "schools.School", verbose_name=_("school"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    plan_item = models.ForeignKey(
        "supervision.PlanItem",
        verbose_name=_("item of the plan"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="meetings",
    )
    minutes = models.TextField(_("minutes"), blank=True)
    stored = models.ForeignKey(
        "core.StoredFile",
        verbose_name=_("signed minutes"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    state = models.CharField(
        _("state"), max_length=10, choices=MeetingState, default=MeetingState.PLANNED, editable=False
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True, editable=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["committee", "year", "number"], name="meeting_number_once_a_year"),
            models.CheckConstraint(condition=stamp_pair("confirmed"), name="meeting_confirmed_pair"),
        ]

    def __str__(self):
        return f"{self.committee} {self.label}"

    @property
    def label(self):
        """As the office counts it: ครั้งที่ 4/2559."""
        return gettext("No. %(number)s/%(year)s") % {"number": self.number, "year": self.year}

    @property
    def where(self):
        return self.place or (self.school.name if self.school_id else "")

    def get_absolute_url(self):
        return reverse("supervision:meeting_detail", args=[self.pk])


class AgendaItem(Tracked):
    """A point of a meeting's agenda and what came of it."""

    meeting = models.ForeignKey(Meeting, verbose_name=_("meeting"), on_delete=models.CASCADE, related_name="agenda")
    number = models.CharField(_("number"), max_length=10)
    position = models.PositiveSmallIntegerField(_("order in the list"))
    title = models.CharField(_("subject"), max_length=300)
    text = models.TextField(_("what was said"), blank=True)
    outcome = models.TextField(_("outcome"), blank=True)

    class Meta:
        verbose_name = _("point of an agenda")
        verbose_name_plural = _("points of agendas")
        ordering = ["meeting", "position"]

    def __str__(self):
        return f"{self.number} {self.title}"


class Attendance(Tracked):
    class State(models.TextChoices):
        PRESENT = "present", _("Present")
        SENT = "sent", _("Sent somebody")
        ABSENT = "absent", _("Absent")
        GUEST = "guest", _("Took part as a guest")

    meeting = models.ForeignKey(
        Meeting, verbose_name=_("meeting"), on_delete=models.CASCADE, related_name="attendances"
    )
    member = models.ForeignKey(
        CommitteeMember,
        verbose_name=_("member"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="attendances",
    )
    name = models.CharField(_("name"), max_length=150, blank=True)
    position = models.CharField(_("position"), max_length=200, blank=True)
    state = models.CharField(_("attendance"), max_length=10, choices=State, default=State.PRESENT)

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ["meeting", "member__position_in_list", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "member"], condition=~Q(member=None), name="attendance_once_in_meeting"
            ),
            models.CheckConstraint(condition=~Q(member=None) | ~Q(name=""), name="attendance_is_somebody"),
        ]

    def __str__(self):
        return self.name or str(self.member)


class MeetingPhoto(ShowsPeople, Tracked):
    meeting = models.ForeignKey(Meeting, verbose_name=_("meeting"), on_delete=models.PROTECT, related_name="photos")
    file = models.ForeignKey("core.StoredFile", verbose_name=_("photo"), on_delete=models.PROTECT, related_name="+")
    caption = models.CharField(_("caption"), max_length=300)

    class Meta:
        verbose_name = _("photo of a meeting")
        verbose_name_plural = _("photos of meetings")
        ordering = ["meeting", "pk"]

    def __str__(self):
        return self.caption
