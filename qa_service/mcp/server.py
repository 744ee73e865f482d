"""The tools, whatever they are reached by: standard input and output, or HTTP."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from importlib.metadata import version
from typing import Annotated, Any, Protocol, TypeVar

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import Field

from ingest.errors import PlanqaError
from qa_service.check.draft import check_draft
from qa_service.cite.registry import DEFAULT_MARK, STYLES, write_citation
from qa_service.engine import Engine
from qa_service.mcp.shapes import (
    Answered,
    CheckedDraft,
    Citation,
    Cited,
    DocumentEntry,
    DocumentList,
    PassageInFull,
    Passages,
)
from qa_service.model import Answer, Filters

Result = TypeVar("Result")

INSTRUCTIONS = """检索中国政府规划、办法、通知等文件，返回原文段落和规范引用。
先用 ask 提问；answerable 为 false 表示文件中没有依据，应如实说明，不要用相近段落代替答案。
引用时照录 citation，并只引 text 中的原话；文件已过有效期时（见 warnings、validity）须一并说明。
写好的文稿用 check 逐句核对。"""

READS_ONLY = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)

Style = Annotated[str, Field(description="样式；gongwen 为公文式", json_schema_extra={"enum": list(STYLES)})]
Question = Annotated[str, Field(description="用中文写的问题，不超过 2000 字")]
PassageId = Annotated[str, Field(description="段落编号，见 ask 和 search 的结果")]
DocumentIds = Annotated[
    list[str],
    Field(description="只查这些文件（编号见 list_documents）；空为全部", max_length=1000),
]
Years = Annotated[list[int], Field(description="只查这些年份成文的文件；空为全部", max_length=100)]
Regions = Annotated[list[str], Field(description="只查这些地区的文件（见 list_documents）", max_length=100)]
InForce = Annotated[bool, Field(description="只查仍然有效的文件")]


class Runner(Protocol):
    """Runs work on the current engine in a thread; what it raises comes back."""

    def __call__(self, work: Callable[[Engine], Result], /) -> Awaitable[Result]:
        """Return what ``work`` returns."""
        ...


def new_server(run: Runner, *, answered: Callable[[Answer], None] = lambda answer: None) -> MCPServer[Any]:
    """Return a server whose tools ask the engine that ``run`` lends; ``answered`` is told of each answer.

    Every tool returns structured content that fits its output schema, with the same as JSON text beside
    it for clients that know no better. What can't be done is a tool error with its remedy, in Chinese.
    """
    server: MCPServer[Any] = MCPServer(
        "planqa",
        title="政府规划检索问答",
        instructions=INSTRUCTIONS,
        version=version("planqa"),
        log_level="WARNING",
    )
    _add_finding(server, run, answered)
    _add_reading(server, run)
    _add_checking(server, run)
    return server


def _add_finding(server: MCPServer[Any], run: Runner, answered: Callable[[Answer], None]) -> None:
    @server.tool(
        title="提问",
        description="就已收录的文件提问，得到能回答问题的原文段落，每段附引用；文件中没有依据时如实告知。",
        annotations=READS_ONLY,
    )
    async def ask(
        question: Question,
        k: Annotated[int, Field(description="返回几个段落", ge=1, le=20)] = 5,
        documents: DocumentIds = [],  # noqa: B006  the schema shows it; nobody changes it
        years: Years = [],  # noqa: B006
        regions: Regions = [],  # noqa: B006
        in_force: InForce = False,
    ) -> Answered:
        filters = _filters(documents, years, regions, in_force)
        answer = await _told(run, lambda engine: engine.ask(question, k=k, filters=filters))
        answered(answer)
        return Answered.of(answer)

    @server.tool(
        title="查找段落",
        description="按相关程度列出段落，不判断是否回答了问题；用于通读与某一主题有关的内容，可翻页。",
        annotations=READS_ONLY,
    )
    async def search(
        query: Question,
        limit: Annotated[int, Field(description="返回几个段落", ge=1, le=50)] = 10,
        offset: Annotated[int, Field(description="从第几个段落起（0 为最前）", ge=0, le=500)] = 0,
        documents: DocumentIds = [],  # noqa: B006
        years: Years = [],  # noqa: B006
        regions: Regions = [],  # noqa: B006
        in_force: InForce = False,
    ) -> Passages:
        filters = _filters(documents, years, regions, in_force)
        found = await _told(
            run, lambda engine: engine.search(query, offset=offset, limit=limit, filters=filters)
        )
        return Passages(
            passages=[Cited.of(hit) for hit in found.hits], total=found.total, emptied=found.emptied
        )


def _add_reading(server: MCPServer[Any], run: Runner) -> None:
    @server.tool(
        title="读一个段落",
        description="按编号取一个段落：原文、引用、在来源文件中的位置、与来源文件核对的结果、前后段落的编号。",
        annotations=READS_ONLY,
    )
    async def get_passage(passage_id: PassageId) -> PassageInFull:
        return PassageInFull.of(await _told(run, lambda engine: engine.passage(passage_id)))

    @server.tool(
        title="列出文件",
        description="列出已收录的文件：标题、文号、发文机关、成文日期、地区、文种、是否有效。",
        annotations=READS_ONLY,
    )
    async def list_documents(
        limit: Annotated[int, Field(description="返回几份文件", ge=1, le=200)] = 50,
        offset: Annotated[int, Field(description="从第几份文件起（0 为最前）", ge=0)] = 0,
    ) -> DocumentList:
        cards = await _told(run, lambda engine: engine.documents())
        following = offset + limit
        return DocumentList(
            documents=[DocumentEntry.of(card) for card in cards[offset:following]],
            total=len(cards),
            next_offset=following if following < len(cards) else None,
        )


def _add_checking(server: MCPServer[Any], run: Runner) -> None:
    @server.tool(
        title="写引用",
        description="按指定样式写出一个段落的引用：公文式、GB/T 7714、脚注或文献管理格式。",
        annotations=READS_ONLY,
    )
    async def cite(
        passage_id: PassageId,
        style: Style = "gongwen",
        mark: Annotated[str, Field(description="文献类型标识，用于 GB/T 7714（A 为档案）")] = DEFAULT_MARK,
    ) -> Citation:
        def work(engine: Engine) -> str:
            return write_citation(engine.reference(passage_id), style, mark=mark)

        return Citation(passage_id=passage_id, style=style, citation=await _told(run, work))

    @server.tool(
        title="核对文稿",
        description="逐句核对一段文字：引文、数字、年份、单位、文件名称与原文是否一致，依据在哪里，差在哪里。",
        annotations=READS_ONLY,
    )
    async def check(
        text: Annotated[str, Field(description="要核对的文字，不超过 20000 字", max_length=20_000)],
        markdown: Annotated[bool, Field(description="文字是否为 Markdown")] = False,
    ) -> CheckedDraft:
        result = await _told(run, lambda engine: check_draft(engine, text, markdown=markdown))
        return CheckedDraft.of(result)


async def _told(run: Runner, work: Callable[[Engine], Result]) -> Result:
    try:
        return await run(work)
    except PlanqaError as error:
        remedy = f"办法：{error.remedy}。" if error.remedy else ""
        raise ToolError(f"{error.message}。{remedy}（{error.code}）") from error


def _filters(documents: list[str], years: list[int], regions: list[str], in_force: bool) -> Filters:
    return Filters(documents=tuple(documents), years=tuple(years), regions=tuple(regions), in_force=in_force)
