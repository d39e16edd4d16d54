"""What the office has published: frozen at that moment, numbered, never altered (F51)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import Tracked, stamp_pair
from qa_portal.core.roles import Scope, Verb


class PublicationKind(models.TextChoices):
    SYNTHESIS = "synthesis", _("Synthesis of SARs")
    ANNUAL = "annual", _("Annual book of the office")


class PublicationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The office's own; schools see what their office published and has not withdrawn."""
        if user.scope is Scope.NATION:
            return self
        rows = self.filter(district=user.district_id) if user.district_id else self.none()
        return rows if user.scope is Scope.DISTRICT else rows.standing()

    def editable_by(self, user):
        return self.visible_to(user) if user.can(Verb.WRITE_SYNTHESIS) else self.none()

    def standing(self):
        return self.filter(withdrawn_at=None)

    def for_everybody(self):
        """Those that have a file in which no school is named."""
        return self.exclude(public_pdf=None)

    def newest_of_each(self):
        """Of every kind and year the version that stands."""
        newer = Publication.objects.standing().filter(
            district=models.OuterRef("district"),
            kind=models.OuterRef("kind"),
            academic_year=models.OuterRef("academic_year"),
            number__gt=models.OuterRef("number"),
        )
        return self.standing().filter(~models.Exists(newer))


class Publication(Tracked):
    """One version of one year's book. `content` is what its page shows, small counts already left out (B10); the files
    were made of the same figures at the same moment. `whole_*` are for those who sign in, with every figure.

    An annual book names schools: it has no file for everybody, but a `code` by which everybody can ask whether a copy
    is the current one, and the `digest` of its figures, both printed on its pages. Its `academic_year` is the one that
    its fiscal year reports on."""

    district = models.ForeignKey(
        "core.District", verbose_name=_("education area office"), on_delete=models.PROTECT, related_name="publications"
    )
    kind = models.CharField(_("kind"), max_length=20, choices=PublicationKind)
    academic_year = models.PositiveSmallIntegerField(_("academic year"))
    number = models.PositiveSmallIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=300)
    content = models.JSONField(_("what it shows"), default=dict)
    public_pdf = models.ForeignKey(
        "core.StoredFile",
        verbose_name=_("PDF for everybody"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    whole_pdf = models.ForeignKey(
        "core.StoredFile", verbose_name=_("PDF with every figure"), on_delete=models.PROTECT, related_name="+"
    )
    whole_docx = models.ForeignKey(
        "core.StoredFile", verbose_name=_("Word file"), on_delete=models.PROTECT, related_name="+"
    )
    whole_xlsx = models.ForeignKey(
        "core.StoredFile", verbose_name=_("workbook"), on_delete=models.PROTECT, related_name="+"
    )
    job = models.OneToOneField(
        "core.Job",
        verbose_name=_("the work that made it"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    code = models.CharField(_("code to check a copy by"), max_length=12, blank=True, editable=False)
    digest = models.CharField(_("digest of its figures"), max_length=12, blank=True, editable=False)
    note = models.CharField(_("what is new in this version"), max_length=500, blank=True)
    published_at = models.DateTimeField(_("published at"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("published by"), on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("withdrawn by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    withdrawal_reason = models.CharField(_("why it was withdrawn"), max_length=300, blank=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering = ["-academic_year", "kind", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["district", "kind", "academic_year", "number"], name="publication_number_once"
            ),
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="publication_code_once"),
            models.CheckConstraint(
                condition=Q(kind="annual", public_pdf=None) & ~Q(code="")
                | ~Q(kind="annual") & Q(public_pdf__isnull=False),
                name="publication_is_public_or_has_code",
            ),
            models.CheckConstraint(condition=stamp_pair("withdrawn"), name="publication_withdrawn_pair"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(withdrawal_reason=""), name="publication_withdrawn_with_reason"
            ),
        ]

    def __str__(self):
        return _("%(title)s, version %(number)s") % {"title": self.title, "number": self.number}

    def get_absolute_url(self):
        return reverse("office:publication", args=[self.pk])

    def get_public_url(self):
        """The page that everybody may open: the book itself, or whether a copy is the current one."""
        if self.kind == PublicationKind.ANNUAL:
            return reverse("public:copy", args=[self.code])
        return reverse("public:synthesis", args=[self.district.code, self.academic_year])

    @property
    def versions(self):
        """All of the same book and year, this one among them."""
        return Publication.objects.filter(district=self.district_id, kind=self.kind, academic_year=self.academic_year)

    @property
    def newest(self):
        """The version that stands today, or None where all are withdrawn."""
        return self.versions.standing().order_by("-number").first()


class PublicationReading(models.Model):
    """A signed-in person opened a publication for the first time."""

    publication = models.ForeignKey(
        Publication, verbose_name=_("publication"), on_delete=models.PROTECT, related_name="readings"
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.PROTECT)
    read_at = models.DateTimeField(_("read at"), auto_now_add=True)

    class Meta:
        verbose_name = _("reading of a publication")
        verbose_name_plural = _("readings of publications")
        ordering = ["read_at"]
        constraints = [models.UniqueConstraint(fields=["publication", "user"], name="publication_read_once")]

    def __str__(self):
        return f"{self.publication} – {self.user}"
