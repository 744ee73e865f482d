// What reading a file gave: sections, passages, and everything that was dropped with the reason.
import { listOf, make } from "./dom.js";

function figure(name, value) {
  return make("div", "", make("dt", "", name), make("dd", "", value));
}

function dropped(groups, counted) {
  if (!groups.length) return make("p", "soft", counted ? "没有舍弃任何文字。" : "没有舍弃文字的记录。");
  const items = groups.map((group) => {
    const shown = group.examples.map((one) => `第 ${one.line} 行：${one.text.replace(/\s+/g, " ")}`).join("　");
    const quote = make("q", "", shown);
    quote.title = group.examples.map((one) => `第 ${one.line} 行：${one.text}`).join("\n");
    return make("li", "", make("span", "", group.label), make("span", "number", `${group.characters} 字`), quote);
  });
  return make("ul", "dropped", ...items);
}

// Where each character of the file went; an index that was built before this was kept does not tell.
function accounts(coverage) {
  if (!coverage) return [];
  const { in_passages: kept, dropped: left, missing } = coverage;
  return [["字收录", kept], ["字舍弃", left], ["字去向不明", missing]].map(([name, count]) =>
    figure(name, count.toLocaleString("zh-CN")),
  );
}

export function reportView(report) {
  const { coverage } = report;
  const figures = make(
    "dl",
    "figures",
    figure("份文件", report.documents.length),
    figure("个章节", report.section_count),
    figure("个段落", report.passage_count),
    ...accounts(coverage),
  );
  const several = report.documents.length > 1;
  const source = make("p", "soft small", `来源文件 ${report.source.name}${several ? `，内含 ${report.documents.length} 份文件，以下为整个来源文件的情况` : ""}`);
  return make("div", "report", source, figures, listOf("warnings", report.warnings), make("h4", "", "舍弃的文字"), dropped(report.dropped, coverage !== null));
}
