"""File names as they come in from outside: reduced to a bare name, or refused."""

from __future__ import annotations

import re
import unicodedata

from qa_service.collection.errors import BadFileName

MAX_NAME_BYTES = 200
"""Longest name kept (bytes of UTF-8, some 66 Chinese characters): file systems take 255, and a prefix or
suffix of a temporary copy must fit too."""

_SEPARATORS = re.compile(r"[/\\]")


def bare_name(given: str) -> str:
    r"""Return the file name of ``given`` without any folder in it.

    Browsers send a path where a folder was dropped, and others may send one on purpose: only what follows
    the last separator, of either kind, counts, so that no name leads out of the folder of uploads.

    >>> bare_name("规划/2026/静安.docx"), bare_name("C:\\plans\\a.txt"), bare_name("../../etc/passwd.txt")
    ('静安.docx', 'a.txt', 'passwd.txt')

    Raises:
        BadFileName: nothing is left, a control character, half a character, or a name that is too long.
    """
    name = unicodedata.normalize("NFC", _SEPARATORS.split(given)[-1]).strip()
    if not name.strip("."):
        raise BadFileName("文件没有可用的名称", remedy="请给文件起一个普通的名称，如“某某规划.docx”")
    if any(unicodedata.category(letter) in ("Cc", "Cs", "Cf", "Zl", "Zp") for letter in name):
        raise BadFileName("文件名中有不可见或无效的字符", remedy="请改名后重试")
    if name.startswith("."):
        raise BadFileName("文件名以点开头，是隐藏文件", remedy="请改名后重试")
    if len(name.encode()) > MAX_NAME_BYTES:
        raise BadFileName("文件名过长", remedy=f"请缩短到 {MAX_NAME_BYTES // 3} 个汉字以内")
    return name
