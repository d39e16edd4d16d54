from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from qa_portal.core.models import User
from qa_portal.core.pages import READ_WRITE
from qa_portal.office.demo import people

BACKEND = "qa_portal.core.sign_in.SignInBackend"


@login_not_required
@READ_WRITE
def practice(request):
    """In practice mode: whom of the fictional office to be. The real portal has no such page."""
    if not settings.PRACTICE:
        raise Http404
    sign_ins = people.sign_ins()
    if request.method == "POST":
        offered = [username for _label, username in sign_ins]
        person = get_object_or_404(User, username=request.POST.get("person"), username__in=offered)
        login(request, person, backend=BACKEND)
        return redirect("core:home")
    names = {user.username: user for user in User.objects.filter(username__in=[name for _label, name in sign_ins])}
    people_offered = [(label, names[username]) for label, username in sign_ins if username in names]
    return render(request, "office/practice.html", {"people": people_offered})
