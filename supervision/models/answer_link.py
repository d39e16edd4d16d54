import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import Tracked, User
from qa_portal.core.roles import Scope, Verb

from .visit import visit_scope


class AnswerLinkQuerySet(models.QuerySet):
    def of_visit(self, visit):
        """Those to answer its report and those to answer what was promised at it."""
        return self.filter(Q(visit=visit) | Q(action__visit=visit))

    def visible_to(self, user):
        """For the office: an address is for the one to whom it is given."""
        rows = self.filter(visit_scope(user, "visit") | visit_scope(user, "action__visit"))
        return rows if user.scope is Scope.DISTRICT else self.none()

    def usable(self, now=None):
        return self.filter(used_at=None, revoked_at=None, expires_at__gt=now or timezone.now())


class AnswerLink(Tracked):
    """A signed link by which a school without an account does one thing once: answers the report of a visit, or shows
    what it did about a promise (F37). It expires, and each opening is kept."""

    key = models.UUIDField(_("key"), default=uuid.uuid4, unique=True, editable=False)
    visit = models.ForeignKey(
        "supervision.Visit",
        verbose_name=_("visit to answer"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="answer_links",
    )
    action = models.ForeignKey(
        "supervision.AgreedAction",
        verbose_name=_("promise to answer"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="answer_links",
    )
    sent_to = models.CharField(_("given to"), max_length=200, help_text=_("Name and position of the person."))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("made by"), on_delete=models.PROTECT, related_name="+"
    )
    expires_at = models.DateTimeField(_("expires at"))
    opened_count = models.PositiveIntegerField(_("times opened"), default=0, editable=False)
    last_opened_at = models.DateTimeField(_("last opened at"), null=True, blank=True, editable=False)
    used_at = models.DateTimeField(_("used at"), null=True, blank=True, editable=False)
    used_name = models.CharField(_("used by"), max_length=200, blank=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True, editable=False)

    objects = AnswerLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link to answer")
        verbose_name_plural = _("links to answer")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(visit=None, action__isnull=False) | Q(visit__isnull=False, action=None),
                name="answer_link_of_one_thing",
            )
        ]

    def __str__(self):
        return f"{self.visit or self.action}: {self.sent_to}"

    @property
    def about(self):
        """The visit whose report is to be answered, or the promise."""
        return self.visit or self.action

    @property
    def of(self):
        return self.visit or self.action.visit

    @property
    def standing(self):
        """(word, colour, icon)"""
        if self.used_at:
            return _("Used"), "success", "check-circle"
        if self.revoked_at:
            return _("Taken back"), "secondary", "x-circle"
        if self.expires_at <= timezone.now():
            return _("Expired"), "secondary", "clock-history"
        return _("Can be used"), "primary", "link-45deg"

    @property
    def is_usable(self):
        return not (self.used_at or self.revoked_at) and self.expires_at > timezone.now()


class LinkHolder(User):
    """Who acts by a link: the office's one row for such acts, which can never sign in, with the name that the person
    typed. It may do the one thing that the link is for, to the one visit, and nothing else."""

    class Meta:
        proxy = True
        verbose_name = _("holder of a link")
        verbose_name_plural = _("holders of links")

    scope = Scope.SCHOOL
    link = None
    typed_name = ""

    def __str__(self):
        return _("%(name)s (by a link)") % {"name": self.typed_name} if self.typed_name else super().__str__()

    def can(self, verb):
        return self.link is not None and verb == (Verb.ACKNOWLEDGE_VISIT if self.link.visit_id else Verb.ANSWER_ACTION)

    @property
    def memberships(self):
        """As a member of the school of the link's visit: what schools.school_scope asks."""
        return self

    def current(self):
        return type(self.link.of).objects.filter(pk=self.link.of.pk) if self.link else User.objects.none()


class ActionReminder(models.Model):
    """A side was reminded of a promise: some days before, on, or after its last day; append-only."""

    action = models.ForeignKey(
        "supervision.AgreedAction", verbose_name=_("agreed action"), on_delete=models.PROTECT, related_name="reminders"
    )
    days = models.SmallIntegerField(_("days after the last day"), help_text=_("Negative: before it."))
    sent_at = models.DateTimeField(_("sent at"), auto_now_add=True)

    class Meta:
        verbose_name = _("reminder of a promise")
        verbose_name_plural = _("reminders of promises")
        ordering = ["action", "sent_at"]
        constraints = [models.UniqueConstraint(fields=["action", "days"], name="action_reminded_once_a_mark")]

    def __str__(self):
        return f"{self.action} {self.days:+}"
