"""Before and after wapiti (script/security): who it is and where it begins, and what it met.

python -m tests.security.wapiti prepare FOLDER BASE ROLE...   writes ROLE.key and ROLE.addresses
python -m tests.security.wapiti tell REPORTS ROLE BASE KEY     prints a line, and what is wrong; 1 when anything is
"""

import json
import os
import random
import re
import sys
import urllib.request
from pathlib import Path

YEARS = {"year": 2568, "academic_year": 2568, "fiscal": 2569, "fiscal_year": 2569}
LEFT_OUT = re.compile(r"[<(^?\\]|logout|language|/(pdf|docx|xlsx|zip)/$")
MEDIUM = 2
TAKEN = (200, 302, 303, 422)  # the last is a form that was read and refused with sentences


def prepare(folder, base, *roles):
    import django

    django.setup()
    for role in roles:
        (Path(folder) / f"{role}.key").write_text(session_of(role))
        (Path(folder) / f"{role}.addresses").write_text("\n".join(base + path for path in addresses(role)))


def session_of(username):
    from importlib import import_module

    from django.conf import settings

    from qa_portal.core.models import User

    user = User.objects.get(username=username)
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session["_auth_user_id"] = str(user.pk)
    session["_auth_user_backend"] = "qa_portal.core.sign_in.SignInBackend"
    session["_auth_user_hash"] = user.get_session_auth_hash()
    session.save()
    return session.session_key


def addresses(role):
    """The portal's addresses with the first row in them, those that take a form first; mixed, so that a short look has
    some of each part. The back office is the administrator's."""
    from django.urls import get_resolver

    known = sorted(routes(get_resolver().url_patterns), key=lambda one: one[1])
    random.Random(role).shuffle(known)
    filled = [
        re.sub(r"<int:(\w+)>", lambda found: str(YEARS.get(found[1], 1)), route)
        for _takes_none, route in sorted(known, key=lambda one: one[0])
        if role == "admin" or not route.startswith("back-office/")
    ]
    return [path for path in filled if not LEFT_OUT.search(path)][: int(os.environ.get("SECURITY_ADDRESSES", 10_000))]


def routes(patterns, before=""):
    """(it takes no form, its route)"""
    for item in patterns:
        route = before + str(item.pattern)
        if hasattr(item, "url_patterns"):
            yield from routes(item.url_patterns, route)
        else:
            yield not hasattr(getattr(item.callback, "view_class", None), "post"), route


def tell(reports, role, base, key):
    looks = {what: Path(reports) / f"{role}.{what}.json" for what in ("forms", "addresses")}
    log = (Path(reports) / f"{role}.server.log").read_text().splitlines()
    asked = [line for line in map(json.loads, filter(lambda line: line.startswith("{"), log)) if "status" in line]
    taken = {line["route"] for line in asked if line["method"] == "POST" and line["status"] in TAKEN}
    wrong = {f"{line['method']} {line['route']} {line['status']}" for line in asked if line["status"] >= 500}
    wrong |= {f"{row['method']} {row['path']} {row['info']}" for look in looks.values() for row in grave(look)}
    wrong |= {f"wapiti broke off at the {what}" for what, look in looks.items() if not look.exists()}
    wrong |= {line for line in log if "WORKER TIMEOUT" in line}
    if "/accounts/" in home(base, key):
        wrong.add("the session was lost on the way")
    met = len({line["route"] for line in asked})
    said = f"{role}: {len(asked)} requests at {met} addresses, forms of {len(taken)} taken, {len(wrong)} wrong"
    print(said, *sorted(wrong), sep="\n  ")
    return bool(wrong)


def grave(look):
    kinds = json.loads(look.read_text())["vulnerabilities"] if look.exists() else {}
    return [row for rows in kinds.values() for row in rows if row["level"] >= MEDIUM]


def home(base, key):
    with urllib.request.urlopen(urllib.request.Request(base, headers={"Cookie": f"sessionid={key}"})) as answer:
        return answer.url


if __name__ == "__main__":
    sys.exit({"prepare": prepare, "tell": tell}[sys.argv[1]](*sys.argv[2:]))
