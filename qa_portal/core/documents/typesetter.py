"""HTML set in type by processes of their own, so that two cores work at one book and the memory that a part took goes
with its process. Only files cross over: `python -m qa_portal.core.documents.typesetter` reads one request a line and
answers each with one line, until its input ends."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue

from django.conf import settings

COMMAND = [sys.executable, "-m", __name__]


class Typesetters:
    """A pool of `count` processes, each begun when it is first needed and ended when the block is left."""

    def __init__(self, count):
        self.threads = ThreadPoolExecutor(count)
        self.processes = []
        self.idle = SimpleQueue()
        for _ in range(count):
            self.idle.put(None)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        for process in self.processes:
            with suppress(BrokenPipeError):
                process.stdin.close()
            if error[0]:
                process.kill()
        self.threads.shutdown(cancel_futures=True)
        for process in self.processes:
            process.stdout.close()
            process.wait()

    def set(self, source, target, files):
        """The Future of the HTML file `source` set as the PDF file `target`, which appears when it is whole. `files` is
        {key: (path, mime)}."""
        return self.threads.submit(self._ask, {"source": str(source), "target": str(target), "files": files})

    def _ask(self, request):
        process = self.idle.get() or self._begin()
        try:
            process.stdin.write(json.dumps(request) + "\n")
            process.stdin.flush()
            answer = process.stdout.readline()
        except BrokenPipeError:
            answer = ""
        finally:
            self.idle.put(process)
        if answer.strip() != "done":
            raise RuntimeError(f"A part was not set in type: {answer.strip() or 'the process ended'}")

    def _begin(self):
        process = subprocess.Popen(  # noqa: S603  our own module
            COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=settings.BASE_DIR, env=os.environ
        )
        self.processes.append(process)
        return process


def set_in_type(request):
    from .pdf import pdf_from_html

    files = {key: (Path(path).read_bytes(), mime) for key, (path, mime) in request["files"].items()}
    content = pdf_from_html(Path(request["source"]).read_text("utf-8"), files=files, is_tagged=False)
    target = Path(request["target"])
    unfinished = target.with_suffix(f".{os.getpid()}")
    unfinished.write_bytes(content)
    unfinished.replace(target)


def main():
    import django

    django.setup()
    answers = sys.stdout
    sys.stdout = sys.stderr  # nothing but answers goes back
    for line in sys.stdin:
        try:
            set_in_type(json.loads(line))
        except Exception as error:
            print(f"{type(error).__name__}: {error}".replace("\n", " "), file=answers, flush=True)
        else:
            print("done", file=answers, flush=True)


if __name__ == "__main__":
    main()
