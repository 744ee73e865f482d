"""The child process that parses: ``python -m ingest.readers.worker MEMORY_BYTES SECONDS``.

It reads ``{"kind", "name", "size"}`` and a line feed, then the bytes; it answers with the length of a JSON
object, a line feed, and the object: ``{"raw": …}`` or ``{"error", "remedy"}``. It ends when its input does,
or when nothing was asked for :data:`IDLE_SECONDS`.
"""

from __future__ import annotations

import json
import os
import resource
import select
import sys
from collections.abc import Callable
from functools import cache
from typing import IO, Any

from ingest.errors import UnreadableFile
from ingest.readers.ocr import Recogniser, is_installed
from ingest.readers.raw import RawText, to_json

IDLE_SECONDS = 120.0
"""A child that is asked nothing for so long ends: a server keeps none around for a file that it once read."""

DEPTH = 6000
"""Python frames: documents nest tables in tables, each some frames deep; libxml2 stops at 256 levels."""

_REMEDY = "请用原软件打开后另存为 .docx、.pdf 或 .txt 再试"


def _html(data: bytes, name: str) -> RawText:
    from ingest.readers.html import read_html

    return read_html(data, name)


def _docx(data: bytes, name: str) -> RawText:
    from ingest.readers.docx import read_docx

    return read_docx(data, name)


def _pdf(data: bytes, name: str) -> RawText:
    from ingest.readers.pdf import read_pdf

    return read_pdf(data, name, partial=not is_installed())


def _pdf_ocr(data: bytes, name: str) -> RawText:
    from ingest.readers.pdf import read_pdf

    return read_pdf(data, name, _recogniser())


def _ofd(data: bytes, name: str) -> RawText:
    from ingest.readers.ofd import read_ofd

    return read_ofd(data, name, partial=not is_installed())


def _ofd_ocr(data: bytes, name: str) -> RawText:
    from ingest.readers.ofd import read_ofd

    return read_ofd(data, name, _recogniser())


def _image_ocr(data: bytes, name: str) -> RawText:
    from ingest.readers.image import read_image

    return read_image(data, name, _recogniser())


@cache
def _recogniser() -> Recogniser:
    return Recogniser()


PARSERS: dict[str, Callable[[bytes, str], RawText]] = {
    "html": _html,
    "docx": _docx,
    "pdf": _pdf,
    "ofd": _ofd,
    "pdf-ocr": _pdf_ocr,
    "ofd-ocr": _ofd_ocr,
    "image-ocr": _image_ocr,
}


def answer(kind: str, name: str, data: bytes) -> dict[str, Any]:
    """Parse and return the answer; ``spent`` says that the process should not be used again."""
    try:
        return {"raw": to_json(PARSERS[kind](data, name))}
    except UnreadableFile as error:
        return {"error": error.message, "remedy": error.remedy, "code": error.code}
    except MemoryError:
        return {"error": f"{name}：解析所需内存超过上限，已停止", "remedy": _REMEDY, "spent": True}
    except RecursionError:
        return {"error": f"{name}：内容嵌套过深，已停止", "remedy": _REMEDY}
    except Exception as error:  # noqa: BLE001 - whatever a parser of foreign files raises is about that file
        return {"error": f"{name}：无法解析（{type(error).__name__}: {error}）"[:300], "remedy": _REMEDY}


def limit(memory: int) -> None:
    """Bound this process: address space, no core dump, no file that could be written."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def limit_cpu(seconds: int) -> None:
    """Give the next file ``seconds`` of processor time."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


def serve(source: IO[bytes], target: IO[bytes], seconds: int) -> None:
    """Answer until the input ends."""
    while select.select([source], [], [], IDLE_SECONDS)[0]:
        line = source.readline()
        if not line:
            return
        header = json.loads(line)
        limit_cpu(seconds)
        reply = answer(str(header["kind"]), str(header["name"]), source.read(int(header["size"])))
        body = json.dumps(reply).encode()
        target.write(b"%d\n" % len(body))
        target.write(body)
        target.flush()


def main() -> None:
    """Take the pipes, keep what parsers print out of them, and serve."""
    memory, seconds = int(sys.argv[1]), int(sys.argv[2])
    target = os.fdopen(os.dup(1), "wb")
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    limit(memory)
    sys.setrecursionlimit(DEPTH)
    # Unbuffered, so that select sees what is there and nothing hides in a buffer of ours.
    serve(os.fdopen(os.dup(0), "rb"), target, seconds)


if __name__ == "__main__":
    main()
