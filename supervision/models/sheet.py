"""One school's, or one person's, copy of a form that the office asked for (models.collection)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qa_portal.core.models import ShowsPeople, Tracked, stamp_pair
from qa_portal.core.roles import Scope, Verb

from .answer import NOT_APPLICABLE_ALONE, AnswerRow
from .collection import CollectionState


class SheetState(models.TextChoices):
    WAITING = "waiting", _("Not begun")
    DRAFT = "draft", _("Being filled in")
    SENT = "sent", _("Sent, to be checked")
    RETURNED = "returned", _("Returned to be mended")
    ACCEPTED = "accepted", pgettext_lazy("form", "Accepted")


OWED_STATES = (SheetState.WAITING, SheetState.DRAFT, SheetState.RETURNED)
ANSWERED_STATES = (SheetState.SENT, SheetState.ACCEPTED)


def _at(path, **conditions):
    prefix = f"{path}__" if path else ""
    return Q(**{f"{prefix}{name}": value for name, value in conditions.items()})


def _owed(path, today=None):
    return _at(path, state__in=OWED_STATES) & _at(path, collection__state=CollectionState.OPEN)


def _overdue(path, today=None):
    today = today or timezone.localdate()
    passed = _at(path, extended_to__lt=today) | _at(path, extended_to=None, collection__due_on__lt=today)
    return _owed(path) & passed


SHEET_STANDINGS = {
    "answered": lambda path="", today=None: _at(path, state__in=ANSWERED_STATES),
    "to_check": lambda path="", today=None: _at(path, state=SheetState.SENT),
    "accepted": lambda path="", today=None: _at(path, state=SheetState.ACCEPTED),
    "owed": _owed,
    "overdue": _overdue,
}
"""How sheets stand, as conditions of sheets at a path: what a list of collections counts and links to."""


def _mine(user):
    """The sheets that are the user's own to fill in: those of their schools, and those asked of them by name."""
    return Q(school__in=user.memberships.current().values("school")) | Q(person=user)


class SheetQuerySet(models.QuerySet):
    def visible_to(self, user):
        """That they are there and how they stand: a school its own, the office all of its own."""
        if user.scope is Scope.NATION:
            return self
        if user.scope is Scope.DISTRICT and user.district_id:
            return self.filter(collection__district=user.district_id)
        return self.filter(_mine(user)) if user.scope is Scope.SCHOOL else self.none()

    def readable_by(self, user):
        """What is written in them, too: it is the school's own until it is sent, and again after a return."""
        return self.visible_to(user).filter(_mine(user) | Q(state__in=ANSWERED_STATES))

    def editable_by(self, user):
        if not user.can(Verb.FILL_SHEET):
            return self.none()
        rows = self.visible_to(user).filter(_mine(user), collection__state=CollectionState.OPEN)
        return rows.filter(state__in=OWED_STATES)

    def of(self, user):
        return self.filter(_mine(user))

    def standing(self, name, today=None):
        return self.filter(SHEET_STANDINGS[name]("", today))

    def answered(self):
        return self.standing("answered")

    def owed(self):
        return self.standing("owed")

    def with_due(self):
        """Adds `due`, the last day: everybody's, or the one that this school was given."""
        return self.annotate(due=Coalesce(F("extended_to"), F("collection__due_on")))


