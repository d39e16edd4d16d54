from django.db import models
from django.utils.translation import gettext_lazy as _


class Touched(models.Model):
    """The mark that rows of a district changed. The database writes it by itself (core.touching): only ever inserted
    by who changes rows, so that no writer waits for another, and taken away by who has computed the figures anew."""

    district = models.ForeignKey(
        "core.District",
        verbose_name=_("education area office"),
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
    )

    class Meta:
        verbose_name = _("mark of a change")
        verbose_name_plural = _("marks of changes")

    def __str__(self):
        return str(self.pk)


class KeptRound(models.Model):
    """How often figures of the district were kept: who has computed while others kept theirs knows it by the number."""

    district = models.OneToOneField(
        "core.District",
        verbose_name=_("education area office"),
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="+",
    )
    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("round of kept figures")
        verbose_name_plural = _("rounds of kept figures")

    def __str__(self):
        return str(self.number)


class KeptFigures(models.Model):
    """Figures of one whole district as they were computed; true while the district is not Touched (core.summaries) and
    they are not known to be stale. `key` says which, of which year and as at which day."""

    district = models.ForeignKey(
        "core.District",
        verbose_name=_("education area office"),
        on_delete=models.CASCADE,
        related_name="kept_figures",
    )
    key = models.CharField(max_length=100)
    values = models.JSONField()
    is_stale = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("kept figures")
        verbose_name_plural = _("kept figures")
        constraints = [models.UniqueConstraint(fields=["district", "key"], name="kept_figures_once")]

    def __str__(self):
        return self.key
