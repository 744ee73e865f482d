// What reading a file gave: sections, passages, and everything that was dropped with the reason.
import { make } from "./dom.js";

function figure(name, value) {
  return make("div", "", make("dt", "", name), make("dd", "", value));
}

function dropped(groups) {
  if (!groups.length) return make("p", "soft", "没有舍弃任何文字。");
  const items = groups.map((group) => {
    const shown = group.examples.map((one) => `第 ${one.line} 行：${one.text.replace(/\s+/g, " ")}`).join("　");
    const quote = make("q", "", shown);
    quote.title = group.examples.map((one) => `第 ${one.line} 行：${one.text}`).join("\n");
    return make("li", "", make("span", "", group.label), make("span", "number", `${group.characters} 字`), quote);
  });
  return make("ul", "dropped", ...items);
}

export function reportView(report) {
  const { coverage } = report;
  const figures = make(
    "dl",
    "figures",
    figure("份文件", report.documents.length),
    figure("个章节", report.section_count),
    figure("个段落", report.passage_count),
    figure("字收录", coverage.in_passages.toLocaleString("zh-CN")),
    figure("字舍弃", coverage.dropped.toLocaleString("zh-CN")),
    figure("字去向不明", coverage.missing.toLocaleString("zh-CN")),
  );
  const warnings = report.warnings.length ? make("ul", "warnings", ...report.warnings.map((text) => make("li", "", text))) : null;
  const several = report.documents.length > 1;
  const source = make("p", "soft small", `来源文件 ${report.source.name}${several ? `，内含 ${report.documents.length} 份文件，以下为整个来源文件的情况` : ""}`);
  return make("div", "report", source, figures, warnings, make("h4", "", "舍弃的文字"), dropped(report.dropped));
}
