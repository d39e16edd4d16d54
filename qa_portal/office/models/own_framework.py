"""What a framework of the office's own standards has beyond its standards and indicators (A9-01..04): the items of an
indicator, the ticks that an item asks for, and the words of each level. Standards, indicators and levels themselves are
schools.Framework of the kind OFFICE: one framework model, versioned and frozen once it is used."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import Tracked


class OwnItemQuerySet(models.QuerySet):
    def of_framework(self, framework):
        rows = self.filter(indicator__standard__framework=framework)
        return rows.order_by("indicator__standard__number", "indicator__position", "position")


class OwnItem(Tracked):
    """One thing that an indicator asks the office to do (ข้อที่ 1–5). `words` find the portal's projects that seem to
    belong here, `traces` name what the portal looks for in its data (reports.own_traces)."""

    indicator = models.ForeignKey(
        "schools.Indicator", verbose_name=_("indicator"), on_delete=models.PROTECT, related_name="own_items"
    )
    position = models.PositiveSmallIntegerField(_("item no."))
    name = models.CharField(_("item"), max_length=500)
    needs = models.CharField(
        _("what it asks for, in words"), max_length=500, blank=True, help_text=_("Printed after the item.")
    )
    least_projects = models.PositiveSmallIntegerField(
        _("plans or projects, at least"), default=0, help_text=_("0: it asks for none.")
    )
    words = models.CharField(
        _("words in the names of its projects"),
        max_length=300,
        blank=True,
        help_text=_("Parted by commas. The portal offers the projects whose names hold one of them."),
    )
    traces = models.JSONField(_("traces that the portal looks for"), default=list, blank=True)

    objects = OwnItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("item of an office standard")
        verbose_name_plural = _("items of office standards")
        ordering = ["indicator", "position"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "position"], name="own_item_position_once_in_indicator")
        ]

    def __str__(self):
        return _("Item %(number)s %(name)s") % {"number": self.position, "name": self.name}

    @property
    def search_words(self):
        return [word.strip() for word in self.words.split(",") if word.strip()]


class OwnTick(Tracked):
    """A tick box of an item; an item that has some is done only when all are ticked (A9-04)."""

    item = models.ForeignKey(OwnItem, verbose_name=_("item"), on_delete=models.CASCADE, related_name="ticks")
    position = models.PositiveSmallIntegerField(_("position"))
    name = models.CharField(_("criterion"), max_length=300)

    class Meta:
        verbose_name = _("criterion of an item")
        verbose_name_plural = _("criteria of items")
        ordering = ["item", "position"]
        constraints = [models.UniqueConstraint(fields=["item", "position"], name="own_tick_position_once_in_item")]

    def __str__(self):
        return self.name


class LevelWords(Tracked):
    """What a level means for an indicator: the second column of its tables (A9-03)."""

    indicator = models.ForeignKey(
        "schools.Indicator", verbose_name=_("indicator"), on_delete=models.PROTECT, related_name="level_words"
    )
    level = models.ForeignKey(
        "schools.QualityLevel", verbose_name=_("quality level"), on_delete=models.PROTECT, related_name="own_words"
    )
    text = models.TextField(_("description"))

    class Meta:
        verbose_name = _("words of a level")
        verbose_name_plural = _("words of levels")
        ordering = ["indicator", "level__value"]
        constraints = [models.UniqueConstraint(fields=["indicator", "level"], name="level_words_once_for_indicator")]

    def __str__(self):
        return f"{self.level} – {self.text[:60]}"
