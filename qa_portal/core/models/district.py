from django.db import models
from django.utils.translation import gettext_lazy as _

from .base import Tracked


class DistrictKind(models.TextChoices):
    PRIMARY = "primary", _("Primary education area office")
    SECONDARY = "secondary", _("Secondary education area office")
    SPECIAL = "special", _("Central office")


class DistrictQuerySet(models.QuerySet):
    def visible_to(self, user):
        from qa_portal.core.roles import Scope

        return self if user.scope is Scope.NATION else self.filter(pk=user.district_id)


class District(Tracked):
    """An education area office (สพป./สพม.). One installation serves one or many; every row belongs to one."""

    code = models.CharField(_("area code"), max_length=10, unique=True, help_text=_("Four or six digits, as text."))
    name = models.CharField(_("full name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=100)
    kind = models.CharField(_("kind"), max_length=10, choices=DistrictKind, default=DistrictKind.PRIMARY)
    address = models.TextField(_("address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=50, blank=True)
    director_name = models.CharField(_("director's name"), max_length=150, blank=True)
    director_position = models.CharField(_("director's position"), max_length=200, blank=True)
    logo = models.ForeignKey(
        "core.StoredFile", verbose_name=_("logo"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = DistrictQuerySet.as_manager()

    class Meta:
        verbose_name = _("education area office")
        verbose_name_plural = _("education area offices")
        ordering = ["code"]

    def __str__(self):
        return self.short_name
