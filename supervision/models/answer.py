from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import Tracked

NOT_APPLICABLE_ALONE = Q(not_applicable=False) | Q(level=None, is_yes=None, number=None, choice=None)


class AnswerRow(Tracked):
    """What was answered to one item of an instrument, at a visit (`Answer`) or on a sheet (`SheetAnswer`). No row, or
    an empty one: not answered yet."""

    item = models.ForeignKey(
        "supervision.InstrumentItem", verbose_name=_("item"), on_delete=models.PROTECT, related_name="%(class)ss"
    )
    level = models.ForeignKey(
        "supervision.InstrumentLevel",
        verbose_name=_("level"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="%(class)ss",
    )
    is_yes = models.BooleanField(_("yes"), null=True, blank=True)
    number = models.DecimalField(_("number"), max_digits=14, decimal_places=2, null=True, blank=True)
    choice = models.ForeignKey(
        "supervision.InstrumentChoice",
        verbose_name=_("choice"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="%(class)ss",
    )
    text = models.TextField(_("answer in words"), blank=True)
    not_applicable = models.BooleanField(_("not applicable"), default=False)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        abstract = True

    @property
    def is_given(self):
        chosen = self.level_id or self.choice_id or self.is_yes is not None or self.number is not None
        return bool(chosen or self.text or self.not_applicable)

    @property
    def typed(self):
        """The answer as a form carries it: points of a level, "yes", "no", a number, the key of a choice, words, or
        "na" for not applicable; "" when none is given."""
        if self.not_applicable:
            return "na"
        if self.is_yes is not None:
            return "yes" if self.is_yes else "no"
        if self.number is not None:
            return f"{self.number.normalize():f}"
        if self.level_id:
            return str(self.level.value)
        return str(self.choice_id) if self.choice_id else self.text

    @property
    def word(self):
        """As `typed`, but a choice by its words: what the rules of other items speak of (models.asked)."""
        return self.choice.text if self.choice_id and not self.not_applicable else self.typed


class Answer(AnswerRow):
    """What a visit found for one item of its instrument."""

    visit = models.ForeignKey(
        "supervision.Visit", verbose_name=_("visit"), on_delete=models.PROTECT, related_name="answers"
    )

    class Meta:
        verbose_name = _("answer to an item")
        verbose_name_plural = _("answers to items")
        ordering = ["visit", "item"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "item"], name="item_answered_once_in_visit"),
            models.CheckConstraint(condition=NOT_APPLICABLE_ALONE, name="answer_not_applicable_alone"),
        ]

    def __str__(self):
        return f"{self.visit} {self.item.number}"
