// What a question got: the verdict, warnings, hits; or plainly that nothing was found.
import { anyFilter, go, state } from "./address.js";
import { chips, clearFilters } from "./facets.js";
import { button, listOf, make } from "./dom.js";
import { hitCard } from "./hit.js";

export const STEP = 5; // hits that "more" adds
export const MOST = 50;

function hitList(answer, nearby) {
  return make("ol", "hits", ...answer.hits.map((hit) => hitCard(hit, answer.question, nearby)));
}

function more(answer) {
  const count = state().n || STEP;
  if (answer.hits.length < count || count >= MOST) return null;
  const element = button("button", "更多结果", () => {
    element.disabled = true;
    element.textContent = "正在查找";
    go({ n: Math.min(count + STEP, MOST) }, { replace: true });
  });
  return make("div", "more", element);
}

function found(answer, milliseconds) {
  const verdict = make(
    "div",
    "verdict",
    make("h2", "", "找到依据"),
    make("span", "number", `${answer.hits.length} 段原文，用时 ${(milliseconds / 1000).toFixed(2)} 秒`),
  );
  const told = [listOf("reworded", answer.reworded), listOf("warnings", answer.warnings)];
  return [verdict, chips(), ...told, hitList(answer, false), more(answer)];
}

function notFound(answer) {
  const filtered = anyFilter(state().filters);
  const reason = (answer.reason || "现有文件中没有直接回答这一问题的段落").replace(/^未找到依据：/, "");
  const tips = [
    filtered ? "去掉一些筛选条件" : null,
    "换一种说法，或写出文件名、文号、条款",
    "确认要查的文件已经收录（见“文件”）",
  ].filter(Boolean);
  const panel = make(
    "div",
    "panel none",
    make("h2", "", "未找到依据"),
    make("p", "", reason),
    listOf("tips", tips),
    filtered ? button("button", "清除全部筛选", clearFilters) : null,
  );
  const reworded = listOf("reworded", answer.reworded);
  if (answer.hits.length === 0) return [chips(), panel, reworded];
  const head = make("h2", "nearest", `最接近的 ${answer.hits.length} 段原文`, make("span", "", "（不能当作依据）"));
  return [chips(), panel, reworded, head, hitList(answer, true)];
}

export function answerView(answer, milliseconds) {
  const parts = answer.answerable ? found(answer, milliseconds) : notFound(answer);
  return parts.filter((part) => part !== null);
}

export function answerSaid(answer) {
  return answer.answerable
    ? `找到依据，${answer.hits.length} 段原文`
    : `未找到依据；列出最接近的 ${answer.hits.length} 段原文`;
}

export function waitingView() {
  const element = make("div", "waiting", make("div"), make("div"), make("div"));
  element.setAttribute("aria-hidden", "true");
  return [element];
}
