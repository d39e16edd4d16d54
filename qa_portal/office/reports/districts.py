"""A few sums of every office, for those who see the nation. Each number opens the rows of its office."""

from django.db.models import Count, F, IntegerField, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from projects.models import Project
from qa_portal.core.columns import Column
from schools.models import Sar, School
from supervision.models import AgreedAction, Visit

from . import links
from .period import OfficeYear


def with_sums(districts, year):
    """Adds the counts that COLUMNS show, of one fiscal year; what waits and what is overdue is that of today."""
    schools = School.objects.open_at(year.as_at)
    sars = Sar.objects.in_year(year.academic)
    visited = Visit.objects.counted().in_fiscal_year(year.fiscal).order_by().values("school")
    return districts.annotate(
        open_schools=_count(schools, "district"),
        visited_schools=_count(schools.filter(pk__in=visited), "district"),
        sar_total=_count(sars, "school__district"),
        sar_sent=_count(sars.exclude(handed_in_on=None), "school__district"),
        waiting_projects=_count(Project.objects.filter(state="submitted"), "district"),
        overdue_actions=_count(AgreedAction.objects.overdue(year.today), "visit__school__district"),
    )


def _count(rows, path):
    of_district = rows.filter(**{path: OuterRef("pk")}).order_by().annotate(office=F(path)).values("office")
    return Coalesce(Subquery(of_district.annotate(n=Count("pk")).values("n")), Value(0), output_field=IntegerField())


def _year(district):
    return OfficeYear.of(district)


COLUMNS = [
    Column("name", _("Education area office"), lambda d: d.short_name, 40, "code",
           lambda d: reverse("office:district_dashboard", args=[d.pk])),
    Column("schools", _("Open schools"), lambda d: d.open_schools, 14, "open_schools",
           lambda d: links.schools(_year(d)), kind="number"),
    Column("visited", _("Schools visited"), lambda d: d.visited_schools, 14, "visited_schools",
           lambda d: links.schools(_year(d), visited="yes"), kind="number"),
    Column("sars", _("SARs expected"), lambda d: d.sar_total, 14, "sar_total",
           lambda d: links.sars(_year(d)), kind="number"),
    Column("sent", _("SARs sent"), lambda d: d.sar_sent, 14, "sar_sent",
           lambda d: links.sars(_year(d), standing="sent"), kind="number"),
    Column("waiting", _("Projects waiting for approval"), lambda d: d.waiting_projects, 16, "waiting_projects",
           lambda d: links.rows("project", _year(d), state="submitted"), kind="number"),
    Column("overdue", _("Agreed actions overdue"), lambda d: d.overdue_actions, 16, "overdue_actions",
           lambda d: links.rows("action", _year(d), standing="overdue"), kind="number"),
]  # fmt: skip
