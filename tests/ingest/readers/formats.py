"""The specimen's files, made once a run, and read once."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from make_docx import make_docx
from make_html import make_html
from make_ofd import OTHER, make_ofd
from make_pages import make_library, make_old, make_portal
from make_pdf import make_pdf
from specimen import make_text

from ingest.files import Reading, read_file
from ingest.readers.office import find_office

FOLDER = tempfile.TemporaryDirectory(prefix="planqa-specimen-")
OFFICE_MISSING = "LibreOffice（soffice）没有安装：apt-get install libreoffice-writer-nogui"


def office(name: str, source: bytes, target: str) -> bytes:
    """Convert with LibreOffice."""
    program = find_office()
    assert program, OFFICE_MISSING
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(source)
        command = [
            program,
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--convert-to",
            target,
        ]
        subprocess.run(
            [*command, "--outdir", folder, str(path)], check=True, capture_output=True, timeout=120
        )
        return path.with_suffix(f".{target}").read_bytes()


MAKERS: dict[str, Callable[[], bytes]] = {
    "plan.txt": lambda: make_text().encode(),
    "plan-gbk.txt": lambda: make_text().encode("gb18030"),
    "plan.md": lambda: make_text(marked=True).encode(),
    "plan.html": make_html,
    "plan-gbk.htm": lambda: make_html(charset="gb2312"),
    "plan-bare.html": lambda: make_html(hints=False),
    "library.html": make_library,
    "portal.html": make_portal,
    "old.htm": make_old,
    "plan.docx": make_docx,
    "plan.docm": make_docx,
    "plan.pdf": lambda: make_pdf().data,
    "plan.ofd": make_ofd,
    "plan-other.ofd": lambda: make_ofd(OTHER),
}
OFFICE_MAKERS: dict[str, Callable[[], bytes]] = {
    "office.doc": lambda: office("a.docx", make_docx(), "doc"),
    "office.wps": lambda: office("a.docx", make_docx(), "doc"),
    "office.docx": lambda: office("a.docx", make_docx(changes=False), "odt"),
    "office.pdf": lambda: office("a.docx", make_docx(changes=False), "pdf"),
}


@cache
def path_of(name: str) -> Path:
    path = Path(FOLDER.name, name)
    if name == "office.docx":
        path.write_bytes(office("a.odt", OFFICE_MAKERS[name](), "docx"))
    else:
        path.write_bytes({**MAKERS, **OFFICE_MAKERS}[name]())
    return path


@cache
def reading_of(name: str) -> Reading:
    return read_file(path_of(name))
