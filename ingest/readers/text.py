"""Plain text and Markdown: decode the bytes, refuse what is not text."""

from __future__ import annotations

from ingest.errors import UnreadableFile

MAX_BYTES = 200 * 1024 * 1024
"""Largest text file that is read (bytes). Above it the file is refused: a plan of this size is a mistake."""

ENCODINGS = ("utf-8", "gb18030")
"""Tried in this order; both are strict, so a wrong guess fails instead of giving wrong characters."""

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_CONTROL_LIMIT = 0.001
"""Share of control characters above which decoded text is taken for a binary file."""

_CONTROLS = "".join(map(chr, set(range(32)) - set(b"\t\n\r\f\v"))) + "\ufffd"


def decode_text(data: bytes, name: str) -> tuple[str, str]:
    """Return ``(text, encoding)`` of a text file's bytes.

    UTF-8 (with or without byte-order mark), UTF-16 with mark, then GB18030 (which holds GBK and GB2312).

    Raises:
        UnreadableFile: empty file, binary content, or bytes that neither encoding can decode.

    >>> decode_text("规划".encode("gb18030"), "a.txt")
    ('规划', 'gb18030')
    """
    if not data.strip():
        raise UnreadableFile(f"{name}：文件为空（{len(data)} 字节）", remedy="请确认文件已完整保存后重试")
    if len(data) > MAX_BYTES:
        raise UnreadableFile(
            f"{name}：文件过大（{len(data) / 1048576:.0f} MB，上限 {MAX_BYTES // 1048576} MB）",
            remedy="请拆分后再建索引",
        )
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _decode(data, encoding, name), encoding
    if b"\x00" in data[:65536]:
        raise UnreadableFile(
            f"{name}：内容是二进制数据，不是文本", remedy="请导出为 UTF-8 或 GB18030 编码的纯文本"
        )
    for encoding in ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8" and _is_gb_by_chance(text, data):
            continue
        _refuse_binary(text, name)
        return text, encoding
    position = _first_undecodable(data)
    raise UnreadableFile(
        f"{name}：第 {position} 字节起既不是 UTF-8 也不是 GB18030 编码",
        remedy="请用文本编辑器另存为 UTF-8 后重试",
    )


def decode_lines(data: bytes, name: str) -> tuple[str, str]:
    r"""Return what :func:`decode_text` does; line feeds end the lines where carriage returns alone did.

    >>> decode_lines(b"a\rb", "a.txt"), decode_lines(b"a\r\nb", "a.txt")
    (('a\nb', 'utf-8'), ('a\r\nb', 'utf-8'))
    """
    text, encoding = decode_text(data, name)
    return (text if "\n" in text else text.replace("\r", "\n")), encoding


def _is_gb_by_chance(text: str, data: bytes) -> bool:
    """A short GB text may be valid UTF-8: 联通 reads as ``ͨ`` and the like. Chinese in UTF-8 takes three bytes
    a character, so a text all of whose non-ASCII characters take two is none."""
    foreign = [char for char in set(text) if not char.isascii()]
    if not foreign or max(foreign) >= "\u0800":
        return False
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return True


def _decode(data: bytes, encoding: str, name: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            f"{name}：有 {encoding} 标记，但第 {error.start} 字节起无法解码", remedy="请另存为 UTF-8 后重试"
        ) from error
    _refuse_binary(text, name)
    return text


def _refuse_binary(text: str, name: str) -> None:
    control = sum(map(text.count, _CONTROLS))
    if control > _CONTROL_LIMIT * len(text):
        raise UnreadableFile(
            f"{name}：含 {control} 个控制字符或替换字符，疑为二进制或已损坏的文本",
            remedy="请导出为 UTF-8 或 GB18030 编码的纯文本",
        )


def _first_undecodable(data: bytes) -> int:
    try:
        data.decode("gb18030")
    except UnicodeDecodeError as error:
        return error.start
    return 0
