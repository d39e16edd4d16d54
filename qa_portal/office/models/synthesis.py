"""The synthesis of the schools' reports of one academic year (A4-03 4.7.2-4.7.3, F21)."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import Tracked, district_scope
from qa_portal.core.roles import Verb

# The chapters in the order of the book, with their titles in official Thai.
CHAPTERS = {
    "introduction": "บทนำ",
    "method": "วิธีการสังเคราะห์",
    "levels": "ผลการประเมินคุณภาพภายในของสถานศึกษา",
    "strengths": "จุดเด่น",
    "points_to_develop": "จุดที่ควรพัฒนา",
    "conclusion": "สรุปและข้อเสนอแนะ",
}


class SynthesisQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(district_scope(user))

    def editable_by(self, user):
        return self.visible_to(user) if user.can(Verb.WRITE_SYNTHESIS) else self.none()


class Synthesis(Tracked):
    """One office's synthesis of one academic year (B.E.). Its figures are counted from the reports at the office each
    time it is looked at; what stands still is a Publication."""

    district = models.ForeignKey(
        "core.District", verbose_name=_("education area office"), on_delete=models.PROTECT, related_name="syntheses"
    )
    academic_year = models.PositiveSmallIntegerField(_("academic year"))

    objects = SynthesisQuerySet.as_manager()

    class Meta:
        verbose_name = _("SAR synthesis")
        verbose_name_plural = _("SAR syntheses")
        ordering = ["-academic_year"]
        constraints = [models.UniqueConstraint(fields=["district", "academic_year"], name="synthesis_once_a_year")]

    def __str__(self):
        return _("Synthesis of SARs of academic year %(year)s") % {"year": self.academic_year}

    def get_absolute_url(self):
        return reverse("office:synthesis", args=[self.district_id, self.academic_year])


class Chapter(Tracked):
    """The office's own words in one chapter. Blank: the sentences that the portal makes of the figures stand there."""

    synthesis = models.ForeignKey(
        Synthesis, verbose_name=_("SAR synthesis"), on_delete=models.PROTECT, related_name="chapters"
    )
    key = models.CharField(_("chapter"), max_length=20)
    text = models.TextField(_("text"), blank=True)

    class Meta:
        verbose_name = _("chapter of a synthesis")
        verbose_name_plural = _("chapters of a synthesis")
        ordering = ["synthesis", "key"]
        constraints = [models.UniqueConstraint(fields=["synthesis", "key"], name="chapter_once_in_synthesis")]

    def __str__(self):
        return CHAPTERS.get(self.key, self.key)


class Side(models.TextChoices):
    """The two things that schools write of themselves and a synthesis gathers (A4-03 4.7.2)."""

    STRENGTHS = "strengths", _("Strengths")
    POINTS_TO_DEVELOP = "points_to_develop", _("Points to develop")


class Theme(Tracked):
    """What several schools say in words of their own, under one name of the office's."""

    synthesis = models.ForeignKey(
        Synthesis, verbose_name=_("SAR synthesis"), on_delete=models.PROTECT, related_name="themes"
    )
    side = models.CharField(_("side"), max_length=20, choices=Side)
    name = models.CharField(_("theme"), max_length=150)

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["synthesis", "side", "name"]
        constraints = [
            models.UniqueConstraint(fields=["synthesis", "side", "name"], name="theme_name_once_in_synthesis")
        ]

    def __str__(self):
        return self.name


class Quote(Tracked):
    """One sentence of one school's report under a theme, with the place that it was taken from. The sentence is kept as
    it was when it was tagged: a returned report may say it differently later."""

    theme = models.ForeignKey(Theme, verbose_name=_("theme"), on_delete=models.PROTECT, related_name="quotes")
    section = models.ForeignKey(
        "schools.StandardSection", verbose_name=_("standard of a SAR"), on_delete=models.PROTECT, related_name="+"
    )
    text = models.TextField(_("sentence"))
    digest = models.CharField(max_length=64, editable=False)

    class Meta:
        verbose_name = _("sentence under a theme")
        verbose_name_plural = _("sentences under themes")
        ordering = ["theme", "section__sar__school__name_sort", "pk"]
        constraints = [models.UniqueConstraint(fields=["theme", "section", "digest"], name="quote_once_in_theme")]

    def __str__(self):
        return self.text[:80]
