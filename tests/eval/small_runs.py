"""Four questions and small runs over them, made by hand."""

from eval.questions import Question
from eval.run_folder import StoredRun
from eval.runs import RunPassage, RunRecord
from eval.snapshot import snapshot
from eval.summary import summarise

QUESTIONS = [
    Question("a", "绿地多少？", "number", "36公顷", ("新建绿地36公顷",), ("一.txt",)),
    Question("b", "道路多少？", "number", "5公里", ("新建道路5公里",), ("一.txt",)),
    Question("c", "学校和医院？", "multi", "各一", ("新建学校一所", "新建医院一所"), ("一.txt", "二.txt")),
    Question("d", "房租多少？", "unanswerable"),
]
"""Four questions; evidence is what the passages below say."""

GREEN, ROAD, SCHOOL, OTHER = "新建绿地36公顷。", "新建道路5公里。", "新建学校一所。", "加强领导。"


def record(
    id_: str, *texts: str, answerable: bool = True, confidence: float = 0.5, ms: float = 10.0
) -> RunRecord:
    passages = tuple(RunPassage(text, "一.txt", {"id": f"p-{text}"}) for text in texts)
    return RunRecord(id_, passages, answerable, confidence, (), ms)


def stored(
    name: str,
    *records: RunRecord,
    corpus: dict[str, str] | None = None,
    questions: list[Question] | None = None,
) -> StoredRun:
    asked = questions or QUESTIONS
    by_id = {item.id: item for item in records}
    pairs = [(question, by_id[question.id]) for question in asked]
    about = snapshot(name, "set.jsonl", asked, corpus={"一.txt": "1"} if corpus is None else corpus)
    return StoredRun(about, summarise(pairs), pairs)
