"""How long the books of a full year take, and how much memory (docs/bench.md): a JSON line a file. Each is made by a
process of its own, as the queue's worker would make it; its memory is that of the worker and its typesetters together,
looked at five times a second. Exit code 1 when the action plan or the annual book is over a limit."""

import json
import os
import resource
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench.dataset.plan_of_one import PlanSize, load  # noqa: E402
from projects.models import Project  # noqa: E402
from qa_portal.core import jobs  # noqa: E402
from qa_portal.core.models import Job, JobState, User  # noqa: E402
from qa_portal.core.thai import fiscal_year  # noqa: E402

SECONDS_A_PAGE, PEAK_MB, XLSX_SECONDS = 0.15, 700, 5
FILES = [*(("action_plan_book", name) for name in ("pdf", "docx", "xlsx")), ("annual_book", "pdf")]


def main():
    call_command("migrate", verbosity=0)
    if not Project.objects.exists():
        load(PlanSize(), fiscal_year(timezone.localdate()))
    lines = [made_apart(*file) for file in FILES]
    for line in lines:
        print(json.dumps(line))
    slow = [word for word, is_over in over(lines).items() if is_over]
    if slow:
        print(f"Over the limit: {', '.join(slow)}.", file=sys.stderr)
    sys.exit(bool(slow))


def over(lines):
    plan = {line["format"]: line for line in lines if line["book"] == "action_plan_book"}
    return {
        f"{SECONDS_A_PAGE} s a page": any(line.get("seconds_a_page", 0) > SECONDS_A_PAGE for line in lines),
        f"{PEAK_MB} MB": plan["pdf"]["peak_mb"] > PEAK_MB,
        f"{XLSX_SECONDS} s for the workbook": plan["xlsx"]["seconds"] > XLSX_SECONDS,
    }


def made_apart(kind, name):
    command = [sys.executable, "-m", "bench.book", kind, name]
    return json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)


def make(kind, name):
    """Make one file by the way of the queue, and say what it took."""
    params = {"year": fiscal_year(timezone.localdate()), "format": name, "thai_digits": True}
    job = jobs.start(kind, label=kind, params=params, by=User.objects.get(username="director"))
    shutil.rmtree(jobs.folder_of(job), ignore_errors=True)  # parts of an earlier run would be found again
    memory = Memory()
    began = time.perf_counter()
    with memory:
        jobs.do(job.pk)
    seconds = time.perf_counter() - began
    processor = sum(_processor_seconds(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    job = Job.objects.select_related("result").get(pk=job.pk)
    if job.state != JobState.DONE:
        sys.exit(f"{kind} {name}: {job.message}")
    line = {"book": kind, "format": name, "seconds": round(seconds, 2), "processor_seconds": round(processor, 2)}
    line["peak_mb"] = round(memory.peak)
    if job.result.pages:
        line |= {"pages": job.result.pages, "seconds_a_page": round(seconds / job.result.pages, 3)}
    return line | {"file_mb": round(job.result.size / 1e6, 2), "load": round(os.getloadavg()[0], 1)}


def _processor_seconds(who):
    """What this process, its start included, or its children that are over have used; it does not count waiting."""
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


class Memory:
    """The most that this process and those below it hold at once, in MB."""

    def __enter__(self):
        self.peak, self.is_over = 0.0, threading.Event()
        self.thread = threading.Thread(target=self._watch)
        self.thread.start()

    def __exit__(self, *error):
        self.is_over.set()
        self.thread.join()

    def _watch(self):
        while not self.is_over.wait(0.2):
            self.peak = max(self.peak, sum(map(_held, _family())))


def _family():
    threads = Path("/proc/self/task").iterdir()
    return {str(os.getpid())}.union(*map(_born_of, threads))


def _born_of(thread):
    try:
        return (thread / "children").read_text().split()
    except OSError:
        return []


def _held(pid):
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024**2


if __name__ == "__main__":
    if sys.argv[1:]:
        print(json.dumps(make(*sys.argv[1:])))
    else:
        main()
