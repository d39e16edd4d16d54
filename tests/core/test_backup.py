"""The restore drill: what is backed up comes back row for row and byte for byte, or nothing is touched."""

import io
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection

from projects.models import Project
from qa_portal.core import files, tasks, touching
from qa_portal.core.backup import making, older, restoring, rows, sealed
from qa_portal.core.models import Job, StoredFile, User
from tests.core.test_files import pdf, photo, upload
from tests.factories.projects import project_in
from tests.factories.supervision import reported_visit

pytestmark = pytest.mark.django_db
real_transactions = pytest.mark.django_db(transaction=True)
KEY = "เขียวชอุ่ม กระดาษ สะพาน 2569"


@pytest.fixture
def portal(settings, tmp_path):
    """A portal with rows of many kinds and files of two, in folders of its own."""
    settings.MEDIA_ROOT, settings.BACKUP_DIR = tmp_path / "files", str(tmp_path / "backups")
    settings.BACKUP_KEY, settings.BACKUP_KEY_FILE = KEY, ""
    project = project_in("running")
    for content in (pdf(), photo()):
        stored = files.store(upload(content), district=project.district, by=project.owner)
    Job.objects.create(district=project.district, kind="x", label="x", started_by=project.owner, result=stored)
    reported_visit()
    return project


def all_rows():
    return {label: [row for some in rows.read(model, 500) for row in some] for label, model in rows.tables().items()}


def all_files():
    root = Path(settings.MEDIA_ROOT)
    return {str(path.relative_to(root)): path.read_bytes() for path in root.glob("[0-9]*/*/*")}


def lose_everything():
    """An empty database behind its migrations, and an empty disk."""
    with connection.cursor() as cursor, connection.constraint_checks_disabled():
        tables = [model._meta.db_table for model in rows.tables().values()]
        for sql in connection.ops.sql_flush(restoring.no_style(), tables, reset_sequences=True):
            cursor.execute(sql)
    shutil.rmtree(settings.MEDIA_ROOT)


@real_transactions
def test_every_row_and_every_file_comes_back(portal):
    before = all_rows(), all_files(), rows.last_numbers()
    made = making.make(settings.BACKUP_DIR, KEY)
    assert (made.files, made.missing) == (len(before[1]), [])
    assert made.rows == sum(map(len, before[0].values()))
    lose_everything()
    restoring.restore(made.path, KEY)
    assert (all_rows(), all_files()) == before[:2]
    assert touching.is_installed()
    project = Project.objects.get(pk=portal.pk)
    assert project.name == portal.name
    after = Job.objects.create(district=project.district, kind="x", label="y", started_by=project.owner)
    assert after.pk == before[2]["core.Job"] + 1


@real_transactions
def test_database_in_use_is_replaced_only_when_that_is_typed_and_whole_or_not_at_all(portal):
    before = all_rows()
    call_command("backup", stdout=(out := io.StringIO()))
    path = making.last(settings.BACKUP_DIR).path
    assert out.getvalue().startswith(str(path))
    Project.objects.update(name="เขียนหลังสำรอง")
    with pytest.raises(CommandError, match="Only with --replace"):
        call_command("restore", str(path))
    shutil.move(settings.MEDIA_ROOT, f"{settings.MEDIA_ROOT}.away")
    Path(settings.MEDIA_ROOT).write_text("the disk is gone")
    with pytest.raises(CommandError, match=r"Not a directory|File exists"):
        call_command("restore", str(path), replace=True)
    assert (Project.objects.get().name, touching.is_installed()) == ("เขียนหลังสำรอง", True)
    Path(settings.MEDIA_ROOT).unlink()
    call_command("restore", str(path), replace=True, stdout=io.StringIO())
    assert (all_rows(), touching.is_installed()) == (before, True)


def spoiled(path, change):
    """A copy of the backup with another content."""
    copy = path.with_name("spoiled")
    copy.write_bytes(change(path.read_bytes()))
    return copy


def flipped(content, at):
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


