from django.db import models
from django.utils.translation import gettext_lazy as _


def district_or_all(related_name):
    """The office whose row it is; an empty one is the country's, for every office to use and none to change."""
    return models.ForeignKey(
        "core.District",
        verbose_name=_("education area office"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name=related_name,
        help_text=_("Empty: for every district."),
    )
