"""Where the contents of private files lie when several machines serve the portal: a bucket that all of them reach and
nobody else (settings.S3_BUCKET). A content is at its name whole or not at all: that is how such stores take files.

While the bucket does not answer, nothing waits for long: StorageAway tells so, and the same may be asked again."""

from contextlib import contextmanager

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from s3transfer.exceptions import RetriesExceededError
from storages.backends.s3 import S3Storage

from qa_portal.core.storage import StorageAway

GONE = {"404", "NoSuchKey", "NotFound"}
PATIENCE = Config(connect_timeout=5, read_timeout=15, retries={"mode": "standard", "total_max_attempts": 2})  # seconds


@contextmanager
def answering():
    """StorageAway in place of the many ways in which a bucket does not answer; what it refuses is told as it is."""
    try:
        yield
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] < 500:
            raise
        raise StorageAway from error
    except (BotoCoreError, RetriesExceededError) as error:
        raise StorageAway from error


class ObjectStorage(S3Storage):
    """What qa_portal.core.storage.WholeFileStorage can, so that qa_portal.core.shelf asks both the same."""

    def __init__(self, **settings):
        super().__init__(**settings)
        self.client_config = self.client_config.merge(PATIENCE)

    _save = answering()(S3Storage._save)
    exists = answering()(S3Storage.exists)
    listdir = answering()(S3Storage.listdir)
    size = answering()(S3Storage.size)
    delete = answering()(S3Storage.delete)
    get_modified_time = answering()(S3Storage.get_modified_time)

    @answering()
    def _open(self, name, mode="rb"):
        """The whole of it at once: what does not come is told here, not in the middle of an answer."""
        opened = super()._open(name, mode)
        return opened.open()

    def names(self):
        with answering():
            yield from (item.key for item in self.bucket.objects.all())

    def touch(self, name):
        """Whether there is such a file; its time is now, so that it counts as fresh."""
        return self._copy(name, name, MetadataDirective="REPLACE")

    def move(self, name, target):
        """Not in one step: core.shelf sees to it that nobody puts the same there meanwhile."""
        if not self._copy(name, target):
            raise FileNotFoundError(name)
        self.delete(name)

    @answering()
    def _copy(self, name, target, **how):
        """Whether there was something to copy."""
        source = {"Bucket": self.bucket_name, "Key": self._key(name)}
        try:
            self.bucket.Object(self._key(target)).copy_from(CopySource=source, **how)
        except ClientError as error:
            if error.response["Error"]["Code"] in GONE:
                return False
            raise
        return True

    def _key(self, name):
        return self._normalize_name(name.replace("\\", "/"))
