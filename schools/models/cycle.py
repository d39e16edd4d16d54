from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import Tracked, stamp_pair
from qa_portal.core.roles import Scope, Verb

from .framework import EducationLevel


class CycleState(models.TextChoices):
    DRAFT = "draft", _("Being prepared")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


def year_collected_in(fiscal_year):
    """The academic year whose SARs a fiscal year collects: the one that ends in it (S002: FY2566, AY2565)."""
    return fiscal_year - 1


class CycleQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A district's cycles; one in preparation only for those who manage them."""
        rows = self if user.scope is Scope.NATION else self.filter(district=user.district_id)
        return rows if user.can(Verb.MANAGE_CYCLES) else rows.exclude(state=CycleState.DRAFT)

    def editable_by(self, user):
        return self.visible_to(user) if user.can(Verb.MANAGE_CYCLES) else self.none()

    def with_reports(self):
        """Cycles of which a report is expected."""
        from .sar import Sar

        return self.filter(Exists(Sar.objects.filter(cycle=OuterRef("pk"))))

    def current(self):
        """Open cycles, the latest academic year first."""
        return self.filter(state=CycleState.OPEN).order_by("-academic_year")

    def with_counts(self):
        """Annotates `expected_count` and `sent_count` of reports."""
        sent = Q(sars__handed_in_on__isnull=False)
        return self.annotate(expected_count=Count("sars"), sent_count=Count("sars", filter=sent))


class Cycle(Tracked):
    """The SAR round of one academic year in one district: its window and the frameworks in force (F14)."""

    district = models.ForeignKey(
        "core.District", verbose_name=_("education area office"), on_delete=models.PROTECT, related_name="cycles"
    )
    academic_year = models.PositiveSmallIntegerField(_("academic year"))
    early_childhood_framework = models.ForeignKey(
        "schools.Framework",
        verbose_name=_("early childhood standards"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="early_childhood_cycles",
    )
    basic_framework = models.ForeignKey(
        "schools.Framework",
        verbose_name=_("basic education standards"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="basic_cycles",
    )
    opens_on = models.DateField(_("opens on"))
    due_on = models.DateField(_("due on"))
    late_until = models.DateField(
        _("late ones taken until"),
        null=True,
        blank=True,
        help_text=_("After this day a school can send only with an extension. Leave blank: until the cycle is closed."),
    )
    remind_from = models.DateField(
        _("reminders begin on"),
        null=True,
        blank=True,
        help_text=_(
            "From this day the portal reminds the schools that owe. Leave blank: nobody is reminded by itself."
        ),
    )
    remind_every = models.PositiveSmallIntegerField(
        _("days between reminders"), default=7, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    step_set = models.ForeignKey(
        "schools.StepSet",
        verbose_name=_("yearly steps"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="cycles",
    )
    instructions = models.TextField(_("instructions to schools"), blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=CycleState, default=CycleState.DRAFT, editable=False, db_index=True
    )
    opened_at = models.DateTimeField(_("opened at"), null=True, blank=True, editable=False)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    objects = CycleQuerySet.as_manager()

    class Meta:
        verbose_name = _("SAR cycle")
        verbose_name_plural = _("SAR cycles")
        ordering = ["-academic_year"]
        constraints = [
            models.UniqueConstraint(fields=["district", "academic_year"], name="cycle_once_a_year"),
            models.CheckConstraint(condition=Q(due_on__gte=F("opens_on")), name="cycle_due_after_opening"),
            models.CheckConstraint(
                condition=Q(late_until=None) | Q(late_until__gte=F("due_on")), name="cycle_late_after_due"
            ),
            models.CheckConstraint(condition=stamp_pair("opened"), name="cycle_opened_pair"),
            models.CheckConstraint(condition=stamp_pair("closed"), name="cycle_closed_pair"),
        ]

    def __str__(self):
        return _("SAR cycle of academic year %(year)s") % {"year": self.academic_year}

    def get_absolute_url(self):
        return reverse("schools:cycle_detail", args=[self.pk])

    @property
    def frameworks(self):
        """{level: framework} of the levels that this cycle asks for."""
        both = {
            EducationLevel.EARLY_CHILDHOOD: self.early_childhood_framework,
            EducationLevel.BASIC: self.basic_framework,
        }
        return {level: framework for level, framework in both.items() if framework}

    def takes_work_on(self, day):
        """Whether a school without an extension may write and send on this day, late or not."""
        begun = self.state == CycleState.OPEN and self.opens_on <= day
        return begun and (self.late_until is None or day <= self.late_until)


class CyclePaperQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(cycle__in=Cycle.objects.visible_to(user))

    def of_open_cycles(self):
        return self.filter(cycle__state=CycleState.OPEN)


class CyclePaper(Tracked):
    """A form or a guide that schools download from their cycle."""

    cycle = models.ForeignKey(Cycle, verbose_name=_("SAR cycle"), on_delete=models.PROTECT, related_name="papers")
    title = models.CharField(_("title"), max_length=200)
    stored = models.ForeignKey("core.StoredFile", verbose_name=_("file"), on_delete=models.PROTECT, related_name="+")

    objects = CyclePaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("paper of a SAR cycle")
        verbose_name_plural = _("papers of SAR cycles")
        ordering = ["cycle", "title"]

    def __str__(self):
        return self.title
