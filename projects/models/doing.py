"""What was done: reports of activities with people, photos and evidence, and the actual values of indicators."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import ShowsPeople, Tracked

from .activity import Activity
from .of_project import OfProjectQuerySet


class ActivityReportQuerySet(OfProjectQuerySet):
    def editable_by(self, user):
        """Reports that the user may write on: those of activities that are theirs to report."""
        return self.filter(activity__in=Activity.objects.reportable_by(user).order_by().values("pk"))

    def with_people(self):
        """Adds `people_count`, all kinds together."""
        return self.annotate(people_count=Coalesce(Sum("attendances__count"), 0))


class ActivityReport(Tracked):
    """One time that an activity took place. `token` is the form's own: sent twice, it is one report."""

    project = models.ForeignKey(
        "projects.Project", verbose_name=_("project"), on_delete=models.PROTECT, related_name="activity_reports"
    )
    activity = models.ForeignKey(
        "projects.Activity", verbose_name=_("activity"), on_delete=models.PROTECT, related_name="reports"
    )
    token = models.UUIDField(unique=True, editable=False)
    done_on = models.DateField(_("date"))
    done_until = models.DateField(_("until"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=300, blank=True)
    result = models.TextField(_("result"))
    problems = models.TextField(_("problems"), blank=True)
    schools = models.ManyToManyField(
        "schools.School", verbose_name=_("schools that took part"), blank=True, related_name="activity_reports"
    )
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("reported by"), on_delete=models.PROTECT, related_name="+"
    )

    objects = ActivityReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report of an activity")
        verbose_name_plural = _("reports of activities")
        ordering = ["project_id", "done_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_until=None) | Q(done_until__gte=F("done_on")), name="activity_report_ends_after_begin"
            )
        ]

    def __str__(self):
        return f"{self.activity} {self.done_on}"

    def get_absolute_url(self):
        return reverse("projects:activity_report_detail", args=[self.pk])


class AttendeeKind(models.TextChoices):
    SCHOOL_HEAD = "school_head", _("School heads")
    TEACHER = "teacher", _("Teachers")
    SUPERVISOR = "supervisor", _("Supervisors")
    ASSESSOR = "assessor", _("Assessors")
    COMMITTEE = "committee", _("Committee members")
    BOARD = "board", _("School board members")
    OFFICER = "officer", _("Office staff")
    SPEAKER = "speaker", _("Speakers and experts")
    PUPIL = "pupil", _("Pupils")
    PARENT = "parent", _("Parents")
    OTHER = "other", _("Others")


class Attendance(Tracked):
    """How many people of one kind took part. Never who (B10)."""

    report = models.ForeignKey(
        ActivityReport, verbose_name=_("report"), on_delete=models.CASCADE, related_name="attendances"
    )
    kind = models.CharField(_("people"), max_length=12, choices=AttendeeKind)
    count = models.PositiveIntegerField(_("number"))

    class Meta:
        verbose_name = _("people who took part")
        verbose_name_plural = _("people who took part")
        ordering = ["report_id", "pk"]
        constraints = [models.UniqueConstraint(fields=["report", "kind"], name="attendance_kind_once")]

    def __str__(self):
        return f"{self.get_kind_display()} {self.count}"


class ProjectPhotoQuerySet(OfProjectQuerySet):
    def editable_by(self, user):
        """Photos that the user may write on: those of reports that are theirs to write."""
        return self.filter(report__in=ActivityReport.objects.editable_by(user).order_by().values("pk"))

    def in_register(self):
        return self.filter(is_removed=False)


class ProjectPhoto(ShowsPeople, Tracked):
    """A photo of the project's register: caption, day and place (A2-11)."""

    project = models.ForeignKey(
        "projects.Project", verbose_name=_("project"), on_delete=models.PROTECT, related_name="photos"
    )
    report = models.ForeignKey(
        ActivityReport,
        verbose_name=_("report of the activity"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="photos",
    )
    file = models.ForeignKey("core.StoredFile", verbose_name=_("photo"), on_delete=models.PROTECT, related_name="+")
    caption = models.CharField(_("caption"), max_length=300, blank=True)
    taken_on = models.DateField(_("taken on"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=300, blank=True)
    is_removed = models.BooleanField(_("taken out of the register"), default=False)
    order = models.PositiveIntegerField(_("order"), default=0)

    objects = ProjectPhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("photo of a project")
        verbose_name_plural = _("photos of projects")
        ordering = ["project_id", "order", "pk"]

    def __str__(self):
        return self.caption or str(self.file)

    def get_absolute_url(self):
        return reverse("projects:project_photo", args=[self.pk])

    @property
    def is_outside(self):
        """Whether it was taken before or after the project's time (A12-08)."""
        start, end = self.project.period_start, self.project.period_end
        return bool(start and end and self.taken_on) and not start <= self.taken_on <= end


class ActivityEvidenceQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(report__in=ActivityReport.objects.visible_to(user).order_by().values("pk"))


class ActivityEvidence(Tracked):
    """A paper that shows what was done: a list of those present, a summary, a work."""

    report = models.ForeignKey(
        ActivityReport, verbose_name=_("report"), on_delete=models.PROTECT, related_name="evidence"
    )
    file = models.ForeignKey("core.StoredFile", verbose_name=_("file"), on_delete=models.PROTECT, related_name="+")
    caption = models.CharField(_("what it is"), max_length=300, blank=True)

    objects = ActivityEvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence of an activity")
        verbose_name_plural = _("evidence of activities")
        ordering = ["report_id", "pk"]

    def __str__(self):
        return self.caption or str(self.file)


class Met(models.TextChoices):
    YES = "yes", _("Reached")
    PARTLY = "partly", _("Partly reached")
    NO = "no", _("Not reached")


class IndicatorActual(Tracked):
    """What an indicator came to where the portal does not count it: a number or words, with evidence."""

    indicator = models.OneToOneField(
        "projects.ProjectIndicator", verbose_name=_("indicator"), on_delete=models.PROTECT, related_name="actual"
    )
    value = models.DecimalField(_("actual number"), max_digits=12, decimal_places=2, null=True, blank=True)
    text = models.TextField(_("actual result in words"), blank=True)
    met = models.CharField(_("target reached"), max_length=6, choices=Met, blank=True)
    evidence_text = models.CharField(_("evidence"), max_length=500, blank=True)
    evidence = models.ForeignKey(
        "core.StoredFile", verbose_name=_("file"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("recorded by"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("actual value of an indicator")
        verbose_name_plural = _("actual values of indicators")
        ordering = ["indicator_id"]

    def __str__(self):
        return self.text or str(self.value or "")
