"""What people say around a question: greetings, thanks, and why they ask. None of it is looked for."""

from __future__ import annotations

import re

_ONCE = "(?:一?下|一查|看看)"
_VERB = "(?:请教(?!育)|请问|了解|知道|查询|查找|查看|核实|核对|确认|咨询|搜索)"
_NO_NOUN = "(?![的书单函])"
_LOOK_ONCE = f"(?:{_VERB}{_ONCE}|[查看找问搜](?:一?下|一查|看看|找))"
_LOOK = f"(?:{_LOOK_ONCE}|{_VERB}){_NO_NOUN}"
_GREETING = (
    "你好|您好|大家好|各位好|在吗|(?:hello|hi)(?![a-z])|打扰(?:一下|了)|请问(?:一?下)?"
    "|(?:麻烦|劳驾|拜托)(?:您|你)?们?(?![的事])"
)
_ERRAND = (
    f"(?:请|能不能|能否|可以|可否)?(?:您|你)?(?:帮忙|帮我们?|给我|替我){_LOOK}"
    f"|(?:我|我们|本人)(?:想要?|需要|要|打算){_LOOK}|想要?{_LOOK}|(?:需要|要){_LOOK_ONCE}{_NO_NOUN}"
    f"|请(?:您|你)?(?:{_LOOK}|介绍{_ONCE}?|说明{_ONCE}?|告诉我|告知)"
    "|[查找说讲问](?:一下)|(?:介绍|说明|核实|确认)一?下|告诉我|说说|讲讲|谈谈"
)
_STORY = (
    "(?:领导|处长|科长|主任|我们?|处里|科里|单位|办公室)[^，,。？?！!]{0,6}(?:写|起草|准备|整理|修改|改|做)[^，,。？?！!]{0,8}"
    "(?:材料|稿子?|汇报|报告|总结|方案|课题|论文)(?=[，,。；;])"
)
_PAUSE = r"[\s，,。！!：:；;、~～]*"
_BEFORE = re.compile(f"(?:{_PAUSE}(?:{_GREETING}|{_ERRAND}|{_STORY}))+{_PAUSE}(?:关于(?!.*的通知))?", re.I)
_REQUEST = (
    "(?<=[，,。！!？?；;\\s])(?:辛苦了|急用|急等|在线等|"
    "(?:麻烦|请)?(?:给出?|附上?|注明|标明|标注|写明|告知)(?:一?下|我)?(?:具体)?的?(?:出处|依据|来源|原文))"
)
_THANKS = "(?:非常|十分|多)?(?:感谢|谢谢|多谢|谢了)(?:您|你|了|啦|大家)?"
_AFTER = re.compile(
    rf"(?<![\s，,。！!？?；;])(?:[\s，,。！!？?；;]*(?:{_REQUEST}|{_THANKS}))+[\s。！!~～？?]*$"
)


def without_courtesy(question: str) -> str:
    """Return ``question`` without what is said around it; as it is where nothing else would be left.

    >>> without_courtesy("您好，我想了解一下静安区有几个功能区？谢谢！")
    '静安区有几个功能区'
    >>> without_courtesy("帮我查一下")
    '帮我查一下'
    """
    found = _BEFORE.match(question)
    bare = _AFTER.sub("", question[found.end() :] if found else question)
    return bare if len(re.findall(r"\w", bare)) > 1 else question
