"""What a copied page prints around a document for its reader to click: menus, buttons, links to the next
page, the way to the page; and its own title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from ingest.chars import squeeze
from ingest.lines import Line

BUTTONS = 3
"""So many buttons in a row are none of the document's words."""

STEP_LONGEST = 12
"""Characters of a step on the way to the page (首页 > 政务公开 > 规划)."""

_ARROWS = frozenset((">", "›", "»", "→", ">>", "＞"))
_BUTTON = re.compile(
    r"[【\[（(]?(?:下载|打印|全屏|收藏|分享|分享到|转发|微信|微博|QQ空间|字号|字体|大|中|小|加大|还原|减小|放大|缩小"
    r"|默认|首页|返回|关闭|朗读|语音播报|手机版|PDF版?|Word版?)[：:]?[】\]）)]?|[【】\[\]|｜/]+"
)
_WHOLE_BUTTON = re.compile(
    r"[【\[]?(?:打印本页|关闭(?:本页|窗口|页面)|返回(?:顶部|首页|列表)|扫一扫.{0,14}|无障碍阅读"
    r"|相关(?:文件|附件)[：:]?|相关(?:报道|链接|阅读|文章|解读|政策与解读)(?:[：:].*)?|[上下]一[篇条][：:].*|(?:我要)?纠错"
    r"|(?:您?(?:当前|现在)(?:所在)?|您所在)的?位置(?:[：:].*)?|首页(?:[>＞›»→]+[^>＞›»→]{1,20})+)[】\]]?"
)
_BUTTON_ROW = re.compile(r"(?:【[^【】]{2,6}】){2,}(?:(?:浏览|阅读|点击)(?:次数|量|数)[：:]\d*)?")
"""【打印本页】【关闭窗口】 浏览次数：12."""

_MENU_WORD = re.compile(
    r"(?:网站|本站)?首页|登录|注册|无障碍.{0,4}|繁[體体].{0,3}|(?:长者|适老|关怀).{0,3}|智能问答|网站地图|English"
)
MENU_WORDS = 4
"""So many short words in a row, one of them known (首页, 登录, 无障碍), are the page's menu."""

MENU_WORD_LONGEST = 8
_SITE_NAME = re.compile(r"[\u4e00-\u9fff]{2,20}(?:门户网站|政府网站)")
_PAGE_TITLE = re.compile(r"【?(?P<title>.{4,90}?)】?[-_|｜—–－]+[^-_|｜—–－]{2,40}")


def find_buttons(shown: Sequence[tuple[int, Line]]) -> set[int]:
    """Return the places of lines that say 打印本页 or the like, of menus, rows of buttons with a word each,
    and of the way to the page."""
    texts = [(index, squeeze(line.text)) for index, line in shown]
    found = {index for index, text in texts if _WHOLE_BUTTON.fullmatch(text) or _BUTTON_ROW.fullmatch(text)}
    found |= {index for index, line in shown if _is_menu(line.text)}
    for is_button, group in groupby(texts, key=lambda item: _is_button(item[1])):
        row = list(group)
        # 大, 中, 小 one below the other may be a table's cells.
        if is_button and len(row) >= BUTTONS and any(len(text) > 1 for _, text in row):
            found |= {index for index, _ in row}
    for place, (_, text) in enumerate(texts):
        if text in _ARROWS:  # 首页 > 政务公开 > 规划
            near = texts[max(0, place - 1) : place + 2]
            found |= {index for index, word in near if len(word) <= STEP_LONGEST}
    return found


def _is_menu(text: str) -> bool:
    """首页 政务公开 办事服务 互动交流, or the same with bars between."""
    words = [word for word in re.split(r"[\s|｜]+", text) if word]
    short = all(len(word) <= MENU_WORD_LONGEST and not re.search(r"[0-9。；：，、]", word) for word in words)
    return len(words) >= MENU_WORDS and short and any(_MENU_WORD.fullmatch(word) for word in words)


def find_page_title(shown: Sequence[tuple[int, Line]]) -> set[int]:
    """Return the place of the first line if it is the title of the page, with the site's name behind the
    document's, or the site's name alone."""
    if shown and _SITE_NAME.fullmatch(squeeze(shown[0][1].text)):
        return {shown[0][0]}
    match = _PAGE_TITLE.fullmatch(squeeze(shown[0][1].text)) if shown else None
    if match is None:
        return set()
    title = match["title"]
    return {shown[0][0]} if any(squeeze(line.text).startswith(title) for _, line in shown[1:]) else set()


def _is_button(text: str) -> bool:
    return _BUTTON.fullmatch(text) is not None or _WHOLE_BUTTON.fullmatch(text) is not None
