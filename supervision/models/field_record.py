"""What a device in the field sends: one record for each visit and person, made on the device and taken in exactly once
(F60-F63)."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import Tracked, stamp_pair
from qa_portal.core.roles import Verb

from .visit import visit_scope


class FieldRecordQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own, and for who leads the team or heads the group, those of the visit's other members."""
        own = models.Q(user=user)
        led = models.Q(visit__members__user=user, visit__members__role="lead")
        rows = self.filter(visit_scope(user, "visit")) if user.can(Verb.REPORT_VISIT) else self.filter(own)
        return rows if user.can(Verb.MANAGE_VISITS) else rows.filter(own | led).distinct()


class FieldRecord(Tracked):
    """The newest content that one person's device sent of one visit. `uid` is made on the device: sent again with the
    same content it is the same record; what differs is a new revision where it was written on top of the last one, and
    a conflict otherwise. `merged_at`: its content went into the visit."""

    uid = models.UUIDField(_("unique id"), default=uuid.uuid4, unique=True, editable=False)
    visit = models.ForeignKey(
        "supervision.Visit", verbose_name=_("visit"), on_delete=models.PROTECT, related_name="field_records"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.PROTECT, related_name="field_records"
    )
    device = models.CharField(_("device"), max_length=60, blank=True)
    content = models.JSONField(_("content"), default=dict)
    sha256 = models.CharField(_("SHA-256 of the content"), max_length=64)
    revision = models.PositiveIntegerField(_("revision"), default=0)
    taken = models.JSONField(
        _("what was taken in"),
        default=dict,
        editable=False,
        help_text="device, portal: for each part the values of both sides when it was last settled.",
    )
    problems = models.JSONField(_("what could not be taken in"), default=dict, editable=False)
    merged_at = models.DateTimeField(_("taken into the visit at"), null=True, blank=True, editable=False)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    objects = FieldRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("field record")
        verbose_name_plural = _("field records")
        ordering = ["-updated_at"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "user"], name="field_record_once_a_person"),
            models.CheckConstraint(condition=stamp_pair("merged"), name="field_record_merged_pair"),
        ]

    def __str__(self):
        return f"{self.visit}: {self.user}"

    @property
    def parts(self):
        """{part: what the device says of it} (services.field_parts)."""
        return self.content.get("parts", {})

    @property
    def last(self):
        """The newest revision."""
        return self.revisions.first()


class FieldFileQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(record__in=FieldRecord.objects.visible_to(user))


class FieldFile(models.Model):
    """A photo or a drawn signature that a device sent piece by piece, with the hash that the device reckoned: it goes
    into the visit when the part that names its `uid` does."""

    uid = models.UUIDField(_("unique id"), unique=True, editable=False)
    record = models.ForeignKey(
        FieldRecord, verbose_name=_("field record"), on_delete=models.PROTECT, related_name="files"
    )
    file = models.ForeignKey("core.StoredFile", verbose_name=_("file"), on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(_("SHA-256 of the content"), max_length=64)
    received_at = models.DateTimeField(_("received at"), auto_now_add=True)

    objects = FieldFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of a field record")
        verbose_name_plural = _("files of field records")
        ordering = ["record", "received_at"]

    def __str__(self):
        return str(self.file)


class FieldRevision(models.Model):
    """One content that was taken in, with the number of its receipt; append-only, so that a receipt can be proven."""

    record = models.ForeignKey(
        FieldRecord, verbose_name=_("field record"), on_delete=models.PROTECT, related_name="revisions"
    )
    number = models.PositiveIntegerField(_("revision"))
    receipt = models.CharField(_("receipt number"), max_length=40, unique=True)
    content = models.JSONField(_("content"))
    sha256 = models.CharField(_("SHA-256 of the content"), max_length=64)
    device = models.CharField(_("device"), max_length=60, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("sent by"), on_delete=models.PROTECT, related_name="+"
    )
    typed_at = models.DateTimeField(_("typed at"))
    received_at = models.DateTimeField(_("received at"), auto_now_add=True)

    class Meta:
        verbose_name = _("revision of a field record")
        verbose_name_plural = _("revisions of field records")
        ordering = ["record", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["record", "number"], name="field_revision_once"),
            models.UniqueConstraint(fields=["record", "sha256"], name="field_content_once"),
        ]

    def __str__(self):
        return self.receipt


class ConflictChoice(models.TextChoices):
    PORTAL = "portal", _("What the portal had")
    DEVICE = "device", _("What the device sent")
    BOTH = "both", _("Put together, place by place")


class FieldConflict(Tracked):
    """Content that came from a device while the portal held something else. Nothing of either side is dropped: it waits
    until a person settles it side by side (F62)."""

    record = models.ForeignKey(
        FieldRecord, verbose_name=_("field record"), on_delete=models.PROTECT, related_name="conflicts"
    )
    content = models.JSONField(_("content of the device"))
    sha256 = models.CharField(_("SHA-256 of the content"), max_length=64)
    device = models.CharField(_("device"), max_length=60, blank=True)
    typed_at = models.DateTimeField(_("typed at"))
    received_at = models.DateTimeField(_("received at"), auto_now_add=True)
    choice = models.CharField(_("what was kept"), max_length=10, choices=ConflictChoice, blank=True)
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True, editable=False)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("conflict of field records")
        verbose_name_plural = _("conflicts of field records")
        ordering = ["-received_at"]
        constraints = [
            models.UniqueConstraint(fields=["record", "sha256"], name="field_conflict_once"),
            models.CheckConstraint(condition=stamp_pair("settled"), name="field_conflict_settled_pair"),
        ]

    def __str__(self):
        return f"{self.record} {self.received_at:%Y-%m-%d %H:%M}"


class SignOffQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(visit_scope(user, "visit"))


class SignOff(Tracked):
    """A side's signature under what was found and agreed, drawn or typed, also with no signal (F32)."""

    class Side(models.TextChoices):
        OFFICE = "office", _("The visiting team")
        SCHOOL = "school", _("The school")

    uid = models.UUIDField(_("unique id"), default=uuid.uuid4, unique=True, editable=False)
    visit = models.ForeignKey(
        "supervision.Visit", verbose_name=_("visit"), on_delete=models.PROTECT, related_name="sign_offs"
    )
    side = models.CharField(_("side"), max_length=10, choices=Side)
    name = models.CharField(_("name"), max_length=150)
    position = models.CharField(_("position"), max_length=150, blank=True)
    drawing = models.ForeignKey(
        "core.StoredFile",
        verbose_name=_("drawn signature"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    signed_at = models.DateTimeField(_("signed at"))
    text_sha256 = models.CharField(_("SHA-256 of what was signed"), max_length=64)

    objects = SignOffQuerySet.as_manager()

    class Meta:
        verbose_name = _("sign-off of a visit")
        verbose_name_plural = _("sign-offs of visits")
        ordering = ["visit", "side", "signed_at"]

    def __str__(self):
        return f"{self.name} ({self.get_side_display()})"
