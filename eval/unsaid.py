"""``python -m eval.unsaid --home HOME -o OUT``: what the documents do not say of the things that they name.

The documents name a park, a platform, a plan; ``OUT`` asks for properties of it that they state nowhere: how
high it is, who designed it, what it lacks. The name matches as well as it can, so only what is asked of it
tells that there is no answer. A property is asked where no passage that has the name holds any word by which
it could be stated; a rare statement in other words is possible, so a little less than all should be refused.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from eval.commands.frame import write_text
from eval.questions import Question, as_lines
from ingest.errors import BadInput, PlanqaError
from qa_service.engine import Engine

PROPERTIES: dict[str, str] = {
    "{}有哪些不足？": "不足|短板|问题|困难|薄弱|瓶颈|不够|差距|缺|制约|有待|尚|矛盾|滞后|不平衡",
    "{}目前遇到了哪些困难": "不足|短板|问题|困难|薄弱|瓶颈|不够|差距|缺|制约|有待|尚|矛盾|滞后",
    "{}使用了什么技术？": "技术|系统|工艺|智|数字|数据|5G|AI|算法|设备|区块链|云",
    "{}可以带宠物进去吗": "宠物|犬|猫|狗|动物",
    "{}是什么时候建成的？": "建成|竣工|投用|投入使用|启用|落成|开放|运营|完工|完成|启动|成立|设立|年",
    "{}的名字是怎么来的？": "名|取自|源于|寓意|意为|因",
    "{}获得过什么奖？": "奖|荣获|称号|表彰|评为|获",
    "{}是谁设计的？": "设计|规划师|建筑师",
    "{}收费吗": "收费|元|费|价|免",
    "{}每天几点开门？": "[点时日夜晚]|开放",
    "{}一共有几层楼？": "层|楼",
    "{}有多少名工作人员？": "人员|名|人|职工|编制|队伍",
    "{}存在什么安全隐患？": "安全|隐患|风险|事故",
    "{}的满意度是多少？": "满意",
    "{}以后会搬到哪里": "搬|迁",
    "{}和以前相比有什么不同？": "区别|不同|相比|以往|原|改|比|由.+[至到]",
    "{}与哪些国外机构有合作？": "国外|国际|海外|外国|全球|合作|外资|跨国|世界|境外",
    "{}的投诉电话是多少？": "投诉|电话|热线|联系",
    "{}怎么预约": "预约|报名|登记|申请|申报|预定",
    "{}对噪声有什么要求？": "噪|声|分贝|静",
    "{}有没有英文版": "英文|外文|外语|语",
    "{}适合多大的孩子去": "岁|儿童|孩子|少儿|青少年|婴|幼|亲子|家庭",
    "{}失败的原因是什么？": "失败|原因|由于|受|未能|教训",
    "{}的股东有哪些？": "股|出资|投资|资本",
    "{}发生过什么事故？": "事故|险情|火灾|案",
    "{}网上的评价怎么样": "评|口碑|满意|好评",
    "{}二期什么时候开工？": "二期|开工|启动|年",
    "{}里有无障碍设施吗？": "无障碍|残疾|残障|轮椅|障",
    "{}有几个入口？": "入口|出口|出入|门",
    "{}的志愿者怎么招募？": "志愿|招募|义工",
}
"""Questions, and the words by which an answer could be stated."""

_KINDS = (
    "中心|基地|工程|平台|公园|园区|项目|计划|行动|指数|大厦|医院|学校|大学|博物馆|图书馆|剧院|广场|街区|大道|路|桥|"
    "码头|河|绿地|站|馆|工作室|联盟|基金|论坛|节|博览会|系统|机制|制度|体系|模式|屋|家|港|场|带|谷|城|圈|店|码|卡|包|日"
)
_DOING = (
    "建设|推进|加快|打造|完善|实施|加强|支持|开展|依托|推动|形成|建立|提升|优化|发展|健全|深化|编制|完成|落实|搭建|"
    "促进|突出|深入|积极|重点|引进|探索|构建|培育|强化|以|和|与|对|在|将|等|从|向|至|北|南|东|西"
)
"""What an item of a list that is no name begins with."""

_LISTED = re.compile(rf"(?<=[、，。；：“\n])(?!{_DOING})([一-鿿]{{2,9}}(?:{_KINDS}))(?=[、，。；）”])")
_QUOTED = re.compile(rf"“((?!{_DOING})[一-鿿A-Za-z0-9]{{2,11}}(?:{_KINDS}))”")
_RUNNING = re.compile("[的和与及在为了是有等]")


def names_in(texts: Iterable[str]) -> list[str]:
    """Return the names of things in ``texts``, sorted: what stands in quotation marks, and items of lists
    that end in the name of a kind.

    >>> names_in(["建成澄湖公园、云桥学校，办好“邻里小屋”。"])
    ['云桥学校', '邻里小屋']
    """
    found = {match[1] for text in texts for match in (*_LISTED.finditer(text), *_QUOTED.finditer(text))}
    return sorted(name for name in found if not _RUNNING.search(name))


def unsaid(texts: Sequence[str], count: int, draw: random.Random) -> list[Question]:
    """Return ``count`` questions, fewer where ``texts`` don't give as many: names drawn by chance, each
    asked for one property at a time."""
    names, forms = names_in(texts), list(PROPERTIES)
    draw.shuffle(names)
    made: list[Question] = []
    for turn in range(len(forms)):
        for place, name in enumerate(names):
            if len(made) == count:
                return made
            form = forms[(place + turn) % len(forms)]
            if not any(name in text and re.search(PROPERTIES[form], text) for text in texts):
                made.append(Question(f"unsaid-{len(made) + 1:04}", form.format(name), "unanswerable"))
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the set; returns the exit status, 2 for bad input."""
    parser = argparse.ArgumentParser(prog="python -m eval.unsaid", description=__doc__)
    parser.add_argument("--home", type=Path, required=True, help="index folder to ask about")
    parser.add_argument("-o", "--output", type=Path, required=True, help="question set to write (.jsonl)")
    parser.add_argument("--count", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    try:
        texts = [passage.text for passage in Engine.open(given.home).searcher.passages]
        made = unsaid(texts, given.count, random.Random(given.seed))
        if not made:
            raise BadInput("文件中没有找到可问的名称", remedy="请索引含有项目、场所、平台等名称的文件")
        write_text(given.output, as_lines(made))
    except PlanqaError as error:
        print(f"{error.message}\n{error.remedy}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
