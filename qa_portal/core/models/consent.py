from django.db import models
from django.utils.translation import gettext_lazy as _

AGREED = _("Nobody can be recognised, or all who can be have agreed to be shown")


class ShowsPeople(models.Model):
    """A photo (`file`) on which people may be recognised (PDPA s. 19). Without consent it stays where it is kept: no
    paper, book or package of evidence shows it."""

    has_consent = models.BooleanField(AGREED, default=False, db_default=False)

    class Meta:
        abstract = True

    @property
    def may_be_shown(self):
        """With the consent of all who can be seen, and once the virus scan has passed the file."""
        return self.has_consent and not self.file.is_held
