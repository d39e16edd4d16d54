"""Notices, how each person wants them, and their way out of the portal."""

from datetime import time

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Channel(models.TextChoices):
    """Beside the portal itself, where every notice stands."""

    MAIL = "mail", pgettext_lazy("channel", "Mail")
    LINE = "line", "LINE"


class Pace(models.TextChoices):
    INSTANT = "instant", _("At once")
    DAILY = "daily", _("Once a day")
    WEEKLY = "weekly", _("Once a week")
    OFF = "off", _("Not at all")


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(recipient=user)

    def unread(self):
        return self.filter(read_at=None)


class Notice(models.Model):
    """A sentence told to one person, with the page it is about; it also goes out as the person chose."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("recipient"), on_delete=models.CASCADE, related_name="notices"
    )
    kind = models.CharField(_("kind"), max_length=40, default="account.info")
    text = models.TextField(_("text"))
    url = models.CharField(_("page"), max_length=300)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)
    mailed_at = models.DateTimeField(_("mailed at"), null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["recipient", "read_at"])]

    def __str__(self):
        return self.text


class NoticeProfile(models.Model):
    """Where and when notices reach one person outside of the portal. `refused_mail` is the address that took no mail
    several times; it is tried no more, another address is."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("user"), on_delete=models.CASCADE, related_name="notice_profile"
    )
    quiet_from = models.TimeField(_("quiet from"), default=time(20))
    quiet_until = models.TimeField(_("quiet until"), default=time(6))
    refusals = models.PositiveSmallIntegerField(_("refusals in a row"), default=0, editable=False)
    refused_mail = models.EmailField(_("address that takes no mail"), blank=True, editable=False)
    line_id = models.CharField(max_length=64, null=True, unique=True, editable=False)
    line_code = models.CharField(max_length=12, null=True, unique=True, editable=False)
    line_code_until = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("ways to reach a person")
        verbose_name_plural = _("ways to reach people")

    def __str__(self):
        return str(self.user)

    @property
    def mail_is_refused(self):
        return bool(self.user.email) and self.refused_mail == self.user.email

    def reaches_by(self, channel):
        """Whether anything can go to the person over the channel."""
        if channel == Channel.MAIL:
            return self.user.wants_mail and bool(self.user.email) and not self.mail_is_refused
        return bool(settings.LINE_TOKEN and self.line_id)


class NoticeChoice(models.Model):
    """How often one person is told one kind of notice over one channel (core.notices.paces has the defaults)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("user"), on_delete=models.CASCADE, related_name="notice_choices"
    )
    kind = models.CharField(_("kind"), max_length=40)
    channel = models.CharField(_("channel"), max_length=4, choices=Channel)
    pace = models.CharField(_("how often"), max_length=7, choices=Pace)

    class Meta:
        verbose_name = _("choice of notices")
        verbose_name_plural = _("choices of notices")
        constraints = [models.UniqueConstraint(fields=["user", "kind", "channel"], name="notice_choice_once")]

    def __str__(self):
        return f"{self.kind} {self.channel} {self.pace}"


class NoticeDeliveryQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(sent_at=None, given_up_at=None)

    def free(self, now=None):
        """What is due and in no worker's hands."""
        now = now or timezone.now()
        return self.waiting().filter(Q(busy_until=None) | Q(busy_until__lt=now), due_at__lte=now)


class NoticeDelivery(models.Model):
    """A notice on its way to its reader over one channel. Those that leave together carry the same `message`, which
    they keep when it has to be tried again: a receiver that knows it already takes it once."""

    notice = models.ForeignKey(Notice, verbose_name=_("notice"), on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(_("channel"), max_length=4, choices=Channel)
    due_at = models.DateTimeField(_("leaves at"))
    message = models.UUIDField(_("message"), null=True, blank=True)
    busy_until = models.DateTimeField(_("being sent until"), null=True, blank=True)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    error = models.CharField(_("what went wrong"), max_length=200, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    given_up_at = models.DateTimeField(_("given up at"), null=True, blank=True)

    objects = NoticeDeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice on its way")
        verbose_name_plural = _("notices on their way")
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(sent_at=None, given_up_at=None), name="notice_delivery_waiting"
            ),
            models.Index(fields=["message"], name="notice_delivery_message"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["notice", "channel"], name="notice_delivery_once"),
            models.CheckConstraint(condition=Q(sent_at=None) | Q(given_up_at=None), name="notice_sent_or_given_up"),
        ]

    def __str__(self):
        return f"{self.notice} → {self.channel}"
