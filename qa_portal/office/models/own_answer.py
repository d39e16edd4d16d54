"""What the office answers to each item of its own standards: ticks, projects with their words, evidence (A9-04..07)."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import Tracked

from .own_assessment import OwnAssessment
from .own_framework import OwnItem

# The four headings of the narrative in official Thai, the same for every project (A9-05).
HEADINGS = {
    "factors": "ปัจจัย/วิธีการที่ทำให้การดำเนินงานเกิดผลสำเร็จตามเป้าหมาย",
    "problems": "ปัญหา/อุปสรรค/ข้อจำกัดที่ทำให้การดำเนินงานไม่ประสบความสำเร็จตามเป้าหมาย",
    "to_develop": "จุดที่ควรพัฒนา",
    "ways": "แนวทางการพัฒนา",
}


class Clarity(models.TextChoices):
    NONE = "none", _("No evidence")
    UNCLEAR = "unclear", _("Evidence, but unclear")
    CLEAR = "clear", _("Clear and can be checked")


class OwnAnswerQuerySet(models.QuerySet):
    def whole(self):
        """With all that a page or a document says of each, in as many queries for five items as for one."""
        rows = self.select_related("item__indicator__standard")
        return rows.prefetch_related("item__ticks", "projects__project", "uses__evidence").order_by(
            "item__indicator__standard__number", "item__indicator__position", "item__position"
        )


class OwnAnswer(Tracked):
    """One item in one report. `is_done` None: nobody has said. `ticked` are the positions of the item's ticks."""

    assessment = models.ForeignKey(
        OwnAssessment, verbose_name=_("report"), on_delete=models.PROTECT, related_name="answers"
    )
    item = models.ForeignKey(OwnItem, verbose_name=_("item"), on_delete=models.PROTECT, related_name="answers")
    is_done = models.BooleanField(_("Is it done?"), null=True, blank=True)
    ticked = models.JSONField(_("criteria that are met"), default=list, blank=True)
    clarity = models.CharField(_("clarity of the evidence"), max_length=10, choices=Clarity, blank=True)

    objects = OwnAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer to an item")
        verbose_name_plural = _("answers to items")
        ordering = ["assessment", "item"]
        constraints = [models.UniqueConstraint(fields=["assessment", "item"], name="own_answer_once_in_report")]

    def __str__(self):
        return str(self.item)

    @property
    def ticks(self):
        """(criterion, whether it is ticked)."""
        return [(tick, tick.position in self.ticked) for tick in self.item.ticks.all()]

    @cached_property
    def named_projects(self):
        return [row for row in self.projects.all() if row.title]

    @property
    def evidence(self):
        return [use.evidence for use in self.uses.all()]


def project_title(row):
    """As a report names the project of a row, or of a version of one: what was typed, else the portal's name with its
    kind before it."""
    if row.typed_title or row.project is None:
        return row.typed_title
    name = row.project.name
    return name if name.startswith("โครงการ") else f"โครงการ{name}"


class OwnProject(Tracked):
    """A project under an item, of the portal's or typed, with the words under the four headings. Without a name the
    words are of the item itself."""

    answer = models.ForeignKey(OwnAnswer, verbose_name=_("item"), on_delete=models.CASCADE, related_name="projects")
    position = models.PositiveSmallIntegerField(_("order"))
    project = models.ForeignKey(
        "projects.Project",
        verbose_name=_("project of the portal"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    typed_title = models.CharField(_("or its name, typed"), max_length=300, blank=True)
    factors = models.TextField(_("1. Factors and methods that made it succeed"), blank=True)
    problems = models.TextField(_("2. Problems, obstacles, limits"), blank=True)
    to_develop = models.TextField(_("3. Points to develop"), blank=True)
    ways = models.TextField(_("4. Ways of developing"), blank=True)

    class Meta:
        verbose_name = _("project under an item")
        verbose_name_plural = _("projects under items")
        ordering = ["answer", "position", "pk"]

    def __str__(self):
        return self.title or str(_("The item itself"))

    @property
    def title(self):
        return project_title(self)

    @property
    def empty_headings(self):
        return [label for field, label in HEADINGS.items() if not getattr(self, field).strip()]


class EvidenceKind(models.TextChoices):
    """A9-07."""

    DOCUMENT = "document", _("Document")
    APPENDIX = "appendix", _("Appendix")
    CD = "cd", _("CD or media")
    MANUAL = "manual", _("Manual")
    REPORT = "report", _("Report")
    RECORD = "record", _("Record of the portal")


class OfficeEvidenceQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(district__in=OwnAssessment.objects.visible_to(user).values("district"))

    def in_year(self, fiscal_year):
        return self.filter(fiscal_year=fiscal_year)


class OfficeEvidence(Tracked):
    """One piece of the office's evidence of a year, used at as many items as it proves: a record that the portal
    already holds (also a school's piece of evidence, tagged there for its SAR), a file, or a paper named in words. A
    record is kept by type and number; its title stays readable when the record has moved on."""

    district = models.ForeignKey(
        "core.District", verbose_name=_("education area office"), on_delete=models.PROTECT, related_name="evidence"
    )
    fiscal_year = models.PositiveSmallIntegerField(_("fiscal year"))
    kind = models.CharField(_("kind"), max_length=10, choices=EvidenceKind, default=EvidenceKind.DOCUMENT)
    title = models.CharField(_("title"), max_length=300)
    reference = models.CharField(
        _("where it stands"),
        max_length=300,
        blank=True,
        help_text=_("Such as กลยุทธ์ที่ 5 ประเด็นที่ 5.4 ข้อที่ 1, or the shelf."),
    )
    stored = models.ForeignKey(
        "core.StoredFile", verbose_name=_("file"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    record_type = models.ForeignKey(ContentType, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    record_id = models.PositiveBigIntegerField(null=True, blank=True)
    record = GenericForeignKey("record_type", "record_id")

    objects = OfficeEvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("piece of the office's evidence")
        verbose_name_plural = _("the office's evidence")
        ordering = ["fiscal_year", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["district", "fiscal_year", "record_type", "record_id"],
                condition=~Q(record_id=None),
                name="office_record_evidence_once_a_year",
            ),
            models.CheckConstraint(
                condition=Q(record_type=None, record_id=None)
                | Q(record_type__isnull=False, record_id__isnull=False, stored=None),
                name="office_evidence_is_record_or_own",
            ),
        ]

    def __str__(self):
        return f"{self.title} ({self.reference})" if self.reference else self.title


class OfficeEvidenceUse(Tracked):
    """At which item a piece of the office's evidence is shown."""

    answer = models.ForeignKey(OwnAnswer, verbose_name=_("item"), on_delete=models.PROTECT, related_name="uses")
    evidence = models.ForeignKey(
        OfficeEvidence, verbose_name=_("piece of evidence"), on_delete=models.PROTECT, related_name="uses"
    )

    class Meta:
        verbose_name = _("use of the office's evidence")
        verbose_name_plural = _("uses of the office's evidence")
        ordering = ["answer", "pk"]
        constraints = [models.UniqueConstraint(fields=["answer", "evidence"], name="office_evidence_once_at_item")]

    def __str__(self):
        return f"{self.evidence} – {self.answer}"
