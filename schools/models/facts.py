import re

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qa_portal.core.models import Tracked
from qa_portal.core.thai import search_key

_WORD_FOR_SCHOOL = re.compile(r"(โรงเรียน|ร\.ร\.|รร\.?)(?=.)")


class DatedQuerySet(models.QuerySet):
    """Rows with `since` (first day) and `until` (last day, None while it goes on)."""

    def as_at(self, day):
        return self.filter(since__lte=day).filter(Q(until=None) | Q(until__gte=day))


def full_name_of(name):
    """For official papers: OBEC's lists leave out the word for school, which these write in front."""
    return name if name.startswith("โรงเรียน") else f"โรงเรียน{name}"


def name_key(typed):
    """What a name is searched by: people write the word for school, or its short form, in front."""
    key = search_key(typed)
    return key[word.end() :] if (word := _WORD_FOR_SCHOOL.match(key)) else key


class SchoolFacts(Tracked):
    """What a school was from one day to another, so that an old record shows it as it was then (F02)."""

    school = models.ForeignKey(
        "schools.School", verbose_name=_("school"), on_delete=models.PROTECT, related_name="facts"
    )
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    name = models.CharField(_("school name"), max_length=200)
    network = models.ForeignKey(
        "schools.Network", verbose_name=_("school network"), null=True, blank=True, on_delete=models.PROTECT
    )
    has_early_childhood = models.BooleanField(_("early childhood"), default=False)
    has_primary = models.BooleanField(pgettext_lazy("school level", "primary"), default=False)
    has_lower_secondary = models.BooleanField(_("lower secondary"), default=False)
    has_upper_secondary = models.BooleanField(_("upper secondary"), default=False)
    reason = models.CharField(_("reason or order"), max_length=300, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("dated school facts")
        verbose_name_plural = _("dated school facts")
        ordering = ["school", "-since"]
        constraints = [
            models.UniqueConstraint(fields=["school", "since"], name="facts_begin_once"),
            models.UniqueConstraint(fields=["school"], condition=Q(until=None), name="facts_in_force_once"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="facts_end_after_begin"),
        ]

    FACTS = ("name", "network", "has_early_childhood", "has_primary", "has_lower_secondary", "has_upper_secondary")

    def __str__(self):
        return f"{self.name} ({self.since})"

    @property
    def full_name(self):
        return full_name_of(self.name)
