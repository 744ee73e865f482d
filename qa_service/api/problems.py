"""Errors as problem documents (RFC 9457): the one place where an exception becomes an HTTP answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.types import Scope

from ingest.errors import BadInput, NoIndex, NotFound, PlanqaError
from qa_service.access.rules import methods_of
from qa_service.api.facts import facts_of
from qa_service.api.field_errors import FieldError, field_errors, is_broken_json, is_wrong_media_type

MEDIA_TYPE = "application/problem+json"
TYPE_PREFIX = "urn:planqa:problem:"

RETRY_AFTER_SECONDS = 1
"""Told to a client that came too early or at a busy moment: a question takes milliseconds and a start
some seconds, so that a second is long enough to matter and short enough not to be felt."""

TITLES: Mapping[str, str] = {
    "bad-input": "输入有误",
    "not-found": "没有找到",
    "no-index": "没有可用的索引",
    "damaged-index": "索引已损坏",
    "bad-words": "日常说法表有误",
    "model-mismatch": "模型与索引不一致",
    "model-unavailable": "模型无法加载",
    "starting": "服务正在启动",
    "unready": "服务不可用",
    "busy": "服务繁忙",
    "timeout": "处理超时",
    "key-required": "需要访问密钥",
    "key-invalid": "访问密钥无效",
    "role-too-low": "权限不足",
    "too-many-requests": "请求过于频繁",
    "damaged-keys": "密钥文件已损坏",
    "misdirected-request": "主机名不受支持",
    "cross-origin": "不接受跨站请求",
    "body-too-slow": "请求体接收超时",
    "body-too-large": "请求体过大",
    "broken-json": "请求体不是有效的 JSON",
    "unsupported-media-type": "请求体类型不受支持",
    "broken-form": "上传的表单无法解析",
    "bad-file-name": "文件名不可用",
    "upload-too-large": "文件过大",
    "unsupported-file": "文件格式不受支持",
    "unreadable-file": "文件无法读取",
    "empty-upload": "没有收到文件",
    "name-taken": "文件名已被占用",
    "shared-source": "源文件中有多份文件",
    "nothing-to-restore": "没有可恢复的删除",
    "unfit-generation": "这一代索引不可用",
    "feedback-full": "反馈记录已满",
    "job-interrupted": "处理被中断",
    "no-such-route": "没有这个地址",
    "method-not-allowed": "请求方法不受支持",
    "evaluation-running": "评测正在运行",
    "http-error": "请求无法处理",
    "internal-error": "服务内部错误",
}
"""Title of each problem type, by the stable code at the end of its URI."""


class Problem(BaseModel):
    """An error as RFC 9457 describes it, with what mends it."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "type": "urn:planqa:problem:no-index",
                "title": "没有可用的索引",
                "status": 503,
                "detail": "还没有索引",
                "instance": "urn:planqa:request:5f0c6a4e8d1b4c0f9a7e2d3b1c5a6f70",
                "remedy": "先运行 `planqa build <文件或目录>` 建立索引",
            }
        }
    )

    type: str = Field(description="Stable URI of the kind of problem: `urn:planqa:problem:` and a code.")
    title: str = Field(description="What kind of problem it is (Chinese); the same for every one of a type.")
    status: int = Field(description="The HTTP status, as in the status line.")
    detail: str = Field(description="What went wrong this time (Chinese, to be shown).")
    instance: str = Field(
        default="", description="This occurrence: `urn:planqa:request:` and the request's id."
    )
    remedy: str = Field(default="", description="What the user can do about it (Chinese, to be shown).")
    errors: list[FieldError] = Field(default=[], description="One entry for each field that was refused.")


class NotReady(NoIndex):
    """The service is up, but the model and the index are still being loaded."""

    code = "starting"

    def __init__(self) -> None:
        super().__init__("模型和索引正在加载", remedy="请稍候几秒再试；进度见 /readyz")


class Unready(NoIndex):
    """The engine is loaded, but something that it depends on has failed."""

    code = "unready"

    def __init__(self, message: str) -> None:
        super().__init__(message, remedy="请查看服务日志，或重启服务")


