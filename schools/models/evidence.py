"""Evidence: tagged once, used by the SAR, the synthesis, the assessor's package and the office's own report."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Count, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import Tracked
from qa_portal.core.roles import Scope

from .sar import Sar
from .scope import school_scope

SHOWN_NOWHERE = Q(uses=None)


class EvidenceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The school's own people: all of theirs. Others: what hangs on a report that they may read."""
        rows = self.filter(school_scope(user))
        if user.scope is Scope.SCHOOL:
            return rows
        own = Q(school__in=user.memberships.current().values("school"))
        used = EvidenceUse.objects.filter(sar__in=Sar.objects.readable_by(user))
        return rows.filter(own | Q(pk__in=used.values("evidence")))

    def editable_by(self, user):
        return self.filter(school__in=user.memberships.current().values("school"))

    def in_year(self, academic_year):
        return self.filter(academic_year=academic_year)

    def unused(self):
        """Shown nowhere."""
        return self.filter(SHOWN_NOWHERE)

    def counts(self):
        """{"count", "unused"}."""
        unused = Count("pk", filter=SHOWN_NOWHERE)
        return self.order_by().aggregate(count=Count("pk", distinct=True), unused=unused)


class Evidence(Tracked):
    """One thing that proves something: a file, a web address, or a record that the portal already holds (a visit, a
    project's activity, a photo, a good practice). `record` is kept by type and number; its title stays readable even
    for those who may not open it."""

    school = models.ForeignKey(
        "schools.School", verbose_name=_("school"), on_delete=models.PROTECT, related_name="evidence"
    )
    academic_year = models.PositiveSmallIntegerField(_("academic year"))
    title = models.CharField(_("title"), max_length=300)
    note = models.TextField(_("what it shows"), blank=True)
    dated = models.DateField(_("date"), null=True, blank=True)
    stored = models.ForeignKey(
        "core.StoredFile", verbose_name=_("file"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    url = models.URLField(_("web address"), max_length=500, blank=True)
    record_type = models.ForeignKey(ContentType, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    record_id = models.PositiveBigIntegerField(null=True, blank=True)
    record = GenericForeignKey("record_type", "record_id")

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("piece of evidence")
        verbose_name_plural = _("evidence")
        ordering = ["-academic_year", "-dated", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "academic_year", "record_type", "record_id"],
                condition=~Q(record_id=None),
                name="record_evidence_once_a_year",
            ),
            models.CheckConstraint(
                condition=Q(record_type=None, record_id=None)
                | Q(record_type__isnull=False, record_id__isnull=False, stored=None, url=""),
                name="evidence_is_record_or_own",
            ),
        ]
        indexes = [models.Index(fields=["school", "academic_year"], name="evidence_by_year")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("schools:evidence_detail", args=[self.pk])

    @property
    def file_url(self):
        return reverse("schools:evidence_file", args=[self.pk])


class EvidenceUse(Tracked):
    """Where a piece of evidence is shown: at an item, at a standard, at a school's own standard, at a yearly step, or
    in the appendix of the report (no standard at all)."""

    evidence = models.ForeignKey(
        Evidence, verbose_name=_("piece of evidence"), on_delete=models.PROTECT, related_name="uses"
    )
    sar = models.ForeignKey(
        "schools.Sar",
        verbose_name=_("self-assessment report"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="evidence_uses",
    )
    standard = models.ForeignKey(
        "schools.Standard",
        verbose_name=_("standard"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    indicator = models.ForeignKey(
        "schools.Indicator",
        verbose_name=_("rated item"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    own_standard = models.ForeignKey(
        "schools.OwnStandard",
        verbose_name=_("school's own standard"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    step = models.ForeignKey(
        "schools.SchoolStep",
        verbose_name=_("yearly step"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="evidence_uses",
    )

    class Meta:
        verbose_name = _("use of evidence")
        verbose_name_plural = _("uses of evidence")
        ordering = ["sar", "standard__number", "indicator__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                "evidence",
                *(Coalesce(place, 0) for place in ("sar", "standard", "indicator", "own_standard", "step")),
                name="evidence_used_once_at_a_place",
            ),
            models.CheckConstraint(
                condition=Q(sar__isnull=False, step=None) | Q(sar=None, step__isnull=False),
                name="evidence_used_by_report_or_step",
            ),
        ]

    def __str__(self):
        return f"{self.evidence} – {self.indicator or self.standard or self.own_standard or self.step or self.sar}"
