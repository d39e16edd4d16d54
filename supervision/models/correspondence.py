from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qa_portal.core.models import Tracked, district_scope, stamp_pair
from qa_portal.core.roles import Verb


class Direction(models.TextChoices):
    IN = "in", _("Received")
    OUT = "out", pgettext_lazy("direction", "Sent")


class CorrespondenceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The office's own letters; a school does not see them."""
        return self.filter(district_scope(user))

    def editable_by(self, user):
        return self.visible_to(user) if user.can(Verb.MANAGE_ASSESSMENTS) else self.none()

    def waiting(self):
        """An answer is wanted, and neither did one come nor was the matter settled otherwise."""
        return self.filter(needs_answer=True, settled_at=None, replies=None)

    def overdue(self, today=None):
        """Waiting beyond the day by which the answer was wanted."""
        return self.waiting().filter(answer_due_on__lt=today or timezone.localdate())

    def with_wait(self):
        """Adds `is_waiting`, by the rule of `waiting`."""
        return self.annotate(is_waiting=Exists(Correspondence.objects.waiting().filter(pk=OuterRef("pk"))))


class Correspondence(Tracked):
    """A question, an answer or a letter between the office and the assessor's agency (F39)."""

    district = models.ForeignKey(
        "core.District", verbose_name=_("education area office"), on_delete=models.PROTECT, related_name="+"
    )
    direction = models.CharField(_("direction"), max_length=5, choices=Direction)
    counterpart = models.CharField(_("with whom"), max_length=200, default="สมศ.")
    number = models.CharField(_("number of the letter"), max_length=100, blank=True)
    dated = models.DateField(_("date"))
    subject = models.CharField(_("subject"), max_length=300)
    text = models.TextField(_("gist"), blank=True)
    school = models.ForeignKey(
        "schools.School",
        verbose_name=_("school"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="correspondence",
    )
    assessment = models.ForeignKey(
        "supervision.ExternalAssessment",
        verbose_name=_("external assessment"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="correspondence",
    )
    reply_to = models.ForeignKey(
        "self", verbose_name=_("answers"), null=True, blank=True, on_delete=models.PROTECT, related_name="replies"
    )
    needs_answer = models.BooleanField(_("wants an answer"), default=False)
    answer_due_on = models.DateField(_("answer due on"), null=True, blank=True)
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True, editable=False)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    settled_how = models.CharField(_("how it was settled"), max_length=300, blank=True)
    stored = models.ForeignKey(
        "core.StoredFile", verbose_name=_("file"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = CorrespondenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("correspondence with the assessors")
        verbose_name_plural = _("correspondence with the assessors")
        ordering = ["-dated", "-pk"]
        constraints = [
            models.CheckConstraint(condition=stamp_pair("settled"), name="correspondence_settled_pair"),
            models.CheckConstraint(
                condition=Q(settled_at=None) | ~Q(settled_how=""), name="correspondence_settled_somehow"
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.subject}".strip()

    def get_absolute_url(self):
        return reverse("supervision:correspondence_detail", args=[self.pk])

    @property
    def standing(self):
        """(word, colour, icon) of what is still wanted, of rows `with_wait`."""
        if not self.needs_answer:
            return _("No answer wanted"), "secondary", "dash-circle"
        if self.settled_at:
            return _("Settled"), "success", "check-circle"
        if not self.is_waiting:
            return _("Answered"), "success", "reply"
        if self.answer_due_on and self.answer_due_on < timezone.localdate():
            return _("Answer overdue"), "danger", "alarm"
        return _("Waits for an answer"), "warning", "hourglass-split"
