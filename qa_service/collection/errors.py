"""What can be wrong with a change before it is accepted."""

from __future__ import annotations

from ingest.errors import BadInput, NotFound, PlanqaError


class BadFileName(BadInput):
    """A file name that cannot be kept."""

    code = "bad-file-name"


class UploadTooLarge(BadInput):
    """A file over the limit (MiB), or more files than one request may bring."""

    code = "upload-too-large"
    status = 413


class UnsupportedFile(BadInput):
    """A file of a format that no reader takes, or whose bytes are not what its name says."""

    code = "unsupported-file"
    status = 415


class EmptyUpload(BadInput):
    """A request without a file, or a file without a byte."""

    code = "empty-upload"


class SharedSource(BadInput):
    """A document that stands in a file with others: replacing the file would replace them too."""

    code = "shared-source"
    status = 409


class NothingToRestore(NotFound):
    """No deletion that could still be undone."""

    code = "nothing-to-restore"


class TooManyJobs(PlanqaError):
    """More changes are waiting than the service takes on."""

    code = "busy"
    status = 503


class FeedbackFull(PlanqaError):
    """The file that feedback is kept in has reached its limit."""

    code = "feedback-full"
    status = 503


class JobInterrupted(PlanqaError):
    """A job during which the service ended again and again."""

    code = "job-interrupted"
