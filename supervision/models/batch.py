"""What goes to the assessor's agency: issues to be checked, and the yearly batch of SARs (A4-02 no. 2, A6-05, F38)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import Tracked, district_scope, stamp_pair
from qa_portal.core.roles import Scope, Verb
from schools.models import EducationLevel, school_scope


class IssueSource(models.TextChoices):
    VISIT = "visit", _("A visit")
    DIFFERENCE = "difference", _("Claim and finding differ")
    AGENCY = "agency", _("An agency")
    STAKEHOLDER = "stakeholder", _("A stakeholder")
    OFFICE = "office", _("The area office")


class AssessorIssueQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The office's: a school does not read what others ask to be checked at it."""
        return self.none() if user.scope is Scope.SCHOOL else self.filter(school_scope(user))

    def editable_by(self, user):
        may = user.can(Verb.MANAGE_ASSESSMENTS)
        return self.visible_to(user).filter(sent_in=None) if may else self.none()

    def in_year(self, academic_year):
        return self.filter(academic_year=academic_year)

    def waiting(self):
        """Neither sent nor dropped."""
        return self.filter(sent_in=None, dropped_at=None)

    def sent(self):
        return self.filter(sent_in__isnull=False)

    def dropped(self):
        return self.filter(sent_in=None, dropped_at__isnull=False)


class AssessorIssue(Tracked):
    """A point that the assessors are asked to look at (ประเด็นที่ต้องการให้ประเมินและติดตาม). Gathered from visits and from
    differences, or typed; it goes out once, in a batch."""

    school = models.ForeignKey(
        "schools.School", verbose_name=_("school"), on_delete=models.PROTECT, related_name="assessor_issues"
    )
    academic_year = models.PositiveSmallIntegerField(_("academic year"))
    level = models.CharField(_("education level"), max_length=20, choices=EducationLevel, blank=True)
    source = models.CharField(_("source"), max_length=15, choices=IssueSource)
    source_text = models.CharField(_("who says so"), max_length=200, blank=True)
    standard = models.ForeignKey(
        "schools.Standard",
        verbose_name=_("standard"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    finding = models.OneToOneField(
        "supervision.Finding",
        verbose_name=_("finding of a visit"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="assessor_issue",
    )
    text = models.TextField(_("what is to be checked"))
    dropped_at = models.DateTimeField(_("dropped at"), null=True, blank=True, editable=False)
    dropped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    sent_in = models.ForeignKey(
        "supervision.Batch",
        verbose_name=_("sent in"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="issues",
    )

    objects = AssessorIssueQuerySet.as_manager()

    class Meta:
        verbose_name = _("issue for the assessors")
        verbose_name_plural = _("issues for the assessors")
        ordering = ["-academic_year", "school", "pk"]
        indexes = [models.Index(fields=["school", "academic_year"], name="issue_by_year")]
        constraints = [models.CheckConstraint(condition=stamp_pair("dropped"), name="issue_dropped_pair")]

    def __str__(self):
        return f"{self.school}: {self.text[:80]}"

    def get_absolute_url(self):
        return reverse("supervision:issue_detail", args=[self.pk])

    @property
    def is_sent(self):
        return self.sent_in_id is not None

    @property
    def is_dropped(self):
        return self.dropped_at is not None

    @property
    def standing(self):
        """(word, colour, icon): how it shows; it has no machine, it goes out with its batch."""
        if self.is_sent:
            return _("Sent"), "success", "send-check"
        if self.is_dropped:
            return _("Dropped"), "secondary", "x-circle"
        return _("Waits for a batch"), "info", "hourglass-split"

    @property
    def says(self):
        """Who says it: the kind of source, and whom the office named."""
        label = self.get_source_display()
        return f"{label}: {self.source_text}" if self.source_text else str(label)


class BatchState(models.TextChoices):
    DRAFT = "draft", _("Being gathered")
    SENT = "sent", _("Sent")


class BatchQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(district_scope(user, "cycle__district"))

    def editable_by(self, user):
        return self.visible_to(user) if user.can(Verb.MANAGE_ASSESSMENTS) else self.none()


class Batch(Tracked):
    """One sending of a year's SARs to the agency: a covering letter, and one zip with the files and the issues. What
    was sent stays as it was sent."""

    cycle = models.ForeignKey(
        "schools.Cycle", verbose_name=_("SAR cycle"), on_delete=models.PROTECT, related_name="batches"
    )
    number = models.PositiveSmallIntegerField(_("batch"), editable=False)
    recipient = models.CharField(
        _("addressed to"), max_length=200, default="ผู้อำนวยการสำนักงานรับรองมาตรฐานและประเมินคุณภาพการศึกษา (องค์การมหาชน)"
    )
    letter_number = models.CharField(_("number of the letter"), max_length=100, blank=True)
    letter_dated = models.DateField(_("date of the letter"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=BatchState, default=BatchState.DRAFT, editable=False)
    archive = models.ForeignKey(
        "core.StoredFile",
        verbose_name=_("zip of the files"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    letter = models.ForeignKey(
        "core.StoredFile",
        verbose_name=_("covering letter"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True, editable=False)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("batch for the assessors")
        verbose_name_plural = _("batches for the assessors")
        ordering = ["-cycle__academic_year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "number"], name="batch_number_once"),
            models.CheckConstraint(condition=stamp_pair("sent"), name="batch_sent_pair"),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(archive__isnull=False, letter__isnull=False),
                name="batch_sent_has_papers",
            ),
        ]

    def __str__(self):
        return _("Batch %(number)s of academic year %(year)s") % {
            "number": self.number,
            "year": self.cycle.academic_year,
        }

    def get_absolute_url(self):
        return reverse("supervision:batch_detail", args=[self.pk])

    @property
    def is_sent(self):
        return self.state == BatchState.SENT

    @property
    def district(self):
        return self.cycle.district


class BatchSarQuerySet(models.QuerySet):
    def sent(self):
        return self.filter(stored__isnull=False)


class BatchSar(Tracked):
    """A report's place in a batch: left out by a person with the reason, or, once sent, the very file that went."""

    batch = models.ForeignKey(Batch, verbose_name=_("batch"), on_delete=models.PROTECT, related_name="sars")
    sar = models.ForeignKey(
        "schools.Sar", verbose_name=_("self-assessment report"), on_delete=models.PROTECT, related_name="batch_places"
    )
    excluded_for = models.CharField(_("left out because"), max_length=300, blank=True)
    stored = models.ForeignKey(
        "core.StoredFile",
        verbose_name=_("file that was sent"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = BatchSarQuerySet.as_manager()

    class Meta:
        verbose_name = _("report in a batch")
        verbose_name_plural = _("reports in batches")
        ordering = ["batch", "sar"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "sar"], name="sar_once_in_batch"),
            models.CheckConstraint(condition=Q(excluded_for="") | Q(stored=None), name="sar_left_out_is_not_sent"),
        ]

    def __str__(self):
        return f"{self.batch}: {self.sar}"
