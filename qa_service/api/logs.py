"""Log entries as JSON, one a line."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime

from qa_service.access.keys import redacted


class JsonFormatter(logging.Formatter):
    r"""Writes time (ISO 8601, UTC), level, logger, event, then the entry's own ``fields``.

    >>> record = logging.makeLogRecord({"name": "planqa.http", "msg": "request", "fields": {"status": 200}})
    >>> json.loads(JsonFormatter().format(record))["status"]
    200
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the entry as one line of JSON."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        # Someone will put a key where it does not belong: in an address, in a request's id.
        return redacted(json.dumps(line, ensure_ascii=False))


def configure(level: str) -> None:
    """Send planqa's and the server's log to standard error, from ``level`` (``info``, …) up."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter())
    for name in ("planqa", "uvicorn"):
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.setLevel(level.upper())
        logger.propagate = False
