from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import override

from qa_portal.core.roles import ROLES
from qa_portal.core.workflow import MACHINES

HEAD = """# Workflows

Drawn from the machines in each app's `workflow/` by `manage.py draw_workflows`; a test fails when this page is old.
"""


class Command(BaseCommand):
    help = "Draws every workflow into docs/workflows.md."

    def handle(self, **options):
        Path(settings.BASE_DIR / "docs" / "workflows.md").write_text(drawing())


def drawing():
    """The page as text: for each machine a Mermaid diagram and a table of its steps."""
    with override("en"):
        machines = sorted(MACHINES.values(), key=lambda machine: machine.model.__name__)
        return "\n".join([HEAD, *(_machine(machine) for machine in machines)])


def _machine(machine):
    words = dict(machine.model._meta.get_field("state").choices)
    lines = [f"## {machine.model.__name__}", "", "```mermaid", "stateDiagram-v2"]
    lines += [f"    {state}: {words[state]}" for state in machine.looks]
    for item in machine.transitions:
        lines += [f"    {source} --> {item.target}: {item.name}" for source in item.sources]
    lines += ["```", "", "| step | from | to | roles | asks |", "|---|---|---|---|---|"]
    return "\n".join([*lines, *(_row(item, words) for item in machine.transitions), ""])


def _row(item, words):
    roles = ", ".join(slug for slug, role in ROLES.items() if item.verb in role.verbs)
    asks = ["a note"] if item.needs_note else []
    asks += ["not one's own work"] if item.not_own else []
    sources = ", ".join(str(words[source]) for source in item.sources)
    return f"| {item.label} (`{item.name}`) | {sources} | {words[item.target]} | {roles} | {', '.join(asks)} |"