class Sheet(Tracked):
    """Of a school or of a person of the office, never both. `extended_to`: a later last day for this one."""

    collection = models.ForeignKey(
        "supervision.Collection",
        verbose_name=_("collection of forms"),
        on_delete=models.PROTECT,
        related_name="sheets",
    )
    school = models.ForeignKey(
        "schools.School",
        verbose_name=_("school"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="sheets",
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person of the office"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="sheets",
    )
    extended_to = models.DateField(_("extended to"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=SheetState, default=SheetState.WAITING, editable=False)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True, editable=False)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("sent by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True, editable=False)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("accepted by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = SheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("form filled in online")
        verbose_name_plural = _("forms filled in online")
        ordering = ["collection", "pk"]
        indexes = [models.Index(fields=["collection", "state"], name="sheet_by_state")]
        constraints = [
            models.UniqueConstraint(fields=["collection", "school"], name="sheet_once_a_school"),
            models.UniqueConstraint(fields=["collection", "person"], name="sheet_once_a_person"),
            models.CheckConstraint(
                condition=Q(school=None, person__isnull=False) | Q(school__isnull=False, person=None),
                name="sheet_of_school_or_person",
            ),
            models.CheckConstraint(condition=stamp_pair("sent"), name="sheet_sent_by_someone"),
            models.CheckConstraint(condition=stamp_pair("accepted"), name="sheet_accepted_by_someone"),
        ]

    def __str__(self):
        return f"{self.collection} · {self.owner}"

    def get_absolute_url(self):
        return reverse("supervision:sheet_detail", args=[self.pk])

    @property
    def owner(self):
        return self.school or self.person

    @property
    def instrument(self):
        return self.collection.instrument

    @property
    def photos(self):
        """The files that answer an item, as the photos of a visit do."""
        return self.files.exclude(item=None)

    @property
    def due_on(self):
        return self.extended_to or self.collection.due_on

    @property
    def sent_on(self):
        return self.sent_at and timezone.localdate(self.sent_at)

    @property
    def is_owed(self):
        return self.state in OWED_STATES and self.collection.is_open

    @property
    def is_overdue(self):
        return self.is_owed and self.due_on < timezone.localdate()

    @property
    def is_answered(self):
        return self.state in ANSWERED_STATES


class SheetAnswer(AnswerRow):
    """What a sheet says to one item of its instrument."""

    sheet = models.ForeignKey(Sheet, verbose_name=_("form"), on_delete=models.PROTECT, related_name="answers")

    class Meta:
        verbose_name = _("answer on a form")
        verbose_name_plural = _("answers on forms")
        ordering = ["sheet", "item"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "item"], name="item_answered_once_on_sheet"),
            models.CheckConstraint(condition=NOT_APPLICABLE_ALONE, name="sheet_answer_not_applicable_alone"),
        ]

    def __str__(self):
        return f"{self.sheet} {self.item.number}"


class SheetFile(ShowsPeople, Tracked):
    """A photo that answers an item, or a paper that goes along with the whole sheet."""

    uid = models.UUIDField(_("unique id"), default=uuid.uuid4, unique=True, editable=False)
    sheet = models.ForeignKey(Sheet, verbose_name=_("form"), on_delete=models.PROTECT, related_name="files")
    file = models.ForeignKey("core.StoredFile", verbose_name=_("file"), on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(
        "supervision.InstrumentItem",
        verbose_name=_("item of the instrument"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    caption = models.CharField(_("caption"), max_length=300)

    class Meta:
        verbose_name = _("file on a form")
        verbose_name_plural = _("files on forms")
        ordering = ["sheet", "pk"]

    def __str__(self):
        return self.caption

    @property
    def url(self):
        return reverse("supervision:sheet_file", args=[self.sheet_id, self.pk])

    @property
    def edit_url(self):
        return reverse("supervision:sheet_file_remove", args=[self.sheet_id, self.pk])


class SheetReminder(models.Model):
    """Somebody was reminded of a sheet, `days` after its last day by the calendar, or (None) by hand; append-only."""

    sheet = models.ForeignKey(Sheet, verbose_name=_("form"), on_delete=models.PROTECT, related_name="reminders")
    days = models.SmallIntegerField(
        _("days after the last day"), null=True, blank=True, help_text=_("Negative: before it.")
    )
    due_on = models.DateField(_("to be sent by"))
    sent_at = models.DateTimeField(_("sent at"), auto_now_add=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("sent by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("reminder of a form")
        verbose_name_plural = _("reminders of forms")
        ordering = ["sheet", "sent_at"]
        constraints = [models.UniqueConstraint(fields=["sheet", "days", "due_on"], name="sheet_reminded_once_a_mark")]

    def __str__(self):
        return f"{self.sheet} {self.sent_at:%d/%m/%Y}"
