"""The samples' documents, read without any index: the checker needs no model."""

from __future__ import annotations

import pytest
from cli_kit import SAMPLES

from ingest.files import read_file
from ingest.model import Document
from qa_service.check.checker import Checker


@pytest.fixture(scope="session")
def sample_documents() -> list[Document]:
    return [d for path in sorted(SAMPLES.iterdir()) for d in read_file(path).report.documents]


@pytest.fixture(scope="session")
def checker(sample_documents: list[Document]) -> Checker:
    return Checker(sample_documents)
