"""What an office's official papers begin and end with: its emblem, the beginning of its numbers, its address, and the
people who sign (B9)."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .base import Tracked


class Letterhead(Tracked):
    """One for each office. What is left empty is taken from the office's own facts."""

    district = models.OneToOneField(
        "core.District", verbose_name=_("education area office"), on_delete=models.PROTECT, related_name="letterhead"
    )
    emblem = models.ForeignKey(
        "core.StoredFile",
        verbose_name=_("garuda or seal"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    prefix = models.CharField(
        _("beginning of the office's numbers"),
        max_length=40,
        blank=True,
        help_text=_("What stands before the slash: ศธ 04123."),
    )
    address = models.TextField(
        _("address under the office's name"), blank=True, help_text=_("A line is a line. Empty: the office's address.")
    )
    unit = models.CharField(_("group that the papers come from"), max_length=200, blank=True)
    contact = models.TextField(
        _("how to reach the group"), blank=True, help_text=_("Telephone, fax, mail: a line each. Empty: the telephone.")
    )

    class Meta:
        verbose_name = _("letterhead")
        verbose_name_plural = _("letterheads")

    def __str__(self):
        return str(self.district)

    def get_absolute_url(self):
        return reverse("office:letterhead")


class ActsFor(models.TextChoices):
    """In whose place somebody signs."""

    NOBODY = "nobody", _("In their own place")
    VACANT = "vacant", _("Acting in a vacant position (รักษาการในตำแหน่ง)")
    ABSENT = "absent", _("Acting for an absent person (รักษาราชการแทน)")
    ORDERED = "ordered", _("By order of the director (ปฏิบัติราชการแทน)")


ACTING_WORDS = {
    ActsFor.VACANT: "รักษาการในตำแหน่ง",
    ActsFor.ABSENT: "รักษาราชการแทน",
    ActsFor.ORDERED: "ปฏิบัติราชการแทน",
}


class OfficeSignatoryQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(district=user.district_id)

    def on(self, day):
        """Those who sign on that day."""
        return self.filter(Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gte=day))


class OfficeSignatory(Tracked):
    """Somebody who signs for the office, from one day to another. The usual one of a day signs what says nothing else.
    Both positions and the word between them fit the 200 letters of a row that keeps who signed it."""

    district = models.ForeignKey(
        "core.District", verbose_name=_("education area office"), on_delete=models.PROTECT, related_name="signatories"
    )
    name = models.CharField(_("name as printed"), max_length=150)
    position = models.CharField(_("own position"), max_length=100)
    acts = models.CharField(_("how they sign"), max_length=7, choices=ActsFor, default=ActsFor.NOBODY)
    acts_as = models.CharField(
        _("position in whose place they sign"), max_length=80, blank=True, help_text=_("The director's, for example.")
    )
    is_usual = models.BooleanField(_("signs where nobody else is chosen"), default=False)
    since = models.DateField(_("signs since"), null=True, blank=True)
    until = models.DateField(_("signs until"), null=True, blank=True)

    objects = OfficeSignatoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("signatory of the office")
        verbose_name_plural = _("signatories of the office")
        ordering = ["-is_usual", F("since").desc(nulls_last=True), "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(acts=ActsFor.NOBODY, acts_as="") | (~Q(acts=ActsFor.NOBODY) & ~Q(acts_as="")),
                name="signatory_acts_for_a_position",
            ),
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")), name="signatory_ends_after_begin"
            ),
        ]

    def __str__(self):
        return f"{self.name} ({self.position_line})"

    @property
    def lines(self):
        """What stands under the name, line by line, in the Thai of official papers."""
        if self.acts == ActsFor.NOBODY:
            return (self.position,)
        return (f"{self.position} {ACTING_WORDS[self.acts]}", self.acts_as)

    @property
    def position_line(self):
        return " ".join(self.lines)