class IndexUnfit(PlanqaError):
    """A generation that was asked for by name and cannot be opened; the one that answers goes on."""

    code = "unfit-generation"
    status = 409

    def __init__(self, cause: PlanqaError) -> None:
        super().__init__(cause.message, remedy="请选用另一代完好的索引，或运行 planqa build 重建")


class Busy(PlanqaError):  # noqa: N818
    """More questions are waiting than the service takes on."""

    code = "busy"
    status = 503

    def __init__(self) -> None:
        super().__init__("同时提出的问题太多，服务来不及处理", remedy="请稍后重试")


class Timeout(PlanqaError):  # noqa: N818
    """The answer took longer than a request may take (seconds)."""

    code = "timeout"
    status = 504

    def __init__(self, limit: float) -> None:
        super().__init__(f"没有在 {limit:g} 秒内处理完", remedy="请稍后重试；仍然超时，可请管理员调大时限")


class BodyTooSlow(BadInput):
    """The request's body did not arrive in time."""

    code = "body-too-slow"
    status = 408

    def __init__(self) -> None:
        super().__init__("没有在时限内收到完整的请求体", remedy="请检查网络后重试")


class MisdirectedRequest(BadInput):
    """A request for a host that the service does not answer to."""

    code = "misdirected-request"
    status = 421

    def __init__(self) -> None:
        super().__init__(
            "服务不接受这个主机名",
            remedy="请用服务自己的地址；管理员可设置 PLANQA_ALLOWED_HOSTS",
        )


class CrossOrigin(BadInput):
    """A page of another site asks for a change."""

    code = "cross-origin"
    status = 403

    def __init__(self) -> None:
        super().__init__(
            "不接受其他网站的页面发来的修改请求",
            remedy="请从本服务的页面操作；管理员可设置 PLANQA_CORS_ORIGINS",
        )


class BodyTooLarge(BadInput):
    """A request body over the limit (bytes)."""

    code = "body-too-large"
    status = 413

    def __init__(self, limit: int) -> None:
        super().__init__(f"请求体超过上限 {limit} 字节", remedy="缩短请求，或调大服务的请求体上限")


class BrokenJson(BadInput):
    """A request body that is no JSON."""

    code = "broken-json"
    status = 400

    def __init__(self) -> None:
        super().__init__(
            "请求体不是有效的 JSON（UTF-8 编码）", remedy='请检查引号、逗号和编码，例如 {"question": "…"}'
        )


class UnsupportedMediaType(BadInput):
    """A request body that is not declared as JSON."""

    code = "unsupported-media-type"
    status = 415

    def __init__(self) -> None:
        super().__init__("请求体没有声明为 JSON", remedy="加上请求头 `Content-Type: application/json`")


class NoSuchRoute(NotFound):
    """A path that the service does not have."""

    code = "no-such-route"

    def __init__(self) -> None:
        super().__init__("服务没有这个地址", remedy="可用的地址见 /openapi.json")


class MethodNotAllowed(BadInput):
    """A path that exists, asked with a method that it does not take."""

    code = "method-not-allowed"
    status = 405

    def __init__(self, method: str, allowed: str) -> None:
        remedy = f"改用 {allowed}" if allowed else "可用的方法见 /openapi.json"
        super().__init__(f"这个地址不支持 {method}", remedy=remedy)


def planqa_problem(error: PlanqaError, errors: Sequence[FieldError] = ()) -> Problem:
    """Return the problem document of an error of the tree.

    >>> problem = planqa_problem(Busy())
    >>> (problem.type, problem.status, problem.title)
    ('urn:planqa:problem:busy', 503, '服务繁忙')
    """
    return Problem(
        type=TYPE_PREFIX + error.code,
        title=_title(type(error)),
        status=error.status,
        detail=error.message,
        remedy=error.remedy,
        errors=list(errors),
    )


def kept_problem(code: str, status: int, message: str, remedy: str) -> Problem:
    """Return the problem document of an error that was kept by its ``code`` (a job's, told later)."""
    title = TITLES.get(code, TITLES["http-error"])
    return Problem(type=TYPE_PREFIX + code, title=title, status=status, detail=message, remedy=remedy)


