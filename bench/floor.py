from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.template.loader import render_to_string

from schools.models import School

ROWS = 50


@login_not_required
def floor(request):
    """What Django itself needs for a table of 50 rows: one query, no sign-in, no frame, no context processor. It goes
    through the same server, middleware and database as every page."""
    schools = School.objects.filter(district=1)[:ROWS]
    return HttpResponse(render_to_string("bench/floor.html", {"schools": schools}))