CASES = {
    "The backup is cut short": lambda content: content[:-200],
    "The backup was changed or is damaged|cut short": lambda content: flipped(content, len(content) // 2),
    "The key is not that of this backup": lambda content: flipped(content, 40),
    "This is not a backup of the portal": lambda content: b"PK" + content,
}


def test_what_is_not_whole_is_refused_before_anything_is_touched(portal):
    made = making.make(settings.BACKUP_DIR, KEY)
    before = all_rows()
    for sentence, change in CASES.items():
        with pytest.raises(sealed.Unreadable, match=sentence):
            restoring.restore(spoiled(made.path, change), KEY, replace=True)
    with pytest.raises(sealed.Unreadable, match="The key is not that of this backup"):
        restoring.restore(made.path, KEY + "x", replace=True)
    assert all_rows() == before


def applied(name):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('core', %s, '2026-11-22')", [name])


def test_backup_of_other_tables_is_refused_with_a_sentence(portal):
    made = making.make(settings.BACKUP_DIR, KEY)
    applied("9999_later")
    with pytest.raises(restoring.NotRestored, match=r"run `manage\.py migrate` first"):
        restoring.restore(made.path, KEY, replace=True)
    made = making.make(settings.BACKUP_DIR + "2", KEY)
    with pytest.raises(restoring.NotRestored) as refused:
        restoring.restore(made.path, KEY, replace=True)
    assert str(refused.value) == (
        "The backup is of the version that was in use then, with other tables (0 migrations are only here, 1 only "
        "there). Install that version, restore, and then upgrade (docs/backup.md)."
    )


def test_backup_of_an_older_version_is_known_and_wants_a_database_without_tables():
    told = {"migrations": older.applied() - {"core.0009_personal_data"}, "revision": "0123456789ab"}
    assert (older.is_older(told | {"columns": {}}), older.is_older({"migrations": older.applied()})) == (True, False)
    with pytest.raises(older.NotRestored, match=r"git checkout 0123456789ab && deploy/install\), restore, and then"):
        older.is_older(told)  # made before backups told the order of their columns
    with pytest.raises(older.NotRestored, match=r"1 migrations came since.*Give a database without any"):
        older.make_tables(told)


@real_transactions
def test_rows_come_in_by_the_models_of_the_migrations_as_by_those_of_the_code(portal):
    """As those of an older version do, whose columns stand in another order."""
    made, before = making.make(settings.BACKUP_DIR, KEY), all_rows()
    told, registry = restoring.check(made.path, KEY), older.models_of(older.applied())
    assert [label for label in rows.tables(registry) if label not in told["columns"]] == []
    restoring.bring_in(made.path, KEY, told, registry)
    touching.install()
    assert all_rows() == before


def test_nightly_backup_keeps_so_many_and_says_which_files_were_missing(portal, settings, caplog):
    settings.BACKUP_KEEP = 2
    for day in (20, 21):
        (Path(settings.BACKUP_DIR)).mkdir(exist_ok=True)
        (Path(settings.BACKUP_DIR) / f"qa-portal-202611{day}-013000.backup").touch()
    default_storage.delete(StoredFile.objects.filter(media_type=files.JPEG).get().content.name)
    tasks.back_up()
    kept = [item.path.name for item in making.kept(settings.BACKUP_DIR)]
    assert (len(kept), kept[1]) == (2, "qa-portal-20261121-013000.backup")
    assert [record.getMessage() for record in caplog.records if record.name == "qa_portal.core.tasks"] == [
        "1 files were missing in the storage when it was backed up"
    ]


def test_second_backup_at_the_same_time_is_refused(portal):
    with making._alone_in(Path(settings.MEDIA_ROOT)), pytest.raises(making.AtWork):
        making.make(settings.MEDIA_ROOT, KEY)


def test_short_key_is_refused(portal):
    with pytest.raises(sealed.WeakKey):
        making.make(settings.BACKUP_DIR, "short")
    assert making.kept(settings.BACKUP_DIR) == []
    assert User.objects.count() > 0
