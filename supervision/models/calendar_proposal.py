"""The calendar that the portal proposed for a plan's visits, as it was confirmed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import Tracked, stamp_pair
from qa_portal.core.thai import format_date

from .plan import SupervisionPlan


class CalendarProposalQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(plan__in=SupervisionPlan.objects.visible_to(user))


class CalendarProposal(Tracked):
    """One act that made planned visits of a plan (F23). `uid` is the form's own: pressed twice, it is one act. Visits
    that nobody has touched since can be taken back."""

    uid = models.UUIDField(_("unique id"), unique=True, editable=False)
    plan = models.ForeignKey(
        SupervisionPlan, verbose_name=_("supervision plan"), on_delete=models.PROTECT, related_name="calendars"
    )
    options = models.JSONField(_("settings"), default=dict)
    visits_made = models.PositiveIntegerField(_("visits made"), default=0)
    visits_taken_back = models.PositiveIntegerField(_("visits taken back"), default=0)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("confirmed by"), on_delete=models.PROTECT, related_name="+"
    )
    taken_back_at = models.DateTimeField(_("taken back at"), null=True, blank=True, editable=False)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    objects = CalendarProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposed calendar")
        verbose_name_plural = _("proposed calendars")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=stamp_pair("taken_back"), name="calendar_proposal_taken_back_pair")
        ]

    def __str__(self):
        return _("Calendar of %(day)s") % {"day": format_date(self.created_at.date())}

    def get_absolute_url(self):
        return f"{self.plan.get_absolute_url()}calendar/"
