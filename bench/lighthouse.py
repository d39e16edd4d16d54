"""See script/lighthouse and docs/bench.md."""

import argparse
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import django

LIMITS = {"performance": 95, "accessibility": 100, "best-practices": 100}
HOME = Path(os.environ["LIGHTHOUSE_HOME"])
CHROME = "--headless=new --no-sandbox --disable-gpu --no-first-run --disable-background-networking"
START_SECONDS = 60
WARM_UP = 6  # of each page, so that every worker has drawn it


def main():
    args = arguments()
    fill()
    wanted = {name: page for name, page in pages().items() if not args.page or name in args.page}
    with portal() as address:
        rows = [measured(name, f"{address}{path}", cookie, args) for name, (path, cookie) in wanted.items()]
    below = [row["page"] for row in rows if any(row[key] < least for key, least in LIMITS.items())]
    if below:
        print(f"Below the limit: {', '.join(below)}.", file=sys.stderr)
    sys.exit(bool(below))


def arguments():
    parser = argparse.ArgumentParser(prog="script/lighthouse", description="Measures the main pages by Lighthouse.")
    parser.add_argument("page", nargs="*", help="only these pages")
    parser.add_argument("--runs", type=int, default=1, help="of each page; the middle one counts")
    parser.add_argument("--keep", action="store_true", help="keep each whole report below build/lighthouse/")
    return parser.parse_args()


# ---------------------------------------------------------------- the portal with its demo


def fill():
    """A database of its own with the demo, made once a day, and the static files as in production."""
    from django.core.management import call_command
    from django.utils import timezone

    marker, today = HOME / "filled.txt", str(timezone.localdate())
    if not marker.exists() or marker.read_text() != today:
        for path in HOME.glob("portal.sqlite3*"):
            path.unlink()
        call_command("migrate", verbosity=0)
        call_command("seed_demo", verbosity=0)
        marker.write_text(today)
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


def pages():
    """{name: (path, cookie)}: each as the role that uses it, on a row in the middle."""
    from django.urls import reverse

    from projects.models import Project
    from supervision.models import SupervisionPlan

    plan = SupervisionPlan.objects.order_by("fiscal_year", "pk").first()
    running = Project.objects.filter(state="running", is_working_copy=False).order_by("pk").first()
    asked = {
        "sign in": (reverse("account_login"), None),
        "desk": (reverse("office:desk"), "grouphead"),
        "overview": (reverse("office:dashboard"), "director"),
        "school list": (reverse("schools:school_list"), "grouphead"),
        "SAR list": (reverse("schools:sar_list"), "grouphead"),
        "project list": (reverse("projects:project_list"), "plan"),
        "project page": (running.get_absolute_url(), "plan"),
        "visit list": (reverse("supervision:visit_list"), "supervisor1"),
        "supervision plan": (plan.get_absolute_url(), "grouphead"),
        "public page": (reverse("public:home"), None),
    }
    return {name: (path, signed_in(person)) for name, (path, person) in asked.items()}


def signed_in(username):
    from django.conf import settings
    from django.test import Client

    from qa_portal.core.models import User

    if not username:
        return ""
    client = Client()
    client.force_login(User.objects.get(username=username), backend="qa_portal.core.sign_in.SignInBackend")
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


@contextmanager
def portal():
    """gunicorn with nothing in front."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "qa_portal.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "2"]
    process = subprocess.Popen([*command, "--log-level", "warning"])
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def wait_for(url, process):
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            urllib.request.urlopen(url).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
        else:
            return
    sys.exit("gunicorn did not start.")


# ---------------------------------------------------------------- measuring


def measured(name, url, cookie, args):
    """Print a JSON line with the scores, and what keeps each from the best."""
    for _ in range(WARM_UP):
        urllib.request.urlopen(urllib.request.Request(url, headers={"Cookie": cookie} if cookie else {})).close()
    reports = [report(url, cookie) for _ in range(args.runs)]
    if args.keep:
        (HOME / f"{name}.json").write_text(json.dumps(reports[-1]))
    row = {"page": name}
    for key in LIMITS:
        row[key] = round(median(of["categories"][key]["score"] or 0 for of in reports) * 100)
    row |= {"lcp_ms": number(reports, "largest-contentful-paint"), "tbt_ms": number(reports, "total-blocking-time")}
    row["machine"] = round(median(of["environment"]["benchmarkIndex"] for of in reports))
    row["found"] = sorted({audit for of in reports for audit in failed(of)})
    print(json.dumps(row, ensure_ascii=False), flush=True)
    return row


def report(url, cookie):
    command = [os.environ["LIGHTHOUSE"], url, "--quiet", "--output=json", f"--chrome-flags={CHROME}"]
    command.append(f"--only-categories={','.join(LIMITS)}")
    if cookie:
        command.append(f"--extra-headers={json.dumps({'Cookie': cookie})}")
    found = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
    if found["finalDisplayedUrl"].partition("?")[0] != url.partition("?")[0]:
        sys.exit(f"{url} leads to {found['finalDisplayedUrl']}.")
    return found


def number(reports, audit):
    return round(median(of["audits"][audit].get("numericValue", 0) for of in reports))


def failed(report):
    """Of what counts for a score, what is not whole."""
    for category in report["categories"].values():
        for ref in category["auditRefs"]:
            score = report["audits"][ref["id"]]["score"]
            if ref["weight"] and score is not None and score < 0.9:
                yield ref["id"]


if __name__ == "__main__":
    django.setup()
    main()
