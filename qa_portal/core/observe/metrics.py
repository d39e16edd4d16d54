"""What Prometheus reads. Requests are counted by each process of gunicorn in files of PROMETHEUS_MULTIPROC_DIR, from
which whichever process is asked sums them; what the portal stands at is looked up when it is asked."""

import os

from prometheus_client import REGISTRY, CollectorRegistry, Histogram, generate_latest, multiprocess
from prometheus_client.core import GaugeMetricFamily

from . import logs, state

REQUESTS = Histogram(
    "portal_request_seconds",
    "Time to answer, by method, route and status",
    ["method", "route", "status"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)
METHODS = {"GET", "HEAD", "POST", "PATCH", "PUT", "DELETE", "OPTIONS"}


def count_request(request, response, seconds):
    """A method or an address that nobody has thought of makes no new row."""
    method = request.method if request.method in METHODS else "other"
    REQUESTS.labels(method, logs.route_of(request), response.status_code).observe(seconds)


class Standing:
    """The figures of `state` as a collector."""

    def collect(self):
        for name, words, value in state.figures():
            yield GaugeMetricFamily(f"portal_{name}", words, value=value)


def told():
    """The metrics as Prometheus reads them."""
    standing = CollectorRegistry()
    standing.register(Standing())
    return generate_latest(_counted()) + generate_latest(standing)


def _counted():
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)
    return registry
