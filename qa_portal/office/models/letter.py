"""Memos (บันทึกข้อความ) and external letters (หนังสือภายนอก) of an office, in one register of numbers a year (B9)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qa_portal.core.models import Tracked, district_scope, stamp_pair
from qa_portal.core.roles import Verb, office_can
from qa_portal.core.thai import search_key


class LetterKind(models.TextChoices):
    MEMO = "memo", pgettext_lazy("paper", "Memo")
    EXTERNAL = "external", pgettext_lazy("paper", "External letter")


class LetterState(models.TextChoices):
    DRAFT = "draft", _("Being written")
    ISSUED = "issued", pgettext_lazy("letter", "Issued")
    CANCELLED = "cancelled", pgettext_lazy("letter", "Cancelled")


class LetterQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(district_scope(user))

    def editable_by(self, user):
        """Drafts of the user's office: whoever may write may go on with a colleague's."""
        may = office_can(user, Verb.WRITE_LETTERS)
        return self.filter(district=user.district_id, state=LetterState.DRAFT) if may else self.none()

    def fileable_by(self, user):
        """Issued ones, of which the signed copy may be kept."""
        may = office_can(user, Verb.WRITE_LETTERS)
        return self.filter(district=user.district_id, state=LetterState.ISSUED) if may else self.none()

    def in_register(self, district, year):
        """Those that have a number of that B.E. year, cancelled ones too: a number is never given again."""
        return self.filter(district=district, year=year).exclude(number=None)

    def search(self, text):
        """Number, subject or addressee, however they are spelt and spaced."""
        return self.filter(words__contains=search_key(text))


class Letter(Tracked):
    """Number and day come when it is issued; from then on it keeps the letterhead and the signature of that day, so
    that it prints as it went out."""

    district = models.ForeignKey(
        "core.District", verbose_name=_("education area office"), on_delete=models.PROTECT, related_name="letters"
    )
    kind = models.CharField(_("kind"), max_length=8, choices=LetterKind, editable=False)
    year = models.PositiveSmallIntegerField(_("year of the register (B.E.)"), null=True, blank=True, editable=False)
    number = models.PositiveIntegerField(_("number in the register"), null=True, blank=True, editable=False)
    number_text = models.CharField(_("number as printed"), max_length=60, blank=True, editable=False)
    dated = models.DateField(_("date"), null=True, blank=True, editable=False)
    subject = models.CharField(pgettext_lazy("letter", "subject"), max_length=300)
    addressee = models.CharField(pgettext_lazy("letter", "to"), max_length=300)
    refers_to = models.TextField(_("refers to"), blank=True, help_text=_("A line is a letter of its own."))
    enclosures = models.TextField(_("enclosed"), blank=True, help_text=_("A line is a thing of its own."))
    body = models.TextField(pgettext_lazy("letter", "text"), blank=True, help_text=_("A line is a paragraph."))
    closing = models.CharField(_("closing words"), max_length=100, blank=True)
    unit = models.CharField(_("group that it comes from"), max_length=200, blank=True)
    signatory = models.ForeignKey(
        "core.OfficeSignatory",
        verbose_name=_("who signs"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    head = models.JSONField(_("letterhead of its day"), null=True, blank=True, editable=False)
    emblem = models.ForeignKey(
        "core.StoredFile",
        verbose_name=_("garuda or seal"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    stored = models.ForeignKey(
        "core.StoredFile",
        verbose_name=_("signed copy"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("written by"),
        editable=False,
        on_delete=models.PROTECT,
        related_name="letters",
    )
    state = models.CharField(_("state"), max_length=9, choices=LetterState, default=LetterState.DRAFT, editable=False)
    issued_at = models.DateTimeField(_("issued at"), null=True, blank=True, editable=False)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=pgettext_lazy("letter", "issued by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    words = models.CharField(max_length=700, editable=False)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("memo or letter")
        verbose_name_plural = _("memos and letters")
        ordering = [F("dated").desc(nulls_first=True), F("number").desc(nulls_first=True), "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["district", "year", "number"], name="letter_number_once_a_year"),
            models.CheckConstraint(
                condition=Q(year=None, number=None, dated=None)
                | Q(year__isnull=False, number__isnull=False, dated__isnull=False),
                name="letter_number_comes_with_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=LetterState.ISSUED) | Q(number__isnull=False, head__isnull=False),
                name="letter_issued_has_number",
            ),
            models.CheckConstraint(condition=stamp_pair("issued"), name="letter_issued_pair"),
        ]

    def __str__(self):
        return f"{self.number_text} {self.subject}".strip()

    def get_absolute_url(self):
        return reverse("office:letter_detail", args=[self.pk])

    def save(self, *args, **kwargs):
        self.words = search_key(f"{self.number_text} {self.subject} {self.addressee}")[:700]
        super().save(*args, **kwargs)

    @property
    def is_draft(self):
        return self.state == LetterState.DRAFT

    @property
    def is_memo(self):
        return self.kind == LetterKind.MEMO
