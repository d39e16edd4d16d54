from time import perf_counter

from django.conf import settings

from . import logs, metrics, requests_log


class ObserveMiddleware:
    """Before all others: gives the request its id, which the answer carries, and notes what came of it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        given = request.headers.get("X-Request-ID", "") if settings.PROXIES else ""
        token, begun = logs.request_id.set(logs.taken_id(given)), perf_counter()
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = logs.request_id.get()
            seconds = perf_counter() - begun
            metrics.count_request(request, response, seconds)
            requests_log.write(request, response, seconds)
        finally:
            logs.request_id.reset(token)
        return response
