"""Who may read the API: a token for each integration, its rate of asking, and how much it asked."""

import secrets

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qa_portal.core.fingerprints import fingerprint
from qa_portal.core.roles import Scope, Verb

from .base import Tracked, stamp_pair

PREFIX = "qap_"
SHOWN = len(PREFIX) + 6  # characters by which people tell tokens apart


class OfficeRows(models.QuerySet):
    """What an office's integrations are: seen and kept by those of the office who may."""

    def visible_to(self, user):
        if not user.can(Verb.MANAGE_INTEGRATIONS) or user.scope is not Scope.DISTRICT:
            return self.none()
        return self.filter(district=user.district_id)

    editable_by = visible_to


class ApiTokenQuerySet(OfficeRows):
    def usable(self):
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())

    def of_secret(self, secret):
        """The token whose text this is; None if there is none, or it is revoked or expired."""
        return self.usable().filter(digest=fingerprint(secret)).first()


class ApiToken(Tracked):
    """What another system shows to read the API. It sees what its owner sees, in the areas that it was given, and ends
    with the owner's account. Its text is shown once: only a digest is kept."""

    district = models.ForeignKey(
        "core.District",
        verbose_name=_("education area office"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="api_tokens",
    )
    name = models.CharField(_("system that uses it"), max_length=100)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("reads as"), on_delete=models.PROTECT, related_name="api_tokens"
    )
    areas = models.JSONField(_("may read"), default=list)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    shown = models.CharField(_("begins with"), max_length=20, editable=False)
    per_minute = models.PositiveSmallIntegerField(_("requests a minute"), default=60)
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True, editable=False)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("revoked by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        ordering = ["-created_at", "-pk"]
        constraints = [models.CheckConstraint(condition=stamp_pair("revoked"), name="api_token_revoked_pair")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("core:token_detail", args=[self.pk])

    def draw_secret(self):
        """A new text, to be shown once. The row keeps its digest."""
        secret = PREFIX + secrets.token_urlsafe(32)
        self.digest, self.shown = fingerprint(secret), secret[:SHOWN]
        return secret

    @property
    def is_usable(self):
        return not self.revoked_at and self.expires_at > timezone.now()

    @property
    def standing(self):
        """(word, colour, icon)"""
        if self.revoked_at:
            return _("Revoked"), "secondary", "x-circle"
        if self.expires_at <= timezone.now():
            return _("Expired"), "secondary", "clock-history"
        return _("Can be used"), "success", "check-circle"


class ApiMeter(models.Model):
    """How fast a token asks: the requests of the minute in which it asked last."""

    token = models.OneToOneField(
        ApiToken, verbose_name=_("API token"), primary_key=True, on_delete=models.CASCADE, related_name="meter"
    )
    minute = models.DateTimeField(_("minute"))
    count = models.PositiveIntegerField(_("requests"), default=0)

    class Meta:
        verbose_name = _("meter of an API token")
        verbose_name_plural = _("meters of API tokens")

    def __str__(self):
        return f"{self.token_id}: {self.count}"


class ApiUse(models.Model):
    """How often a token read one area on one day. What it asked for, and what it got, is kept nowhere."""

    token = models.ForeignKey(ApiToken, verbose_name=_("API token"), on_delete=models.CASCADE, related_name="uses")
    day = models.DateField(_("day"))
    area = models.CharField(_("area"), max_length=40)
    count = models.PositiveIntegerField(_("requests"), default=0)
    refused = models.PositiveIntegerField(_("refused"), default=0)
    last_at = models.DateTimeField(_("last at"), auto_now=True)

    class Meta:
        verbose_name = _("use of the API")
        verbose_name_plural = _("uses of the API")
        ordering = ["-day", "area"]
        constraints = [models.UniqueConstraint(fields=["token", "day", "area"], name="api_use_once_a_day")]

    def __str__(self):
        return f"{self.token_id} {self.day} {self.area}: {self.count}"
