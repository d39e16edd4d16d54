from django.db import migrations

from qa_portal.core.thai import search_key, sort_key
from qa_portal.office.data.library import DOCUMENTS


def load(apps, schema_editor):
    """The country's references; what is replaced points at what stands in its place."""
    model = apps.get_model("office", "LibraryDocument")
    rows = {}
    for facts in DOCUMENTS:
        facts = dict(facts)
        key, newer = facts.pop("key"), facts.pop("replaced_by", None)
        words = search_key(f"{facts['title']}  {facts['year'] or ''} {facts['issuer']}")[:800]
        replaced_by = rows[newer] if newer else None
        rows[key] = model.objects.create(
            title_sort=sort_key(facts["title"]), words=words, replaced_by=replaced_by, **facts
        )


class Migration(migrations.Migration):

    dependencies = [
        ('office', '0005_library'),
    ]

    operations = [
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
