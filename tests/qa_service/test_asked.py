"""What a question asks for, and whether a text states one."""

import pytest

from index.text import fold
from qa_service.asked import Asked, notes, read_asked, states


@pytest.mark.parametrize(
    ("question", "kind", "unit"),
    [
        ("体育馆有多少个座位？", "number", "个"),
        ("补贴最高多少万元", "number", "元"),
        ("试用期多长", "number", ""),
        ("入住率是多少", "share", ""),
        ("哪天揭牌的", "date", ""),
        ("周末开放到几点", "time", ""),
        ("区长是谁", "person", ""),
        ("窗口的电话是多少", "phone", ""),
        ("这份办法的文号", "doc_number", ""),
        ("夜间市集由哪个部门负责", "office", ""),
        ("停车收费归谁管", "office", ""),
        ("论坛由哪家单位承办", "body", ""),
        ("展览馆由哪家公司建设", "company", ""),
        ("隧道的施工单位是哪家", "company", ""),
        ("东园传媒港的开发商是谁", "company", ""),
        ("体育馆委托哪家企业运营", "company", ""),
        ("哪些经营性用房要改造", "", ""),
        ("建设单位是谁", "person", ""),
        ("受理窗口的地址", "address", ""),
        ("新馆在哪条路上", "address", ""),
        ("意见发到哪个邮箱", "email", ""),
        ("报名网址是什么", "web", ""),
        ("为什么要改造旧住房", "reason", ""),
        ("停办的原因是什么", "reason", ""),
        ("办公地点的邮编", "postcode", ""),
        ("绿地面积有多大", "number", "面积"),
        ("申请摊位要提交什么材料", "papers", ""),
        ("办市集要哪些手续", "papers", ""),
        ("登记的时候要带什么", "papers", ""),
        ("改造的资金来源是什么", "funds", ""),
        ("改造费由谁承担", "funds", ""),
        ("修路的钱从哪里来", "funds", ""),
        ("夜校去哪里报名", "channel", ""),
        ("讲座怎么预约", "channel", ""),
        ("在什么平台可以查询进度", "channel", ""),
        ("示范带的英文名是什么", "latin", ""),
        ("澄湖港的名字是怎么来的？", "origin", ""),
        ("为什么叫三湾一廊", "origin", ""),
        ("澄湖港有哪些不足？", "lack", ""),
        ("旧改目前遇到了什么困难", "lack", ""),
        ("养老服务面临的主要问题是什么", "lack", ""),
        ("产业发展存在的短板有哪些", "lack", ""),
    ],
)
def test_kinds(question: str, kind: str, unit: str) -> None:
    asked = read_asked(question)
    assert asked.kind == kind
    assert asked.unit.removeprefix("万") == unit


@pytest.mark.parametrize(
    "question",
    [
        "怎么发展夜间经济",
        "未来几年围着什么做文章",
        "有哪几家单位参加",
        "甲乙两区谁定得高",
        "一共有三项，分别叫什么",
        "哪些企业入选了名单",
        "哪些街道先试点",
        "面积大的怎么办",
        "解决了哪些问题",
        "重点破解哪些难题",
        "工地叫停了吗",
        "觉得名单不对怎么提",
    ],
)
def test_questions_that_no_pattern_can_tell(question: str) -> None:
    assert read_asked(question) == Asked()
    assert states(read_asked(question), "任何一句话")


@pytest.mark.parametrize(
    ("question", "stating", "silent"),
    [
        ("为什么叫三湾一廊", "因形似三道弯而得名", "三湾一廊向东延伸"),
        ("澄湖港有哪些不足", "夜间班次偏少，换乘不便", "澄湖港形成三条航线"),
        ("面积多少平方米", "总面积约5000平方米", "2025年9月28日启用"),
        ("雇了多少人", "现有员工320名", "集聚了320家企业"),
        ("要花多少钱", "每月1200元", "每月12次"),
        ("租期多长", "合同一般为两年", "合同由双方签订"),
        ("占比多少", "占全区的73.33%", "占全区的大头"),
        ("要提交什么材料", "申请人提交申请表和身份证", "申请人应当年满60周岁"),
        ("资金来源是什么", "由区财政列支", "由各街道组织实施"),
        ("去哪里报名", "向居住地街道提出申请", "面向全体居民开放"),
        ("怎么预约", "可以在小程序预约", "每月举办两次"),
        ("英文名叫什么", "中央活动区(CAZ)", "中央活动区"),
        ("罚款的比例是多少", "处合同金额千分之五以上的罚款", "处以罚款，列入名单"),
        ("哪天通过的", "2026年1月16日通过", "由大会通过"),
        ("电话多少", "咨询电话：62660000", "请电话咨询"),
        ("文号是多少", "某府发〔2021〕12号", "第12号公告"),
        ("占地面积有多大", "占地12.5公顷", "占地较大，投资3亿元"),
        ("由哪个部门负责", "由区房管局负责", "形成区域新格局，处理好发展与安全"),
        ("归谁管", "（责任单位：区商务委）", "委托第三方开展，提高政府工作效率"),
        ("由哪家单位承办", "由湖区会展有限公司承办", "在湖区成功举办"),
        ("由哪家公司建设", "由湖城建设集团承建", "建设面积5000平方米"),
        ("地址在哪", "湖滨路12号", "线路长12公里"),
        ("为啥要改造", "因房屋老旧、设施不足", "因地制宜推进改造"),
        ("网址是什么", "登录www.example.gov.cn", "请网上申请"),
        ("邮箱是什么", "发至plan@example.cn", "请发邮件"),
        ("邮编是多少", "邮编200040", "电话62660000"),
        (
            "新增绿地多少万平方米",
            "27\t新建绿地\t预期性\t万平方米\t15",
            "27\t新建绿地\t预期性\t公顷\t持续增加",
        ),
    ],
)
def test_what_states_the_thing(question: str, stating: str, silent: str) -> None:
    asked = read_asked(question)
    assert states(asked, fold(stating))
    assert not states(asked, fold(silent))


def test_a_note_of_who_is_responsible_holds_for_its_whole_passage() -> None:
    passage = fold("推进旧住房改造，年内完成十处。（责任部门：区房管局）")
    assert notes(read_asked("旧住房改造由哪个部门负责"), passage)
    assert not notes(read_asked("旧住房改造多少处"), passage)
    assert not notes(read_asked("由哪个部门负责"), fold("各部门要各负其责。"))
