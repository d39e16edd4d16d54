import logging

from django.db import DatabaseError

from . import places

logger = logging.getLogger(__name__)


class SignedInMiddleware:
    """Keeps the time at which each place of sign-in was used last, at most once in places.PACE."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.user.is_authenticated and places.is_due(request.session):
            self._keep(request)
        return response

    def _keep(self, request):
        """A page is not lost because its time could not be written (a full disk, a session ended meanwhile)."""
        try:
            places.keep(request, request.user)
        except DatabaseError:
            logger.warning("the time of use of a session could not be written", exc_info=True)
