from django.shortcuts import render
from django.utils import timezone

from qa_portal.core.pages import requires
from qa_portal.core.roles import Verb
from qa_portal.core.thai import academic_year
from schools.models import CyclePaper, School
from schools.reports.desk import desk_of
from schools.timeline import debts_of


@requires(Verb.VIEW_SCHOOLS)
def school_desk(request):
    """Where a school's own people begin: their schools, what each still owes, and how its year's work stands."""
    schools = School.objects.desk_of(request.user).select_related("district", "network").distinct().with_leads()
    desks = [(school, debts_of(school, request.user), desk_of(school, request.user)) for school in schools]
    context = {
        "desks": desks,
        "papers": CyclePaper.objects.visible_to(request.user).of_open_cycles().select_related("cycle", "stored"),
        "may_tend": request.user.can(Verb.EDIT_OWN_SCHOOL),
        "this_year": academic_year(timezone.localdate()),
    }
    return render(request, "schools/school_desk.html", context)