def crash_problem() -> Problem:
    """Return the problem document of an error that nobody foresaw; it says nothing of the cause."""
    return planqa_problem(
        PlanqaError("服务遇到了没有预料到的错误", remedy="请重试；仍然出错时，把请求编号交给管理员查日志")
    )


def problem_response(scope: Scope, problem: Problem, headers: Mapping[str, str] | None = None) -> Response:
    """Return ``problem`` as an answer to the request of ``scope``."""
    problem = problem.model_copy(update={"instance": f"urn:planqa:request:{facts_of(scope).id}"})
    facts_of(scope).log["problem"] = problem.type.removeprefix(TYPE_PREFIX)
    return Response(
        problem.model_dump_json(exclude_defaults=True),
        status_code=problem.status,
        headers={**_retry_after(problem), **(headers or {})},
        media_type=MEDIA_TYPE,
    )


def error_response(scope: Scope, error: PlanqaError) -> Response:
    """Return ``error`` as an answer to the request of ``scope``, with the headers that belong to it."""
    return problem_response(scope, planqa_problem(error), getattr(error, "headers", {}))


def install(app: FastAPI) -> None:
    """Make ``app`` answer every error as a problem document."""

    def on_planqa_error(request: Request, error: Exception) -> Response:
        assert isinstance(error, PlanqaError)
        return error_response(request.scope, error)

    def on_validation_error(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        return problem_response(request.scope, _validation_problem(request, error.errors()))

    def on_http_error(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        headers = dict(error.headers or {})
        if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            # The router names the methods of one of the path's routes only.
            headers["Allow"] = ", ".join(methods_of(request.url.path)) or headers.get("Allow", "")
        return problem_response(request.scope, _http_problem(request, error, headers), headers)

    app.add_exception_handler(PlanqaError, on_planqa_error)
    app.add_exception_handler(RequestValidationError, on_validation_error)
    app.add_exception_handler(HTTPException, on_http_error)


def _title(kind: type[PlanqaError]) -> str:
    # A subclass that this table does not know yet goes by the title of its nearest known parent.
    codes = (parent.code for parent in kind.__mro__ if issubclass(parent, PlanqaError))
    return next(TITLES[code] for code in codes if code in TITLES)


def _validation_problem(request: Request, raw: Sequence[Mapping[str, Any]]) -> Problem:
    if is_broken_json(raw):
        return planqa_problem(BrokenJson())
    if is_wrong_media_type(raw, request.headers.get("content-type", "")):
        return planqa_problem(UnsupportedMediaType())
    errors = field_errors(raw)
    names = "、".join(dict.fromkeys(error.field or "请求体" for error in errors))
    remedy = "按 errors 中各字段的说明修改；字段的写法见 /openapi.json"
    return planqa_problem(BadInput(f"请求中这些字段有误：{names}", remedy=remedy), errors)


def _http_problem(request: Request, error: HTTPException, headers: Mapping[str, str]) -> Problem:
    if isinstance(error.__cause__, PlanqaError):
        return planqa_problem(error.__cause__)
    if error.status_code == HTTPStatus.NOT_FOUND:
        return planqa_problem(NoSuchRoute())
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        return planqa_problem(MethodNotAllowed(request.method, headers.get("Allow", "")))
    if error.status_code == HTTPStatus.BAD_REQUEST:
        # What FastAPI raises for a body that it can't even decode (not UTF-8, nested too deep).
        return planqa_problem(BrokenJson())
    phrase = HTTPStatus(error.status_code).phrase
    return Problem(
        type=f"{TYPE_PREFIX}http-error",
        title=TITLES["http-error"],
        status=error.status_code,
        detail=f"HTTP {error.status_code} {phrase}",
    )


def _retry_after(problem: Problem) -> dict[str, str]:
    passing = problem.type in {TYPE_PREFIX + kind.code for kind in (NotReady, Busy, Timeout)}
    return {"Retry-After": str(RETRY_AFTER_SECONDS)} if passing else {}
