"""What every page has on which a school writes its report."""

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from qa_portal.core.workflow import Refused
from schools.services.writing import lock_for

READ_WRITE = require_http_methods(["GET", "HEAD", "POST"])


def opened(request, sar, refusal):
    """The report as a page may show it, on POST locked and begun; Refused with `refusal`'s sentence."""
    if request.method == "POST":
        return lock_for(sar, refusal, by=request.user)
    if sentence := refusal(sar):
        raise Refused(sentence)
    return sar


def refused(request, sar, sentence):
    messages.error(request, str(sentence))
    return redirect(sar)
