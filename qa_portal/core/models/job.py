from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

SILENCE = timedelta(seconds=settings.JOB_SILENCE)  # of a worker, after which its job may be taken over


class JobState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    WORKING = "working", _("Being made")
    DONE = "done", _("Ready")
    FAILED = "failed", _("Failed")


# How each state shows, as core.workflow.Look: a job's state moves in the queue, not by a person's step.
LOOKS = {
    JobState.WAITING: ("secondary", "hourglass-split"),
    JobState.WORKING: ("info", "gear"),
    JobState.DONE: ("success", "check-circle"),
    JobState.FAILED: ("danger", "x-circle"),
}


class JobQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own: what a job makes is asked for by one person, with that person's rights."""
        return self.filter(started_by=user)

    def unfinished(self):
        return self.filter(state__in=(JobState.WAITING, JobState.WORKING))


class Job(models.Model):
    """Long work that the queue does (core.jobs): what was asked for, how far it is, and the file that came out. A job
    that was killed runs again and goes on from the parts that are done."""

    district = models.ForeignKey("core.District", verbose_name=_("education area office"), on_delete=models.PROTECT)
    kind = models.CharField(_("kind"), max_length=50)
    label = models.CharField(_("what is made"), max_length=300)
    params = models.JSONField(default=dict, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=JobState, default=JobState.WAITING, editable=False)
    done = models.PositiveIntegerField(_("steps done"), default=0)
    total = models.PositiveIntegerField(_("steps in all"), default=0)
    message = models.TextField(_("message"), blank=True)
    result = models.ForeignKey(
        "core.StoredFile", verbose_name=_("file"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("asked for by"), on_delete=models.PROTECT, related_name="jobs"
    )
    created_at = models.DateTimeField(_("asked for at"), auto_now_add=True)
    worked_at = models.DateTimeField(_("last sign of work"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["started_by", "state"])]
        constraints = [
            models.CheckConstraint(condition=~Q(state="done") | Q(finished_at__isnull=False), name="job_done_has_end")
        ]

    def __str__(self):
        return self.label

    def get_absolute_url(self):
        return reverse("core:job_detail", args=[self.pk])

    @property
    def standing(self):
        return (self.get_state_display(), *LOOKS[self.state])

    @property
    def is_unfinished(self):
        return self.state in (JobState.WAITING, JobState.WORKING)

    @property
    def is_silent(self):
        """Whether it is in nobody's hands: asked for, or last worked on, too long ago."""
        return self.is_unfinished and (self.worked_at or self.created_at) < timezone.now() - SILENCE

    @property
    def can_go_on(self):
        """Whether its person may have it taken up again."""
        return self.state == JobState.FAILED or self.is_silent

    @property
    def page(self):
        """The address of what was made, where it has a page of its own; else ""."""
        return self.params.get("page", "")

    @property
    def percent(self):
        return self.done * 100 // self.total if self.total else 0
