from django.shortcuts import redirect, render
from django.utils import timezone

from qa_portal.core.desk import desk_of
from qa_portal.core.pages import requires
from qa_portal.core.roles import Scope, Verb
from qa_portal.office.reports import attention


@requires(Verb.VIEW_DASHBOARD)
def desk(request):
    """Where the people of an office begin: what to do now, then what others have in hand. Who leads the office sees
    first where help must go."""
    if request.user.scope is Scope.NATION:
        return redirect("office:district_list")
    today = timezone.localdate()
    context = {
        "desk": desk_of(request.user, today),
        "today": today,
        "first": attention.first_of(request.user.district, today) if request.user.can(Verb.ASSIGN_SUPERVISORS) else [],
        "leads": request.user.can(Verb.ASSIGN_SUPERVISORS),
    }
    return render(request, "office/desk.html", context)
