from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import override

from qa_portal.core.personal_data.register import holdings

HEAD = """# Personal data

The register of personal data (PDPA s. 39), written by `manage.py describe_personal_data` from what each app says in its
`personal_data.py`; a test fails when this page is old, and when a field that looks like a person's is not in it. The
administrator reads it in Thai under “Personal data”, where data are given out (`core.personal_data.export`), erased
(`core.personal_data.people`), and decided about when their time is over (`core.personal_data.retention`).

- **Pupils** are counted only: no table holds a pupil's name.
- **Giving out**: a zip with `data.json` (account, what it was before, what is the person's own, sign-ins, steps, every
  row that names the account) and the files that the person put in, made in the queue, for the administrator to hand
  over.
- **Erasing**: the account becomes “ผู้ใช้ที่ลบแล้ว n”, in its history too; contacts, notices, sign-ins, second factor and
  whatever hangs on the account alone go. The office's records stay. Not touched: names that people typed into papers
  (signatories, committee members, notes, notices to others), frozen documents, and backups made before.
- **Who took data out**: every file, sheet and paper, and each opened page about one person, with who, when and the
  address. What other systems read over the API is counted by token, area and day ([API](api.md)).
- **Who was refused what**: each page that a person was refused, as the pattern of its address, counted by day.
- **How long**: each night the portal proposes what is over its fiscal years; the administrator removes it or says why
  it stays; of people who belong to no office a superuser decides. The record of wrong passwords goes after 90 days by
  itself.
- **Who did what**: the tables that name accounts are listed on the page in the portal, as found in the tables.
- **Consent to photos** stands at each photo of a visit, an activity, a meeting and a form (`core.models.ShowsPeople`),
  and is nobody's until somebody says so. Without it no minutes, result report, book or package of evidence shows the
  photo, and the report of a visit cannot be sent. A file of a good practice is shown to other schools, in the booklet
  and on the public page only where its school says that the people in it have agreed.
"""


class Command(BaseCommand):
    help = "Writes the register of personal data into docs/personal_data.md."

    def handle(self, **options):
        Path(settings.BASE_DIR / "docs" / "personal_data.md").write_text(description())


def description():
    with override("en"):
        lines = [HEAD, "## Register", "", "| table | fields | what for | basis | how long |", "|---|---|---|---|---|"]
        for holding in holdings():
            fields = ", ".join(f"`{field}`" for field in holding.fields)
            about = f"{holding.purpose} | {holding.basis} | {holding.retention}"
            lines.append(f"| {holding.name} (`{holding.model}`) | {fields} | {about} |")
        return "\n".join([*lines, ""])
