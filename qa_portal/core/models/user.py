from functools import cached_property

from django.conf import settings
from django.contrib.auth.models import AbstractUser, UserManager
from django.db import connection, models
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from qa_portal.core.prepared import prepared
from qa_portal.core.roles import OPERATOR, ROLES, Scope

from .district import District
from .kept import SavedView
from .notice import Notice


class UserQuerySet(models.QuerySet):
    def in_role(self, *slugs):
        return self.filter(groups__name__in=slugs, is_active=True).distinct()

    def of_district(self, district):
        return self.filter(district=district, is_active=True)

    def managed_by(self, user):
        """Those whose accounts and data an administrator answers for: of the own office; who belongs to none, a
        superuser's."""
        rows = self.filter(district=user.district_id, is_superuser=False)
        if user.is_superuser:
            return rows | self.filter(district=None, is_superuser=False)
        return rows.exclude(district=None)

    def with_refused_mail(self):
        """Those whose address has taken no mail several times (NoticeProfile.refused_mail)."""
        return self.exclude(email="").filter(notice_profile__refused_mail=models.F("email"))

    def colleagues_of(self, user):
        """People with a role of the office: of the user's own office; of every office for the nation."""
        rows = self.in_role(*(slug for slug, role in ROLES.items() if role.scope is Scope.DISTRICT))
        rows = rows.exclude(district=None)
        if user.scope is Scope.NATION:
            return rows
        return rows.filter(district=user.district_id) if user.scope is Scope.DISTRICT else self.none()


class PortalUserManager(UserManager.from_queryset(UserQuerySet)):
    """Named, so that migrations can find it."""


class User(AbstractUser):
    """A person who signs in. Roles come through groups (core.roles); the district bounds all that they see."""

    district = models.ForeignKey(
        "core.District", verbose_name=_("education area office"), null=True, blank=True, on_delete=models.PROTECT
    )
    position = models.CharField(_("position"), max_length=150, blank=True)
    phone = models.CharField(_("telephone"), max_length=50, blank=True)
    language = models.CharField(
        _("language of mails"), max_length=2, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    wants_mail = models.BooleanField(_("wants notices by mail"), default=True)
    history = HistoricalRecords(excluded_fields=["last_login", "password"], m2m_fields=["groups"])

    objects = PortalUserManager()

    class Meta(AbstractUser.Meta):
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["username"]

    def __str__(self):
        return self.get_full_name() or self.username

    def get_absolute_url(self):
        return reverse("core:person_detail", args=[self.pk])

    @cached_property
    def role_names(self):
        return frozenset(self.groups.values_list("name", flat=True))

    @cached_property
    def roles(self):
        """The user's rows of core.roles.ROLES, by slug. An office role counts only for who has an office."""
        return {slug: role for slug, role in ROLES.items() if slug in self.role_names and self._may_hold(role)}

    def _may_hold(self, role):
        return role.scope is not Scope.DISTRICT or self.district_id is not None

    @cached_property
    def scope(self):
        return max((role.scope for role in self.roles.values()), default=Scope.NONE)

    @cached_property
    def verbs(self):
        """Those of the roles, and of a superuser those of the installation's operator."""
        own = OPERATOR if self.is_superuser else frozenset()
        return own.union(*(role.verbs for role in self.roles.values()))

    def can(self, verb):
        return self.is_active and verb in self.verbs

    @property
    def bounds(self):
        """What the scopes of QuerySets ask of a user beside the keys."""
        return {"scope": self.scope, "verbs": self.verbs, "is_superuser": self.is_superuser}

    @property
    def role_labels(self):
        return [role.label for role in self.roles.values()]


def stand_in(office, person, **bounds):
    """Anybody of these bounds (`User.bounds`): for queries that are put into SQL once for all of them (core.prepared).
    Its roles, its office and whatever else is a row of its own must not be asked of it."""
    user = User(pk=person, district_id=office)
    vars(user).update(bounds)
    return user


# ---------------------------------------------------------------- the person of a request


def person_of_frame(pk):
    """A person with the office, the roles, `unread_notices` and `has_saved_views`: what the frame of every page and of
    every list asks, in one query. None if there is nobody."""
    rows = _frame_rows(pk)
    if not rows:
        return None
    person = User.from_db(connection.alias, PERSON, rows[0][: len(PERSON)])
    if person.district_id:
        person.district = District.from_db(connection.alias, OFFICE, rows[0][len(PERSON) : -3])
    person.unread_notices, person.has_saved_views = rows[0][-3:-1]
    person.role_names = frozenset(row[-1] for row in rows)
    return person


PERSON, OFFICE = ([field.attname for field in model._meta.concrete_fields] for model in (User, District))


@prepared
def _frame_rows(pk):
    """A row for each role of the person, or one with None."""
    unread = Notice.objects.filter(recipient=pk).unread().order_by().values("recipient")
    count = models.Subquery(unread.annotate(count=models.Count("pk")).values("count"))
    views = models.Exists(SavedView.objects.filter(user=pk))
    office = [f"district__{name}" for name in OFFICE]
    rows = User.objects.filter(pk=pk).order_by()
    return rows.values_list(*PERSON, *office, Coalesce(count, 0), views, "groups__name")
