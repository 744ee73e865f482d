// The figures of one evaluation run, in words that need no training.
import { make } from "./dom.js";

const percent = (value) => (value === null || value === undefined ? "—" : `${(value * 100).toFixed(1)}%`);
const interval = (figure) => (figure.low === null ? "" : `95% 区间 ${Math.round(figure.low * 100)}%–${Math.round(figure.high * 100)}%`);

const CARDS = [
  ["前 5 条含有依据", (view) => view.run.overall["R@5"]],
  ["第 1 条就是依据", (view) => view.run.overall["R@1"]],
  ["依据齐全（前 5 条）", (view) => view.run.overall["all@5"]],
  ["如实拒答", (view) => view.abstention.refused],
  ["误拒", (view) => view.abstention.wrongly_refused],
];
const COLUMNS = ["R@1", "R@5", "MRR@10", "all@5"];
const TYPES = {
  number: "数字",
  entity: "名称",
  date: "日期",
  list: "列举",
  measure: "措施",
  definition: "定义",
  table: "表格",
  paraphrase: "换说法",
  multi: "多处",
  meta: "文件信息",
  cite: "找出处",
  misquote: "误引",
  unanswerable: "无答案",
};
const KINDS = {
  top5: "前 5 条没有依据",
  partial: "依据不全",
  "not-refused": "应拒答而未拒",
  "wrongly-refused": "误拒",
  unnamed: "没指出改动",
  "false-alarm": "误报",
};
const SHOWN_MISSES = 30;

function card(name, figure) {
  if (!figure || figure.value === null) return null;
  return make("div", "card", make("dt", "", name), make("dd", "", percent(figure.value), make("small", "", `${figure.n} 题，${interval(figure)}`)));
}

function latencyCard(latency) {
  if (latency.median === null) return null;
  return make("div", "card", make("dt", "", "一题用时（中位数）"), make("dd", "", `${Math.round(latency.median)} 毫秒`, make("small", "", `95% 的题在 ${Math.round(latency.p95)} 毫秒内`)));
}

export function grid(head, rows, caption) {
  const names = head.map((name) => {
    const cell = make("th", "", name);
    cell.scope = "col";
    return cell;
  });
  const body = rows.map((row) => {
    const first = make("th", "", row[0]);
    first.scope = "row";
    return make("tr", "", first, ...row.slice(1).map((cell) => make("td", "", cell)));
  });
  const table = make("table", "grid", make("caption", "hidden", caption), make("thead", "", make("tr", "", ...names)), make("tbody", "", ...body));
  const holder = make("div", "grid-holder", table);
  holder.tabIndex = 0;
  holder.setAttribute("role", "group");
  holder.setAttribute("aria-label", caption);
  return holder;
}

function typeRows(view) {
  return Object.entries(view.by_type).map(([type, figures]) => [
    TYPES[type] ?? type,
    String(figures["R@1"]?.n ?? ""),
    ...COLUMNS.map((name) => percent(figures[name]?.value)),
  ]);
}

function misses(view) {
  if (!view.misses.length) return make("p", "panel", "没有出错的题。");
  const rows = view.misses
    .slice(0, SHOWN_MISSES)
    .map((miss) => [miss.question, TYPES[miss.type] ?? miss.type, miss.kinds.map((kind) => KINDS[kind] ?? kind).join("、"), miss.rank === null ? "—" : String(miss.rank)]);
  const table = grid(["问题", "类型", "情况", "依据名次"], rows, "出错的题");
  table.firstElementChild.classList.add("wrap");
  return table;
}

export function runView(view) {
  const cards = [...CARDS.map(([name, pick]) => card(name, pick(view))), latencyCard(view.latency_ms)];
  const more = view.misses.length > SHOWN_MISSES ? `，这里列出前 ${SHOWN_MISSES} 道，其余见完整报告` : "";
  return [
    make("dl", "cards", cards),
    make("section", "part", make("h2", "", "哪类问题答得好"), grid(["类型", "题数", "首条命中", "前 5 命中", "平均倒数名次", "依据齐全"], typeRows(view), "分类型的数字")),
    make("section", "part", make("h2", "", `出错的题（${view.misses.length}）`), more ? make("p", "lead", `共 ${view.misses.length} 道${more}`) : null, misses(view)),
  ];
}
