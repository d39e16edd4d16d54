import uuid

from django.conf import settings
from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import Tracked, stamp_pair

from .recheck import Recheck, RecheckVerdict
from .visit import SENT, visit_scope


class OwedBy(models.TextChoices):
    SCHOOL = "school", _("The school")
    OFFICE = "office", _("The area office")


class ActionState(models.TextChoices):
    OPEN = "open", _("To be done")
    DONE = "done", _("Said to be done, to be checked")
    CLOSED = "closed", _("Closed")


class Outcome(models.TextChoices):
    """How a promise was kept. What is said to be done waits for the office and is nobody's failure yet."""

    KEPT = "kept", _("Kept in time")
    LATE = "late", _("Kept late")
    BROKEN = "broken", _("Broken: the day has passed")
    OPEN = "open", _("Not due yet, or to be checked")


class AgreedActionQuerySet(models.QuerySet):
    """Only actions of visits that are reported count: before that they are a draft."""

    def visible_to(self, user):
        return self.filter(visit_scope(user, "visit"))

    def agreed(self):
        return self.filter(visit__state__in=SENT)

    def open(self):
        """To be done."""
        return self.agreed().filter(state=ActionState.OPEN)

    def to_check(self):
        """Said to be done; the office has not closed it yet."""
        return self.agreed().filter(state=ActionState.DONE)

    def closed(self):
        return self.agreed().filter(state=ActionState.CLOSED)

    def unsettled(self):
        return self.agreed().exclude(state=ActionState.CLOSED)

    def overdue(self, today=None):
        """To be done, and the last day has passed: on the due day itself it is not overdue yet."""
        return self.open().filter(due_on__lt=today or timezone.localdate())

    def with_outcome(self, today=None):
        """Adds `kept_on`, the day on which it was done as far as is known (said to be done, else seen at a visit, else
        closed), and `outcome`."""
        looks = Recheck.objects.filter(action=OuterRef("pk"), verdict=RecheckVerdict.FIXED, visit__state__in=SENT)
        seen = Subquery(looks.order_by("visit__held_on").values("visit__held_on")[:1])
        is_closed = Q(state=ActionState.CLOSED)
        broken = Q(state=ActionState.OPEN, due_on__lt=today or timezone.localdate())
        return self.agreed().annotate(
            kept_on=Coalesce(TruncDate("done_at"), seen, TruncDate("closed_at")),
            outcome=Case(
                When(is_closed & Q(kept_on__lte=F("due_on")), then=Value(Outcome.KEPT)),
                When(is_closed, then=Value(Outcome.LATE)),
                When(broken, then=Value(Outcome.BROKEN)),
                default=Value(Outcome.OPEN),
            ),
        )


class AgreedAction(Tracked):
    """A promise made at a visit, by the school or by the office, with a last day; followed until closed (F34)."""

    uid = models.UUIDField(_("unique id"), default=uuid.uuid4, unique=True, editable=False)
    visit = models.ForeignKey(
        "supervision.Visit", verbose_name=_("visit"), on_delete=models.PROTECT, related_name="actions"
    )
    finding = models.ForeignKey(
        "supervision.Finding",
        verbose_name=_("finding"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="actions",
    )
    number = models.PositiveSmallIntegerField(_("action number"), editable=False)
    what = models.TextField(_("what was agreed"))
    owed_by = models.CharField(_("who owes it"), max_length=10, choices=OwedBy, default=OwedBy.SCHOOL)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person of the office"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="owned_actions",
    )
    owner_text = models.CharField(_("person or group, in words"), max_length=200, blank=True)
    due_on = models.DateField(_("to be done by"))
    state = models.CharField(_("state"), max_length=10, choices=ActionState, default=ActionState.OPEN, editable=False)
    done_at = models.DateTimeField(_("said to be done at"), null=True, blank=True, editable=False)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("said to be done by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("closed by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = AgreedActionQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreed action")
        verbose_name_plural = _("agreed actions")
        ordering = ["due_on"]
        indexes = [
            models.Index(fields=["state", "due_on"]),
            models.Index(fields=["visit", "due_on", "owner", "id"], name="action_of_visit"),  # as visit_of_school
        ]
        constraints = [
            models.UniqueConstraint(fields=["visit", "number"], name="action_number_once_in_visit"),
            models.CheckConstraint(
                condition=stamp_pair("done"),
                name="action_done_by_someone",
            ),
            models.CheckConstraint(
                condition=stamp_pair("closed"),
                name="action_closed_by_someone",
            ),
        ]

    def __str__(self):
        return self.code

    def get_absolute_url(self):
        return reverse("supervision:action_detail", args=[self.pk])

    def save(self, *args, **kwargs):
        if not self.number:
            self.number = self.visit.give_number("last_action")
        super().save(*args, **kwargs)

    @property
    def code(self):
        return f"{self.visit.code}-A{self.number:02}"

    @property
    def is_open(self):
        return self.state == ActionState.OPEN

    @property
    def is_overdue(self):
        return self.is_open and self.due_on < timezone.localdate()

    @property
    def owner_label(self):
        """Who answers for it, as precisely as it is known."""
        named = str(self.owner) if self.owner else self.owner_text
        side = self.get_owed_by_display()
        return f"{side}: {named}" if named else str(side)


class ActionEvidence(Tracked):
    """A file that shows what was done about an agreed action."""

    action = models.ForeignKey(
        AgreedAction, verbose_name=_("agreed action"), on_delete=models.PROTECT, related_name="evidence"
    )
    file = models.ForeignKey("core.StoredFile", verbose_name=_("file"), on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("evidence of an agreed action")
        verbose_name_plural = _("evidence of agreed actions")
        ordering = ["action", "created_at"]

    def __str__(self):
        return str(self.file)
