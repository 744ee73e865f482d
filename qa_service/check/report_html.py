"""A checked draft as one HTML page that needs nothing beside itself."""

from __future__ import annotations

from html import escape

from qa_service.check.report_terminal import summary
from qa_service.check.verdict import WORDS, DraftCheck, SentenceCheck, SourcePlace

_STYLE = """
body{font:16px/1.7 "Noto Sans CJK SC","Source Han Sans SC","Microsoft YaHei",sans-serif;color:#1d2430;
background:#fff;max-width:56rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.4rem}ol{padding:0;list-style:none}
li{border-left:4px solid #9aa5b1;margin:1rem 0;padding:.2rem 0 .2rem 1rem}
.verdict{font-weight:700;margin-right:.6rem}.altered{border-color:#b3261e}.altered .verdict{color:#b3261e}
.misattributed{border-color:#7b2a8b}.misattributed .verdict{color:#7b2a8b}
.not-found{border-color:#8a5a00}.not-found .verdict{color:#8a5a00}.outdated{border-color:#8a5a00}
.outdated .verdict{color:#8a5a00}.verified{border-color:#1b6e3c}.verified .verdict{color:#1b6e3c}
.paraphrase{border-color:#1f5f8b}.paraphrase .verdict{color:#1f5f8b}
mark{background:#ffe1dd;color:inherit;text-decoration:underline #b3261e 2px}
blockquote{margin:.3rem 0;padding:.2rem .8rem;background:#f4f6f8}
p{margin:.2rem 0}.cite{color:#47525e;font-size:.92rem}
@media print{body{margin:0;max-width:none}li{break-inside:avoid}}
"""


def html_report(draft: DraftCheck) -> str:
    """Return the page; open it in any browser, print it, send it on."""
    title = f"引文核对：{escape(draft.name or '文稿')}"
    items = "\n".join(_item(one) for one in draft.sentences)
    warnings = "".join(f"<p>提示：{escape(warning)}</p>" for warning in draft.warnings)
    return (
        f'<!doctype html>\n<html lang="zh-Hans"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{_STYLE}</style></head>\n<body><h1>{title}</h1>\n"
        f"<p>{escape(summary(draft))}</p>{warnings}\n<ol>\n{items}\n</ol></body></html>\n"
    )


def _item(one: SentenceCheck) -> str:
    parts = [f'<p><span class="verdict">{WORDS[one.verdict]}</span>{_marked(one)}</p>']
    parts += [f"<p>{escape(flag)}</p>" for flag in one.flags]
    parts += [_place(place) for place in one.places[:3]]
    parts += [f"<p>较新的文件：</p>{_place(place)}" for place in one.later[:3]]
    parts += [f"<p>{escape(note)}</p>" for note in one.notes]
    return f'<li class="{one.verdict}">{"".join(parts)}</li>'


def _place(place: SourcePlace) -> str:
    lines = f"{escape(place.source)}，第 {place.locator.line_start}–{place.locator.line_end} 行"
    return (
        f'<blockquote>{escape(place.text)}<p class="cite">{escape(place.citation)} · {lines}</p></blockquote>'
    )


def _marked(one: SentenceCheck) -> str:
    """The sentence with what was altered in <mark>."""
    told, position = [], 0
    for difference in one.differences:
        low, high = difference.draft_start - one.start, difference.draft_end - one.start
        if not difference.material or low < position or low >= high:
            continue
        told.append(escape(one.text[position:low]))
        told.append(f"<mark>{escape(one.text[low:high])}</mark>")
        position = high
    return "".join(told) + escape(one.text[position:])
