"""A content is at its name whole or not at all."""

import pytest
from django.core.files.base import ContentFile

from qa_portal.core.storage import WholeFileStorage

pytestmark = pytest.mark.same_on_both


class Broken(ContentFile):
    """Ends in the middle, as a process that is killed or a disk that is full ends it."""

    def chunks(self, chunk_size=None):
        yield b"half"
        raise MemoryError


def test_content_that_breaks_off_leaves_nothing(tmp_path):
    storage = WholeFileStorage(tmp_path)
    with pytest.raises(MemoryError):
        storage.save("9000/ab/name", Broken(b""))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert storage.save("9000/ab/name", ContentFile(b"whole")) == "9000/ab/name"
    assert (tmp_path / "9000/ab/name").read_bytes() == b"whole"
