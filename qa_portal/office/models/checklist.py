"""The yearly checklist: what the office does each fiscal year, by when and by whom (A4-03, A4-05)."""

from calendar import monthrange
from datetime import date

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import Tracked, district_scope
from qa_portal.core.roles import Verb
from qa_portal.core.thai import to_ce


class ChecklistRuleQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(district_scope(user))

    def editable_by(self, user):
        return self.visible_to(user) if user.can(Verb.EDIT_MANUAL) else self.none()


class ChecklistRule(Tracked):
    """One thing to do each year: its day of the year, and who does it. `process_code` is that of a work process."""

    district = models.ForeignKey(
        "core.District", verbose_name=_("education area office"), on_delete=models.PROTECT, related_name="checklist"
    )
    process_code = models.SlugField(_("work process"), max_length=30, blank=True)
    task = models.CharField(_("what is to be done"), max_length=300)
    month = models.PositiveSmallIntegerField(_("month"), validators=[MinValueValidator(1), MaxValueValidator(12)])
    day = models.PositiveSmallIntegerField(
        _("day"),
        validators=[MinValueValidator(1), MaxValueValidator(31)],
        help_text=_("31 is the last day of any month."),
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who does it"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    is_active = models.BooleanField(_("goes into new years"), default=True)

    objects = ChecklistRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule of the yearly checklist")
        verbose_name_plural = _("rules of the yearly checklist")
        ordering = ["month", "day", "task"]

    def __str__(self):
        return self.task

    def get_absolute_url(self):
        return reverse("office:checklist_rules")

    def due_in(self, fiscal_year):
        """Its day in a fiscal year (B.E.), which begins in October of the year before."""
        year = to_ce(fiscal_year) - (self.month >= 10)
        return date(year, self.month, min(self.day, monthrange(year, self.month)[1]))


class ChecklistQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(district_scope(user))

    def editable_by(self, user):
        """One's own; who keeps the manual those of everybody in the office."""
        rows = self.visible_to(user).filter(district=user.district_id)
        return rows if user.can(Verb.EDIT_MANUAL) else rows.filter(owner=user)

    def open(self):
        return self.filter(done_on=None)

    def late(self, today):
        return self.open().filter(due_on__lt=today)


class ChecklistItem(Tracked):
    """A rule in one fiscal year (B.E.), in the words and with the day and person that it was made with."""

    district = models.ForeignKey(
        "core.District", verbose_name=_("education area office"), on_delete=models.PROTECT, related_name="+"
    )
    rule = models.ForeignKey(ChecklistRule, verbose_name=_("rule"), on_delete=models.PROTECT, related_name="items")
    fiscal_year = models.PositiveSmallIntegerField(_("fiscal year"))
    task = models.CharField(_("what is to be done"), max_length=300)
    due_on = models.DateField(_("to be done by"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who does it"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    done_on = models.DateField(_("done on"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ticked by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    note = models.TextField(_("note"), blank=True)
    reminded = models.SmallIntegerField(null=True, editable=False)

    objects = ChecklistQuerySet.as_manager()

    class Meta:
        verbose_name = _("item of the yearly checklist")
        verbose_name_plural = _("items of the yearly checklist")
        ordering = ["-fiscal_year", "due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "fiscal_year"], name="checklist_rule_once_a_year"),
            models.CheckConstraint(
                condition=Q(done_on=None, done_by=None) | Q(done_on__isnull=False, done_by__isnull=False),
                name="checklist_done_pair",
            ),
        ]

    def __str__(self):
        return self.task

    def get_absolute_url(self):
        return reverse("office:checklist_item", args=[self.pk])

    @property
    def look(self):
        """(word, colour, icon) of where it stands today."""
        if self.done_on:
            return _("Done"), "success", "check-circle"
        if self.due_on < timezone.localdate():
            return _("Overdue"), "danger", "exclamation-triangle"
        return _("Not done yet"), "info", "hourglass-split"
