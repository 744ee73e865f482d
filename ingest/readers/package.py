"""A document that is a zip of XML parts, opened with limits: no bomb unpacked, no entity resolved, nothing
fetched."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from lxml import etree

from ingest.errors import UnreadableFile

Element = Any
MAX_PARTS = 5000
"""Files in a package: a plan with a picture on each of 300 pages has under 1,000."""

MAX_PART = 256 * 1024 * 1024
"""Bytes of one part, unpacked. 1,000 pages of text take 30 MB."""

MAX_RATIO = 300
"""A part that is this much larger than its packed form is a bomb (Word's own XML packs to 1/10–1/60)."""

RATIO_FROM = 4 * 1024 * 1024
"""Parts smaller than this may pack as well as they like."""

_REMEDY = "请确认文件来源可靠，或用原软件打开后另存为新的文件"


class Package:
    """An opened package; ``ending`` is what its files are named by, ``main`` the part that each has.

    Raises:
        UnreadableFile: not a package, encrypted, or beyond the limits.
    """

    def __init__(self, data: bytes, name: str, ending: str, main: str) -> None:
        self.name = name
        try:
            self.zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise UnreadableFile(
                f"{name}：不是有效的 {ending} 文件（压缩包已损坏）", remedy=_REMEDY
            ) from error
        self.infos = {info.filename: info for info in self.zip.infolist()}
        if len(self.zip.infolist()) > MAX_PARTS:
            raise UnreadableFile(
                f"{name}：压缩包内有 {len(self.infos)} 个文件，超过上限 {MAX_PARTS}", remedy=_REMEDY
            )
        if main not in self.infos:
            raise UnreadableFile(f"{name}：压缩包中没有 {main}，不是 {ending} 文件", remedy=_REMEDY)

    def names(self, prefix: str) -> list[str]:
        """Return the names of the parts that begin with ``prefix``, sorted."""
        return sorted(name for name in self.infos if name.startswith(prefix) and name.endswith(".xml"))

    def xml(self, part: str) -> Element | None:
        """Return the root of an XML part, ``None`` if there is no such part."""
        if part not in self.infos:
            return None
        data = self.bytes_of(part)
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
            # The formats forbid them (ECMA-376 part 2, GB/T 33190); an entity is there to expand or to fetch.
            raise UnreadableFile(f"{self.name}：{part} 含有 DTD 或实体声明，已拒绝", remedy=_REMEDY)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            return etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            reason = "嵌套过深" if "depth" in str(error) else "XML 有误"
            raise UnreadableFile(f"{self.name}：{part} {reason}，无法解析", remedy=_REMEDY) from error

    def bytes_of(self, part: str) -> bytes:
        """Return a part, unpacked.

        Raises:
            UnreadableFile: encrypted, damaged, or beyond the limits.
        """
        info = self.infos[part]
        if info.flag_bits & 1:
            raise UnreadableFile(f"{self.name}：文件已加密", remedy="请去除密码后重试")
        bomb = info.file_size > RATIO_FROM and info.file_size > MAX_RATIO * max(1, info.compress_size)
        if info.file_size > MAX_PART or bomb:
            size = info.file_size // 1048576
            raise UnreadableFile(
                f"{self.name}：{part} 解压后达 {size} MB，疑为压缩炸弹，已拒绝", remedy=_REMEDY
            )
        try:
            with self.zip.open(info) as stream:
                # The size that the directory names may be a lie: never read beyond it.
                data = stream.read(info.file_size + 1)
        except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, ValueError) as error:
            raise UnreadableFile(f"{self.name}：{part} 已损坏，无法解压", remedy=_REMEDY) from error
        if len(data) > info.file_size:
            raise UnreadableFile(f"{self.name}：{part} 的大小与目录不符，已拒绝", remedy=_REMEDY)
        return data
