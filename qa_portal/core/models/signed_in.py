from uuid import uuid4

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SignedIn(models.Model):
    """Where a person is signed in: what their session does not tell by itself. It goes with the session; one whose
    session went without it, by an older version of the portal, opens nothing and is cleared at night."""

    session = models.OneToOneField(
        Session,
        verbose_name=_("session"),
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="signed_in",
        db_constraint=False,
    )
    number = models.UUIDField(
        _("number"), default=uuid4, unique=True, help_text=_("In addresses: the key is a secret.")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("user"), on_delete=models.CASCADE, related_name="signed_in"
    )
    device = models.CharField(_("device"), max_length=60, blank=True)
    signed_in_at = models.DateTimeField(_("signed in at"), default=timezone.now)
    used_at = models.DateTimeField(_("last used at"), default=timezone.now)

    class Meta:
        verbose_name = _("place of sign-in")
        verbose_name_plural = _("places of sign-in")
        ordering = ["-used_at"]

    def __str__(self):
        return self.device or str(_("Unknown device"))
