"""The office reads a report: who, by which checklist, what was said, and what each sending held (F17, F18)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import Tracked, stamp_pair
from qa_portal.core.roles import Verb

from .framework import EducationLevel
from .sar import Sar


class SarReaderQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(sar__in=Sar.objects.visible_to(user))

    def active(self):
        return self.filter(ended_on=None)


class SarReader(Tracked):
    """A person who reads a report for the office; ended, never deleted."""

    sar = models.ForeignKey(
        "schools.Sar", verbose_name=_("self-assessment report"), on_delete=models.PROTECT, related_name="readings"
    )
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("reader"), on_delete=models.PROTECT, related_name="sar_readings"
    )
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("assigned by"), on_delete=models.PROTECT, related_name="+"
    )
    due_on = models.DateField(_("to be read by"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    end_reason = models.CharField(_("why it ended"), max_length=300, blank=True)

    objects = SarReaderQuerySet.as_manager()

    class Meta:
        verbose_name = _("reader of a SAR")
        verbose_name_plural = _("readers of SARs")
        ordering = ["sar", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["sar", "reader"], condition=Q(ended_on=None), name="reader_once_a_sar")
        ]

    def __str__(self):
        return f"{self.reader} – {self.sar}"

    def get_absolute_url(self):
        return reverse("schools:sar_readers", args=[self.sar_id])


class Submission(Tracked):
    """One sending of a report: everything it held that day, so that the reader of the next sees only what changed.

    `content` is made by services.submissions.content_of and never altered; append-only but for its outcome."""

    sar = models.ForeignKey(
        "schools.Sar", verbose_name=_("self-assessment report"), on_delete=models.PROTECT, related_name="submissions"
    )
    number = models.PositiveSmallIntegerField(_("number"))
    sent_at = models.DateTimeField(_("sent at"))
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("sent by"), on_delete=models.PROTECT, related_name="+"
    )
    file = models.ForeignKey(
        "schools.SarFile", verbose_name=_("PDF"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    content = models.JSONField(_("what it held"), default=dict)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("answered by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    is_accepted = models.BooleanField(_("accepted"), null=True)

    class Meta:
        verbose_name = _("sending of a SAR")
        verbose_name_plural = _("sendings of SARs")
        ordering = ["sar", "number"]
        constraints = [
            models.UniqueConstraint(fields=["sar", "number"], name="submission_number_once"),
            models.CheckConstraint(condition=stamp_pair("answered"), name="submission_answered_pair"),
        ]

    def __str__(self):
        return f"{self.sar} ({self.number})"


class Checklist(Tracked):
    """What a reader looks at in each part of a report: data of the office, versioned by its year."""

    district = models.ForeignKey(
        "core.District",
        verbose_name=_("education area office"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="sar_checklists",
        help_text=_("Empty: for every district."),
    )
    name = models.CharField(_("name"), max_length=200)
    level = models.CharField(
        _("education level"), max_length=20, choices=EducationLevel, blank=True, help_text=_("Empty: for both.")
    )
    in_force_from = models.PositiveSmallIntegerField(_("in force from academic year"))

    class Meta:
        verbose_name = _("reading checklist")
        verbose_name_plural = _("reading checklists")
        ordering = ["-in_force_from", "pk"]

    def __str__(self):
        return self.name

    @property
    def is_used(self):
        return ChecklistAnswer.objects.filter(question__checklist=self).exists()


class Part(models.TextChoices):
    """The parts of a report (B4)."""

    SUMMARY = "summary", _("Executive summary")
    BASICS = "basics", _("School data")
    RESULTS = "results", _("Results by standard")
    WAY_FORWARD = "way_forward", _("Conclusion and way forward")
    APPENDIX = "appendix", _("Appendix")


class ChecklistQuestion(Tracked):
    checklist = models.ForeignKey(
        Checklist, verbose_name=_("reading checklist"), on_delete=models.PROTECT, related_name="questions"
    )
    position = models.PositiveSmallIntegerField(_("position"))
    part = models.CharField(_("part of the report"), max_length=12, choices=Part)
    text = models.CharField(_("question"), max_length=400)

    class Meta:
        verbose_name = _("question of a reading checklist")
        verbose_name_plural = _("questions of reading checklists")
        ordering = ["checklist", "position"]
        constraints = [models.UniqueConstraint(fields=["checklist", "position"], name="question_position_once")]

    def __str__(self):
        return self.text


class Verdict(models.TextChoices):
    YES = "yes", _("Yes")
    NO = "no", _("No")
    NOT_APPLICABLE = "n_a", _("Does not apply")


class ChecklistAnswer(Tracked):
    """A reader's answer to one question about one sending."""

    submission = models.ForeignKey(
        Submission, verbose_name=_("sending"), on_delete=models.PROTECT, related_name="checked"
    )
    question = models.ForeignKey(
        ChecklistQuestion, verbose_name=_("question"), on_delete=models.PROTECT, related_name="+"
    )
    answer = models.CharField(_("answer"), max_length=3, choices=Verdict, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("answer to a reading checklist")
        verbose_name_plural = _("answers to reading checklists")
        ordering = ["submission", "question__position"]
        constraints = [models.UniqueConstraint(fields=["submission", "question"], name="question_answered_once")]

    def __str__(self):
        return f"{self.question}: {self.get_answer_display()}"


class SarRemarkQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those who read for the office: all of their office's. Everybody else, and a reader who belongs or ever
        belonged to the school: what was told with a return or an acceptance."""
        rows = self.filter(sar__in=Sar.objects.visible_to(user))
        if not user.can(Verb.REVIEW_SAR):
            return rows.exclude(told_at=None)
        return rows.exclude(told_at=None, sar__school__in=user.memberships.values("school"))

    def editable_by(self, user):
        """A reader's own words until they are told."""
        return self.visible_to(user).filter(written_by=user, told_at=None)

    def open(self):
        return self.filter(is_request=True, settled_at=None)


class SarRemark(Tracked):
    """A reader's words at one place of the report: an item, a standard, a part, or a page of its PDF. The school sees
    them once they are told: with the return or the acceptance. One that asks for a change stays open until a reader
    settles it."""

    sar = models.ForeignKey(
        "schools.Sar", verbose_name=_("self-assessment report"), on_delete=models.PROTECT, related_name="remarks"
    )
    submission = models.ForeignKey(
        Submission, verbose_name=_("sending"), on_delete=models.PROTECT, related_name="remarks"
    )
    part = models.CharField(_("part of the report"), max_length=12, choices=Part)
    standard = models.ForeignKey(
        "schools.Standard",
        verbose_name=_("standard"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    indicator = models.ForeignKey(
        "schools.Indicator",
        verbose_name=_("rated item"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    page = models.PositiveSmallIntegerField(_("page of the PDF"), null=True, blank=True)
    text = models.TextField(_("words"))
    is_request = models.BooleanField(_("asks for a change"), default=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("written by"), on_delete=models.PROTECT, related_name="+"
    )
    told_at = models.DateTimeField(_("told to the school at"), null=True, blank=True, editable=False)
    reply = models.TextField(_("the school's answer"), blank=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True, editable=False)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    objects = SarRemarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("remark on a SAR")
        verbose_name_plural = _("remarks on SARs")
        ordering = ["sar", "part", "standard__number", "indicator__position", "page", "pk"]
        constraints = [models.CheckConstraint(condition=stamp_pair("settled"), name="sar_remark_settled_pair")]

    def __str__(self):
        return self.text[:80]

    def get_absolute_url(self):
        return f"{reverse('schools:sar_review', args=[self.sar_id])}#remark-{self.pk}"

    @property
    def is_open(self):
        return self.is_request and self.settled_at is None

    @property
    def place(self):
        """The name of the place that it stands at, as pages and addresses write it."""
        if self.page:
            return f"page-{self.page}"
        if self.indicator_id:
            return f"item-{self.indicator_id}"
        return f"standard-{self.standard_id}" if self.standard_id else f"part-{self.part}"

    @property
    def look(self):
        """(word, colour, icon) of where it stands."""
        if not self.told_at:
            return _("Not told to the school yet"), "secondary", "pencil"
        if not self.is_request:
            return _("Advice"), "primary", "lightbulb"
        if self.settled_at:
            return _("Settled"), "success", "check-circle"
        if self.reply:
            return _("The school has answered"), "info", "chat-left-text"
        return _("Asks for a change"), "warning", "exclamation-triangle"
