"""A task of the queue carries the id of the request that asked for it, and leaves a line when it ends."""

from django.dispatch import receiver
from django.utils import timezone
from django_q.signals import post_execute_in_worker, pre_enqueue, pre_execute
from django_q.utils import get_func_repr

from . import logs, requests_log


@receiver(pre_enqueue)
def give_id(task, **kwargs):
    if logs.request_id.get():
        task["request_id"] = logs.request_id.get()


@receiver(pre_execute)
def take_id(task, **kwargs):
    """Where the task is done in the request's own process (tests), the request's id is there already."""
    task["begun"] = timezone.now()
    if not task.get("sync"):
        logs.request_id.set(task.get("request_id") or task["id"])


@receiver(post_execute_in_worker)
def write_line(task, **kwargs):
    seconds = (timezone.now() - task["begun"]).total_seconds()
    requests_log.write_task(get_func_repr(task["func"]), seconds=seconds, success=task.get("success", False))
