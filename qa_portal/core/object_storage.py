"""Where the contents of private files lie when several machines serve the portal: a bucket that all of them reach and
nobody else (settings.S3_BUCKET). A content is at its name whole or not at all: that is how such stores take files."""

from botocore.exceptions import ClientError
from storages.backends.s3 import S3Storage

GONE = {"404", "NoSuchKey", "NotFound"}


class ObjectStorage(S3Storage):
    """What qa_portal.core.storage.WholeFileStorage can, so that qa_portal.core.shelf asks both the same."""

    def touch(self, name):
        """Whether there is such a file; its time is now, so that it counts as fresh."""
        return self._copy(name, name, MetadataDirective="REPLACE")

    def move(self, name, target):
        if not self._copy(name, target):
            raise FileNotFoundError(name)
        self.delete(name)

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
