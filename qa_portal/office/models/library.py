"""The document library: laws, announcements, manuals and forms, in force or replaced (A15-07, A15-08)."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import Tracked
from qa_portal.core.roles import Scope, Verb
from qa_portal.core.thai import SORT_KEY_MAX_LENGTH, search_key, sort_key


class PaperKind(models.TextChoices):
    ACT = "act", _("Act")
    MINISTERIAL = "ministerial", _("Ministerial regulation")
    RULE = "rule", _("Rule")
    ANNOUNCEMENT = "announcement", _("Announcement")
    STANDARD = "standard", _("Standard")
    MANUAL = "manual", _("Manual or guideline")
    FORM = "form", _("Form")
    RESULT = "result", _("Result or research")


class Standing(models.TextChoices):
    IN_FORCE = "in_force", _("In force")
    REPLACED = "replaced", _("Replaced")
    UNCHECKED = "unchecked", _("Not looked into yet")


class Reader(models.TextChoices):
    OFFICE = "office", _("Only the office")
    SCHOOLS = "schools", _("The office and its schools")
    PUBLIC = "public", _("Everybody")


class LibraryQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The country's documents and those of the user's own office; schools without those of the office alone."""
        if user.scope is Scope.NATION:
            return self
        rows = self.offered_to(user.district_id)
        return rows if user.scope is Scope.DISTRICT else rows.exclude(reader=Reader.OFFICE)

    def editable_by(self, user):
        """The office's own; the country's are the superuser's."""
        if user.is_superuser:
            return self
        may = user.district_id and user.can(Verb.MANAGE_LIBRARY)
        return self.filter(district=user.district_id) if may else self.none()

    def offered_to(self, district):
        return self.filter(Q(district=None) | Q(district=district))

    def public_of(self, district):
        """What everybody may read, without signing in."""
        return self.offered_to(district).filter(reader=Reader.PUBLIC)

    def search(self, text):
        """Title, number or issuer, however they are spelt and spaced."""
        return self.filter(words__contains=search_key(text))


class LibraryDocument(Tracked):
    """A document as the office knows it. `replaced_by` is what stands in its place; without a district it is the
    country's."""

    district = models.ForeignKey(
        "core.District",
        verbose_name=_("education area office"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="library",
    )
    kind = models.CharField(_("kind"), max_length=14, choices=PaperKind)
    title = models.CharField(_("title"), max_length=400)
    number = models.CharField(_("number"), max_length=60, blank=True)
    year = models.PositiveSmallIntegerField(_("year (B.E.)"), null=True, blank=True)
    issuer = models.CharField(_("issued by"), max_length=200, blank=True)
    standing = models.CharField(_("standing"), max_length=10, choices=Standing, default=Standing.UNCHECKED)
    replaced_by = models.ForeignKey(
        "self", verbose_name=_("replaced by"), null=True, blank=True, on_delete=models.PROTECT, related_name="replaces"
    )
    reader = models.CharField(_("who may read it"), max_length=8, choices=Reader, default=Reader.OFFICE)
    stored = models.ForeignKey(
        "core.StoredFile",
        verbose_name=_("file"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    place = models.CharField(
        _("where it lies"), max_length=500, blank=True, help_text=_("An address or a shelf, where there is no file.")
    )
    note = models.TextField(_("note"), blank=True)
    title_sort = models.CharField(max_length=SORT_KEY_MAX_LENGTH, editable=False)
    words = models.CharField(max_length=800, editable=False)

    objects = LibraryQuerySet.as_manager()

    class Meta:
        verbose_name = _("document of the library")
        verbose_name_plural = _("documents of the library")
        ordering = ["kind", "title_sort", "-year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(replaced_by=None) | Q(standing=Standing.REPLACED), name="library_replacement_is_said"
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("office:library_detail", args=[self.pk])

    def save(self, *args, **kwargs):
        self.prepare_keys()
        super().save(*args, **kwargs)

    def prepare_keys(self):
        """The stored keys, also for rows that are written in bulk."""
        self.title_sort = sort_key(self.title)
        self.words = search_key(f"{self.title} {self.number} {self.year or ''} {self.issuer}")[:800]

    @property
    def look(self):
        """(word, colour, icon) of its standing."""
        return (self.get_standing_display(), *LOOKS[self.standing])

    def stands_behind(self, other):
        """Whether this is replaced, at once or over others, by `other`."""
        seen, row = set(), self
        while row is not None and row.pk not in seen:
            if row.pk == other.pk:
                return True
            seen.add(row.pk)
            row = row.replaced_by
        return False


LOOKS = {
    Standing.IN_FORCE: ("success", "check-circle"),
    Standing.REPLACED: ("secondary", "archive"),
    Standing.UNCHECKED: ("warning", "question-circle"),
}
