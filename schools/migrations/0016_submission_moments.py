from django.db import migrations
from django.db.models import F
from django.db.models.functions import Coalesce


def as_sent(apps, schema_editor):
    """Sendings from before their history stay at version 0: it begins with their next change."""
    rows = apps.get_model("schools", "Submission").objects.filter(version=0)
    rows.update(created_at=F("sent_at"), updated_at=Coalesce("answered_at", "sent_at"))


class Migration(migrations.Migration):

    dependencies = [("schools", "0015_submission_history")]

    operations = [migrations.RunPython(as_sent, migrations.RunPython.noop)]
