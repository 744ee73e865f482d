"""Old binary formats (.doc, .wps) by way of LibreOffice, where it is installed.

LibreOffice runs without a window, with a profile of its own that is thrown away, no macros (its default for
converted files), and limits of time and memory; what it writes is read as a .docx.
"""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from ingest.errors import UnreadableFile

SECONDS = 180.0
"""Time for one conversion, LibreOffice's own start of about 5 s included."""

MEMORY = 6 * 1024**3
"""Address space: LibreOffice maps about 2 GB before it reads anything."""


def find_office() -> str | None:
    """Return the path of LibreOffice's program, ``None`` where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def to_docx(data: bytes, name: str) -> bytes:
    """Return the document as .docx.

    Raises:
        UnreadableFile: no LibreOffice, or it makes no .docx of the file.
    """
    office = find_office()
    suffix = Path(name).suffix.lower()
    if office is None:
        raise UnreadableFile(
            f"{name}：读取 {suffix} 格式需要 LibreOffice，本机没有安装",
            remedy="安装 LibreOffice（Debian/Ubuntu：apt-get install libreoffice-writer-nogui），"
            "或用 Word、WPS 另存为 .docx",
        )
    with tempfile.TemporaryDirectory(prefix="planqa-office-") as folder:
        source = Path(folder, f"in{suffix}")
        source.write_bytes(data)
        _convert(office, source, Path(folder), name)
        target = Path(folder, "in.docx")
        if not target.is_file():
            raise UnreadableFile(
                f"{name}：LibreOffice 无法转换此文件", remedy="请用 Word、WPS 打开后另存为 .docx"
            )
        return target.read_bytes()


def _convert(office: str, source: Path, folder: Path, name: str) -> None:
    command = [
        office,
        f"-env:UserInstallation=file://{folder}/profile",
        *("--headless", "--norestore", "--convert-to", "docx", "--outdir", str(folder)),
        str(source),
    ]
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env={**os.environ, "HOME": str(folder)},
    )
    if hasattr(resource, "prlimit"):
        resource.prlimit(process.pid, resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.prlimit(process.pid, resource.RLIMIT_CORE, (0, 0))
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired:
        raise UnreadableFile(
            f"{name}：LibreOffice 转换超过 {SECONDS:g} 秒，已停止", remedy="请用 Word、WPS 打开后另存为 .docx"
        ) from None
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the program and what it started: soffice is a script around the real one."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()
