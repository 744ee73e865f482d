"""The three roles. Each may do what the one before it may."""

from __future__ import annotations

from enum import IntEnum


class Role(IntEnum):
    """What the holder of a key may do; a higher role includes the lower ones.

    >>> Role.named("editor") >= Role.READER
    True
    >>> Role.EDITOR.label
    '编辑'
    """

    READER = 1
    """Ask, search, read, check drafts, give feedback."""
    EDITOR = 2
    """Also add, replace and delete documents and run evaluations."""
    ADMIN = 3
    """Also switch between generations and export what users sent."""

    @property
    def label(self) -> str:
        """The Chinese name, to be shown."""
        return {Role.READER: "查阅", Role.EDITOR: "编辑", Role.ADMIN: "管理"}[self]

    @property
    def word(self) -> str:
        """The name in settings, files and answers: ``reader``, ``editor`` or ``admin``."""
        return self.name.lower()

    @classmethod
    def named(cls, word: str) -> Role:
        """Return the role called ``word``. Raises KeyError for any other word."""
        return {role.word: role for role in cls}[word]
