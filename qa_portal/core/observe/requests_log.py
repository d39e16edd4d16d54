"""One line for each request and each task of the queue."""

import logging

from django.conf import settings

from . import logs

logger = logging.getLogger("qa_portal.requests")


def write(request, response, seconds):
    if settings.LOG_REQUESTS:
        facts = {"method": request.method, "route": logs.route_of(request), "status": response.status_code}
        logger.info("request", extra={"facts": facts | {"ms": round(seconds * 1000, 1)}})


def write_task(func, *, seconds, success):
    if settings.LOG_REQUESTS:
        facts = {"task": func, "ms": round(seconds * 1000, 1), "success": success}
        logger.info("task", extra={"facts": facts})
