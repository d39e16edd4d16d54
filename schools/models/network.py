from django.db import models
from django.db.models import Count, Q, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import Tracked
from qa_portal.core.roles import Scope, Verb
from qa_portal.core.thai import SORT_KEY_MAX_LENGTH, sort_key


class NetworkQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if user.scope is Scope.NATION else self.filter(district=user.district_id)

    def editable_by(self, user):
        return self.filter(district=user.district_id) if user.can(Verb.EDIT_SCHOOLS) else self.none()

    def with_counts(self):
        """`school_total` and `pupil_total` of the schools that are open today."""
        is_open = Q(schools__closed_on=None) | Q(schools__closed_on__gt=timezone.localdate())
        return self.annotate(
            school_total=Count("schools", filter=is_open), pupil_total=Sum("schools__pupil_count", filter=is_open)
        )


class Network(Tracked):
    """A school network (เครือข่ายโรงเรียน, สพป.) or cluster (สหวิทยาเขต, สพม.) of one district (A8-01)."""

    district = models.ForeignKey(
        "core.District", verbose_name=_("education area office"), on_delete=models.PROTECT, related_name="networks"
    )
    name = models.CharField(_("name"), max_length=150)
    name_sort = models.CharField(max_length=SORT_KEY_MAX_LENGTH, editable=False, db_index=True)
    chair_name = models.CharField(_("chair of the network"), max_length=150, blank=True)

    objects = NetworkQuerySet.as_manager()

    class Meta:
        verbose_name = _("school network")
        verbose_name_plural = _("school networks")
        ordering = ["name_sort"]
        constraints = [models.UniqueConstraint(fields=["district", "name"], name="network_name_once_in_district")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("schools:school_list") + f"?network={self.pk}"

    def save(self, *args, **kwargs):
        self.name_sort = sort_key(self.name)
        super().save(*args, **kwargs)
