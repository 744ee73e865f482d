"""``planqa add``, ``planqa remove`` and ``planqa restore``: single documents in and out of the index.

Where a service runs over the same home the change is handed to it; else it is made here.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qa_service.commands.options import AsJson, Home, Model

if TYPE_CHECKING:
    from qa_service.collection.collection import Collection, Refused
    from qa_service.collection.model import Job
    from qa_service.collection.uploads import Upload
    from qa_service.settings import Settings

LOOK_SECONDS = 0.1


def add(
    files: Annotated[list[Path], typer.Argument(metavar="文件", help="要收入索引的文件，会保存一份副本")],
    replace: Annotated[bool, typer.Option("--replace", help="同名文件已在索引中时替换它")] = False,
    home: Home = None,
    model: Model = None,
    as_json: AsJson = False,
) -> None:
    """把文件加入索引，其他文件不动。

    文件会复制到索引目录保存；以后的 planqa build 不会移出它。
    """
    from qa_service.commands.setup import start

    settings = start(home=home, model=model, quiet=as_json)
    with _collection(settings) as collection:
        taken = [_taken(path, settings) for path in files]
        _tell(_finished(collection, lambda: collection.add(taken, replace=replace)), as_json)


def remove(
    document: Annotated[str, typer.Argument(metavar="编号", help="文档编号，见 planqa documents")],
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """从索引中删除一份文档；原文件不动，30 天内可用 planqa restore 恢复。"""
    from qa_service.commands.setup import start

    with _collection(start(home=home, quiet=as_json)) as collection:
        _tell(_finished(collection, lambda: collection.delete_document(document)), as_json)


def restore(
    document: Annotated[str, typer.Argument(metavar="编号", help="删除时的文档编号")],
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """恢复删除的文档。"""
    from qa_service.commands.setup import start

    with _collection(start(home=home, quiet=as_json)) as collection:
        _tell(_finished(collection, lambda: collection.restore("document", document)), as_json)


@contextmanager
def _collection(settings: Settings) -> Iterator[Collection]:
    from index.segment import use_home
    from qa_service.collection.collection import Collection
    from qa_service.collection.encoders import encoder_of

    def nothing() -> None:
        """A service sees the new generation by itself."""

    use_home(settings.home)
    collection = Collection(
        settings.home,
        lambda: encoder_of(settings.home, settings.model),
        nothing,
        nothing,
        setting=settings.model,
    )
    collection.start()
    try:
        yield collection
    finally:
        collection.stop()


def _taken(path: Path, settings: Settings) -> Upload | Refused:
    from ingest.errors import BadInput, PlanqaError
    from qa_service.collection.collection import Refused
    from qa_service.collection.uploads import take_in

    try:
        if not path.is_file():
            raise BadInput(f"文件不存在：{path}", remedy="请检查路径；文件夹请用 planqa build")
        with path.open("rb") as stream:
            chunks = iter(lambda: stream.read(1 << 20), b"")
            return take_in(settings.home, path.name, chunks, settings.largest_mb)
    except PlanqaError as error:
        return Refused(path.name, error)


def _finished(collection: Collection, submit: Callable[[], Job]) -> Job:
    job = submit()
    while not job.over:
        time.sleep(LOOK_SECONDS)
        job = collection.journal.get(job.id)
    return job


def _tell(job: Job, as_json: bool) -> None:
    if as_json:
        from qa_service.show.as_json import print_json

        print_json(job)
    else:
        from qa_service.show.console import show
        from qa_service.show.job import job_view

        show(job_view(job))
    if job.state == "failed":
        raise typer.Exit(2)
