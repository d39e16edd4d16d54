"""gunicorn of the portal (docs/deploy.md). WEB_WORKERS and WEB_BIND come from the environment; under systemd the socket
is handed in, and stays open while the portal is restarted."""

import os
import shutil
from pathlib import Path

bind = os.environ.get("WEB_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_WORKERS", str((os.cpu_count() or 1) + 1)))
preload_app = True  # read once for all workers: a restart is short, and they share the memory
timeout = 120  # the largest PDF over a slow line comes in pieces, but forms without JavaScript bring it whole
graceful_timeout = 60  # for which what was begun may end at a restart
max_requests, max_requests_jitter = 5000, 500
worker_tmp_dir = "/dev/shm"  # a worker's sign of life must not wait for a disk
proc_name = "qa-portal"
accesslog = None  # the portal writes a line for each request itself, without what is somebody's
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "qa_portal.core.observe.logs.JsonLines"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": [], "level": "WARNING"},
    "loggers": {
        "gunicorn.error": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "gunicorn.access": {"handlers": [], "level": "INFO", "propagate": False},
    },
}


def on_starting(server):
    """The counts of the processes before this one are over. Before it says that it is ready, and once for all workers,
    all that the addresses lead to is read, which Django leaves to the first request."""
    from django.urls import get_resolver

    folder = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    if folder:
        shutil.rmtree(folder, ignore_errors=True)
        Path(folder).mkdir(parents=True)
    get_resolver().reverse_dict  # noqa: B018


def child_exit(server, worker):
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        from prometheus_client import multiprocess

        multiprocess.mark_process_dead(worker.pid)
