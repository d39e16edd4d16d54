"""Who was refused what (ASVS 7.2.2). What is refused to a token of the API is counted there (tokens.count_use)."""

import logging

from django.db import DatabaseError
from django.utils import timezone

from qa_portal.core.models import Refusal
from qa_portal.core.observe.logs import route_of
from qa_portal.core.observe.metrics import METHODS

LONGEST_ROUTE = Refusal._meta.get_field("route").max_length
logger = logging.getLogger(__name__)


class RefusalMiddleware:
    """Counts each page that is refused to a person who is signed in; an address that leads nowhere refuses nobody."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code in Refusal.Status.values and request.resolver_match and request.user.is_authenticated:
            self._keep(request, response.status_code)
        return response

    def _keep(self, request, status):
        """The answer stays the same where it cannot be written down (a full disk)."""
        now = timezone.now()
        method = request.method if request.method in METHODS else "other"
        asked = {"route": route_of(request)[:LONGEST_ROUTE], "method": method, "status": status}
        who = {"user": request.user, "district_id": request.user.district_id, "day": timezone.localdate(now)}
        try:
            Refusal.objects.add(now, **who, **asked)
        except DatabaseError:
            logger.warning("a refused access could not be written down", exc_info=True)
