"""What kind of thing a question asks for (a number with its unit, a date, a telephone number …), and whether
a text states one: 「多少平方米」 is not answered by a sentence without an area in it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from qa_service.organisations import ADDRESSES, BODIES, COMPANIES, NOTE, OFFICES, TRADES, WORKS

_NOT_ASKING = re.compile(
    r"(?:未来|过去|近|这|那|前|后|好|十)几"  # 未来几年 counts nothing
    r"|谁(?=[定更多少高低大])"  # 谁定得高 compares two that are named
    r"|哪几[个家项条名位所座种类方]+|几大"  # asks which, not how many
)
_UNITS = (
    "平方米|平方公里|公里|公顷|米|万元|亿元|元|块钱|块|钱|家|个|人次|人|名|位|张|辆|套|户|件|项|处|座|所|条|幢|栋|场|次|天|年|月"
    "|百分点|倍|吨|笔|艘次|班|批|分|亩|岁|期|种|万|亿"
)
_COUNT = re.compile(rf"(?:多少|几)(?:万|亿|个?百|千)?({_UNITS})")
_EACH = re.compile(r"分别(?:叫|指|是什么|为什么)")
_NAMED = (
    ("phone", re.compile(r"电话|联系方式|热线号码")),
    ("doc_number", re.compile(r"文号|发文字号|几号文")),
    ("email", re.compile(r"邮箱|电子邮件")),
    ("postcode", re.compile(r"邮政?编码?")),
    ("latin", re.compile(r"(?:英文|英语)(?:名|全称|简称|缩写|怎么|叫)|英文是")),
    ("web", re.compile(r"网址|网站地址|官网")),
)
_KINDS = (
    (
        "date",
        re.compile(r"几[月号日]|哪一?[天日年]|什么时候|何时|啥时候|日期|几时"),
    ),
    ("time", re.compile(r"几点")),
    ("share", re.compile(r"[百千万]分之(?:几|多少)|(?:占比|比例|比重|率).{0,6}(?:多少|几|多大)|多大比例")),
)
_ERRANDS = (
    "办理|办证|办手续|申请|申领|申报|报名|预约|领取|购票|买票|抢票|下载|登记|投诉|举报|缴费|缴纳|查询|填报"
)
_LACKS = "不足(?:之处)?|短板|弱项|困难|难点|难题|问题|瓶颈|差距|缺点|缺陷|薄弱环节|挑战|障碍"
_CHIEF = "(?:主要|突出|明显|现实|实际|具体|共性)?的?"
_BODIES = (
    (
        "office",
        re.compile(
            r"(?:哪|什么|何)(?:一?个|些|几个|家|几家)?(?:职能|主管|责任|牵头|政府)?(?:部门|科室|处室|委办局|局)"
            r"|(?:由|归|找)谁(?:来)?(?:负责|牵头|主管|管|落实)"
        ),
    ),
    (
        "company",
        re.compile(
            rf"由(?:哪|什么)一?(?:个|些|家|几家)?(?:公司|企业|集团|开发商|施工单位|单位).{{0,4}}(?:{WORKS})"
            rf"|(?:{TRADES})(?:单位|方|商|企业|公司)(?:的?名[称字])?(?:是|叫|为)?(?:谁|哪|什么)"
            rf"|哪一?(?:个|些|家|几家)(?:公司|企业|集团)?(?:来|在)?(?:{TRADES})(?![性区权])"
        ),
    ),
    ("body", re.compile(r"(?:哪|什么)(?:一?个|些|几个|家|几家)?(?:责任|承办|主办|牵头)?(?:单位|机构)")),
    (
        "funds",
        re.compile(
            r"(?:资金|[费款金钱]|费用)的?(?:来源|(?:从|是)?哪[里儿]?[来出]|由?谁(?:来)?[出掏]|由?谁(?:来)?(?:承担|负担|支付))"
            r"|谁(?:来)?(?:出钱|掏钱|掏腰包|出资|买单)|(?:怎么|如何|怎样)筹(?:资|钱|措|集)"
        ),
    ),
    (
        "channel",
        re.compile(
            rf"(?:哪[里儿]?|什么(?:地方|网站|平台|渠道|app|APP))(?:可以|能够?|才能)?(?:去|来|上)?(?:{_ERRANDS})"
            rf"|(?:怎么|如何|怎样)(?:去|才能)?(?:报名|预约|投诉|举报|抢票|购票)"
        ),
    ),
    (
        "papers",
        re.compile(
            r"(?:什么|哪些|啥|哪几[样种份])(?:申请|申报|证明|报名|相关)?(?:材料|资料|证件|证明|手续|单据)"
            r"|(?:材料|资料|证件|手续)(?:有|是|要|包括)(?:什么|哪些|啥)|带(?:什么|哪些)(?:去|来|过去)?(?=[？?吗呢啊]*$)"
        ),
    ),
    (
        "address",
        re.compile(r"地址|门牌|(?:哪|什么)(?:一?条|些|几条)?(?:马?路|街)(?!道)|位于(?:哪|何|什么)|坐落"),
    ),
    (
        "origin",
        re.compile(
            r"名[字称]的?(?:由来|来历|来源|出处|含义)|(?<!觉)得名(?!单)|名[字称]是?(?:怎么|如何|从哪)"
            r"|(?:为什么|为何|为啥)(?:会?叫(?![停人价苦板])|取名|起名|命名)"
        ),
    ),
    (
        "lack",
        re.compile(
            rf"(?:有|遇到|碰到|存在|面临|面对|暴露|剩下?)了?(?:哪些|什么|啥|何|哪几[个点项]){_CHIEF}"
            rf"(?:{_LACKS})[？?吗呢啊呀 ]*$"
            rf"|(?:的|存在|面临|遇到|主要|突出){_CHIEF}(?:{_LACKS})(?:都?有|都?是|在于?|包括)(?:哪[些里儿]?|什么|啥)"
        ),
    ),
    ("reason", re.compile(r"(?:原因|理由|缘由)(?:是|有|在)|为什么|为何|为啥|怎么会|凭什么|何故")),
)
_MEASURES = (("面积", re.compile(r"面积.{0,6}多[少大]")),)
_AMOUNT = re.compile(r"多[少大长高久]|几")
_PERSON = re.compile(r"谁")

SAME_UNITS = {
    "钱": "元",
    "块": "元",
    "块钱": "元",
    "人": "人|名|位",
    "名": "人|名|位",
    "位": "人|名|位",
    "家": "家|个|户",
    "个": "个|家|项|处|座|所",
    "天": "天|日",
    "幢": "幢|栋|座",
    "栋": "幢|栋|座",
    "所": "所|个|家",
    "期": "期|个",
    **dict.fromkeys(("面积", "平方米", "平方公里", "公顷", "亩"), "平方米|平方公里|公顷|亩|k?m2"),
    "万": "",
    "亿": "",
}
"""Units that answer a question for another one; empty: any number will do."""

_FIGURE = r"(?:\d[\d.]*|[一二三四五六七八九十百两]+)\s*[余多]?\s*(?:万亿|亿|万|千|百)?\s*[余多]?"
_YEAR = re.compile(r"\d{4}\s*年")
_ANY_FIGURE = re.compile(r"\d|[一二三四五六七八九十两]+[年个月天日家项]")
_CELL = re.compile(r"\t\s*\d")
_STATED = {
    "office": OFFICES,
    "body": BODIES,
    "company": COMPANIES,
    "address": ADDRESSES,
    "reason": re.compile(
        r"(?<![成死])因(?![地素子材人时企村])|由于|鉴于|原因|为了|以便|旨在|目的|源于|导致|使得|考虑到|根据|按照|依据"
        r"|制约|问题|从而|有利于|有助于|是因|才能|避免|防止|不足|短板|缓解"
    ),
    "origin": re.compile(r"名|取自|纪念|源[于自出]|寓意|意[为指即]|之意|简称|故称|称[为作之]|因.{1,20}而"),
    "lack": re.compile(
        r"不(?![断仅但同少久限得再变可必])|[缺难弱欠堵失低]|短板|问题|瓶颈|差距|制约|有待|尚[未需待]|仍[需然有存待]|矛盾|滞后|[隐后]患"
        r"|风险|挑战|压力|障碍|未能?|没有|下[降滑]|紧张|单一|落后|较[少小慢]|偏[少小慢高]|受限|影响|亟[待需]|老[化旧]|陈旧|小而散"
    ),
    "funds": re.compile(
        r"资金|财政|预算|经费|出资|贷款|融资|基金|补[贴助]|自筹|承担|列支|支付|负担|债券|专项债"
    ),
    "channel": re.compile(
        r"窗口|网上|线上|网站|门户|一网通办|随申办|app|小程序|公众号|大厅|电话|热线|邮箱|受理"
        rf"|(?:向|到|在|经|由|通过|登录).{{1,24}}(?:提出|提交|{_ERRANDS})"
    ),
    "papers": re.compile(
        r"材料|资料|证件|证明|身份证|户口[簿本]|[执牌]照|许可证|(?:申请|申报|登记|报名|审批)[表书]|承诺书|复印件|原件|手续|凭证|发票"
    ),
    "web": re.compile(r"https?:|www\.|[a-z\d]\.(?:cn|com|net|org)\b|网站|门户|公众号|小程序|一网通办"),
    "latin": re.compile(r"[a-z]{2,}"),
    "email": re.compile(r"@"),
    "postcode": re.compile(r"(?<!\d)\d{6}(?!\d)"),
    "phone": re.compile(r"\d{7,}"),
    "doc_number": re.compile(r"[〔\[(]\d{4}[〕\])]"),
    "date": re.compile(r"\d+\s*[年月]|\d{4}"),
    "time": re.compile(r"\d\s*:\s*\d\d|\d\s*[点时](?![间期代尚效速长])|24小时|全天|[上下]午|[早晚中]上"),
    "share": re.compile(r"\d\s*[%‰]|[百千万]分[之点]|%.*\t\s*\d|\d/\d|成"),
    "person": re.compile(r"\t|主任|长(?:\b|[^期远三])"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """``kind`` is ``number``, ``share``, ``date``, ``time``, ``person``, ``office`` (a department), ``body``
    (any organisation), ``company`` (who builds or runs something), ``address``, ``papers`` (what must be
    handed in), ``funds`` (who pays), ``channel`` (where to apply or sign up), ``reason``, ``origin`` (of a
    name), ``lack`` (what falls short), ``phone``, ``web``, ``email``, ``latin`` (its name in English),
    ``postcode``, ``doc_number`` or empty (a measure, a list, a definition: nothing a pattern could tell);
    ``unit`` the unit of a number, empty where the question names none."""

    kind: str = ""
    unit: str = ""


def read_asked(question: str) -> Asked:
    """Read the kind of thing that ``question`` (simplified characters) asks for.

    >>> read_asked("车库有多少个车位？"), read_asked("未来几年怎么发展夜间经济")
    (Asked(kind='number', unit='个'), Asked(kind='', unit=''))
    """
    text = _NOT_ASKING.sub("  ", unicodedata.normalize("NFKC", question))
    for kind, pattern in _NAMED:
        if pattern.search(text):
            return Asked(kind)
    if _EACH.search(text):
        return Asked()
    for kind, pattern in (*_KINDS, *_BODIES):
        if pattern.search(text):
            return Asked(kind)
    for unit, pattern in _MEASURES:
        if pattern.search(text):
            return Asked("number", unit)
    count = _COUNT.search(text)
    if count or _AMOUNT.search(text):
        return Asked("number", count.group(1) if count else "")
    return Asked("person") if _PERSON.search(text) else Asked()


def notes(asked: Asked, folded: str) -> bool:
    """Tell whether a passage (folded) ends its matter with a note of what is asked for, 「（责任部门：…）」:
    it holds for each of its sentences.

    >>> notes(Asked("office"), "推进改造。(责任部门:区房管局)")
    True
    """
    return asked.kind in ("office", "body") and bool(NOTE.search(folded))


def states(asked: Asked, folded: str) -> bool:
    """Tell whether ``folded`` text (:func:`index.text.fold`) states a thing of the kind that is asked for.

    >>> area = Asked("number", "平方米")
    >>> states(area, "总面积约 5000 平方米"), states(area, "2025年9月28日启用")
    (True, False)
    """
    if not asked.kind:
        return True
    if asked.kind != "number":
        return bool(_STATED[asked.kind].search(folded))
    unit = SAME_UNITS.get(asked.unit, asked.unit)
    text = folded if unit == "年" else _YEAR.sub("", folded)
    if not unit:
        return bool(_ANY_FIGURE.search(text))
    if _figures_with(unit).search(text):
        return True
    # A table row has the unit in a cell (or in its header) and the bare figure in another.
    return "\t" in text and bool(re.search(unit, text)) and bool(_CELL.search(text))


@lru_cache(maxsize=128)  # the units are those of a table: there are no more
def _figures_with(unit: str) -> re.Pattern[str]:
    return re.compile(rf"{_FIGURE}\s*(?:{unit})")
