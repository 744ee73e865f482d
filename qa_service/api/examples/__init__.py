"""What the service said about ``samples/documents``: the examples of its OpenAPI description.

Written by :mod:`qa_service.api.refresh_examples`, not by hand.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

EXAMPLES_FOLDER = Path(__file__).parent


@cache
def example(name: str) -> Any:
    """Return the example ``name``.

    >>> example("health")
    {'status': 'ok'}
    """
    return json.loads((EXAMPLES_FOLDER / f"{name}.json").read_text(encoding="utf-8"))
