"""`python -m qa_portal.core.pdf_intake.child FILE`: judges one PDF, in a process that can do little harm: its memory,
its time and what it may write are limited, and it is given no secret. It prints one JSON object and never a traceback:
a process that ends otherwise has been stopped by one of the limits."""

import base64
import json
import resource
import sys

MEGABYTE = 1024 * 1024
MEMORY, SECONDS, OUTPUT = 450 * MEGABYTE, 60, 20 * MEGABYTE


def confine():
    for limit, value in {
        resource.RLIMIT_AS: MEMORY,
        resource.RLIMIT_CPU: SECONDS,
        resource.RLIMIT_FSIZE: OUTPUT,
        resource.RLIMIT_NOFILE: 64,
        resource.RLIMIT_CORE: 0,
    }.items():
        resource.setrlimit(limit, (value, value))


def judge(path):
    from . import checks, reading

    try:
        pages = checks.check(path)
        texts, picture = reading.read(path)
    except checks.Bad as bad:
        return {"code": str(bad)}
    except MemoryError:
        return {"code": "heavy"}
    except Exception:  # pdfium says many things of a file that it cannot read
        return {"code": "damaged"}
    text_pages = sum(reading.is_text(text) for text in texts)
    face = base64.b64encode(picture).decode()
    return {"code": "", "pages": pages, "text_pages": text_pages, "texts": texts, "picture": face}


def memory_mb():
    """The most that this process has held at once; what resource.getrusage says is its parent's too."""
    with open("/proc/self/status") as status:
        return next((int(line.split()[1]) // 1024 for line in status if line.startswith("VmHWM")), None)


def main(path):
    confine()
    verdict = judge(path)
    print(json.dumps(verdict | {"memory_mb": memory_mb()}))  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1])
