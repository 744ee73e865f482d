// The page: asks /v1/ask and shows what comes back. Everything shown goes through textContent: documents
// are other people's text.
"use strict";

const BADGES = { "in-force": "现行有效", expiring: "即将到期", expired: "已失效", unknown: "有效期未注明" };
const FOLD_OVER = 360; // characters; a longer passage is shown around its marked sentence first
const FOLD_KEEP = 90; // characters kept on either side of the marked sentence
const START_RETRIES = 30; // how often a service that is still starting is asked again

const byId = (id) => document.getElementById(id);
const form = byId("ask");
const box = byId("question");
const inForce = byId("in-force");
const results = byId("results");
const status = byId("status");
let underWay = null;

// ---- building blocks

function make(tag, className = "", ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children.filter((child) => child !== null));
  return element;
}

function button(className, label, onClick) {
  const element = make("button", className, label);
  element.type = "button";
  element.addEventListener("click", onClick);
  return element;
}

// The clipboard API exists only on https and localhost; on an office network's plain http the old way is
// the only one.
async function copyText(text) {
  if (navigator.clipboard) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // refused: try the old way
    }
  }
  const area = make("textarea", "hidden");
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}

function copyButton(label, text) {
  const element = button("copy", label, async () => {
    const done = await copyText(text);
    element.textContent = done ? "已复制" : "复制失败，请手动选取";
    element.classList.toggle("done", done);
    status.textContent = element.textContent;
    element.focus();
    setTimeout(() => {
      element.textContent = label;
      element.classList.remove("done");
    }, 1800);
  });
  return element;
}

// ---- a hit

// Offsets count code points; JavaScript's strings count UTF-16 units, so rare characters would shift them.
function textParts(text, marks, from, to) {
  const points = Array.from(text);
  const parts = [];
  let at = from;
  for (const mark of [...marks].sort((a, b) => a.start - b.start)) {
    const start = Math.max(mark.start, at);
    const end = Math.min(mark.end, to);
    if (start >= end) continue;
    parts.push(points.slice(at, start).join(""));
    parts.push(make("mark", "", points.slice(start, end).join("")));
    at = end;
  }
  parts.push(points.slice(at, to).join(""));
  return parts;
}

function fullText(hit) {
  return make("p", "text", ...textParts(hit.text, hit.marks, 0, Array.from(hit.text).length));
}

function foldedText(hit) {
  const length = Array.from(hit.text).length;
  const best = hit.marks[0];
  if (length <= FOLD_OVER || !best) return make("div", "", fullText(hit));
  const from = Math.max(0, best.start - FOLD_KEEP);
  const to = Math.min(length, best.end + FOLD_KEEP);
  if (to - from > length * 0.8) return make("div", "", fullText(hit));
  const gap = () => make("span", "gap", "……");
  const parts = textParts(hit.text, hit.marks, from, to);
  const short = make("p", "text", from > 0 ? gap() : null, ...parts, to < length ? gap() : null);
  const holder = make("div", "", short);
  const more = button("plain", `显示全段（${length} 字）`, () => {
    holder.replaceChildren(fullText(hit));
    holder.tabIndex = -1;
    holder.focus();
  });
  holder.append(more);
  return holder;
}

// A table row reads as pairs where the header has as many cells as the row.
function tableRow(hit) {
  const cells = hit.text.split("\t");
  const split = hit.context.lastIndexOf("；");
  const header = hit.context.slice(split + 1).split(/[\t ]+/);
  const paired = hit.context !== "" && header.length === cells.length;
  const caption = paired ? hit.context.slice(0, Math.max(split, 0)) : hit.context;
  const row = make("dl", hit.marks.length > 0 ? "row marked" : "row");
  cells.forEach((cell, index) => {
    row.append(make("div", "", paired ? make("dt", "", header[index]) : null, make("dd", "", cell || "—")));
  });
  return make("div", "", caption ? make("p", "context", caption) : null, row);
}

function passageBody(hit) {
  if (hit.kind === "row" && hit.text.includes("\t")) return make("div", "body", tableRow(hit));
  const context = hit.context ? make("p", "context", hit.context) : null;
  return make("div", "body", context, foldedText(hit));
}

function range(first, last) {
  return first === last ? `${first}` : `${first}—${last}`;
}

function pages(locator) {
  const counted = `第 ${range(locator.page_start, locator.page_end)} 页`;
  if (!locator.page_label_start || !locator.page_label_end) return counted;
  const printed = `第 ${range(locator.page_label_start, locator.page_label_end)} 页`;
  return printed === counted ? counted : `${printed}（文件${counted}）`;
}

function place(hit) {
  const { locator, document: card } = hit;
  const parts = [card.source];
  if (locator.page_start !== null) parts.push(pages(locator));
  parts.push(`第 ${range(locator.line_start, locator.line_end)} 行`);
  return make("p", "place", parts.join(" · "));
}

function badge(validity) {
  const element = make("span", `badge ${validity.state}`, BADGES[validity.state] ?? validity.state);
  if (validity.note) element.title = validity.note;
  return element;
}

function alsoIn(places) {
  if (places.length === 0) return null;
  const items = places.map((other) => make("li", "", other.citation));
  return make("div", "also", "同一内容另见：", make("ul", "", ...items));
}

function headings(hit) {
  const title = hit.heading_path[0] ?? hit.document.title;
  const below = hit.heading_path.slice(1).map((heading) => make("li", "", heading));
  return make("div", "where", make("h2", "", title), below.length ? make("ol", "path", ...below) : null);
}

function hitCard(hit) {
  const head = make("header", "", make("span", "rank", String(hit.rank)), headings(hit), badge(hit.document.validity));
  const cite = make(
    "div",
    "cite",
    make("div", "cite-line", make("p", "", hit.citation), copyButton("复制引文", hit.citation)),
    place(hit),
    alsoIn(hit.also_in),
  );
  const card = make("li", "hit", head, passageBody(hit), cite);
  card.dataset.passage = hit.passage_id;
  return card;
}

// ---- the states

function warningList(warnings) {
  return warnings.length ? make("ul", "warnings", ...warnings.map((text) => make("li", "", text))) : null;
}

function hitList(hits) {
  return make("ol", "hits", ...hits.map(hitCard));
}

function found(answer, milliseconds) {
  const verdict = make(
    "div",
    "verdict",
    make("h1", "", "找到依据"),
    make("span", "", `${answer.hits.length} 段原文，用时 ${Math.round(milliseconds)} 毫秒`),
  );
  return [verdict, warningList(answer.warnings), hitList(answer.hits)];
}

function notFound(answer) {
  const panel = make(
    "div",
    "panel none",
    make("h1", "", "未找到依据"),
    make("p", "", (answer.reason || "现有文件中没有直接回答这一问题的段落").replace(/^未找到依据：/, "")),
    make("ul", "", make("li", "", "换一种说法，或写出文件名、文号、条款"), make("li", "", "确认要查的文件已经收录")),
  );
  if (answer.hits.length === 0) return [panel];
  const summary = make("summary", "", `最接近的 ${answer.hits.length} 段原文（不能当作依据）`);
  return [panel, make("details", "nearest", summary, warningList(answer.warnings), hitList(answer.hits))];
}

function failed(problem, again) {
  const fields = (problem.errors ?? []).map((error) => make("li", "", `${error.field}：${error.message}`));
  const id = (problem.instance ?? "").replace("urn:planqa:request:", "");
  const panel = make(
    "div",
    "panel error",
    make("h1", "", problem.title),
    make("p", "", problem.detail ?? ""),
    fields.length ? make("ul", "", ...fields) : null,
    problem.remedy ? make("p", "", problem.remedy) : null,
    id ? make("p", "small", `请求编号 ${id}`) : null,
    button("copy", "重试", again),
  );
  panel.setAttribute("role", "alert");
  return [panel];
}

function show(children, said) {
  results.replaceChildren(...children.filter((child) => child !== null));
  status.textContent = said;
}

function busy(on) {
  byId("submit").setAttribute("aria-busy", String(on));
  results.setAttribute("aria-busy", String(on));
}

// ---- asking

const UNREACHABLE = { title: "连接不上服务", detail: "没有收到服务的答复。", remedy: "请检查网络，或确认服务还在运行。" };

async function post(question, onlyInForce, signal) {
  const body = { question, filters: onlyInForce ? { in_force: true } : {} };
  const response = await fetch("/v1/ask", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    signal,
  });
  const type = response.headers.get("Content-Type") ?? "";
  if (!type.includes("json")) throw new Error(`HTTP ${response.status}`);
  return { ok: response.ok, value: await response.json() };
}

const isStarting = (reply) => !reply.ok && reply.value.type === "urn:planqa:problem:starting";
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function patientPost(question, onlyInForce, signal) {
  for (let attempt = 0; ; attempt += 1) {
    const reply = await post(question, onlyInForce, signal);
    if (!isStarting(reply) || attempt === START_RETRIES) return reply;
    status.textContent = "服务正在启动，请稍候";
    await pause(1000);
    signal.throwIfAborted();
  }
}

async function ask(question, onlyInForce) {
  underWay?.abort();
  const mine = (underWay = new AbortController());
  byId("examples").hidden = true;
  document.title = `${question} - 规划问答`;
  show([make("div", "waiting")], "正在查找");
  busy(true);
  const begun = performance.now();
  try {
    const reply = await patientPost(question, onlyInForce, mine.signal);
    if (!reply.ok) show(failed(reply.value, () => ask(question, onlyInForce)), "");
    else if (reply.value.answerable) {
      show(found(reply.value, performance.now() - begun), `找到 ${reply.value.hits.length} 段原文`);
    } else show(notFound(reply.value), "未找到依据");
  } catch (error) {
    if (mine.signal.aborted) return;
    show(failed(UNREACHABLE, () => ask(question, onlyInForce)), "");
  }
  if (mine === underWay) busy(false);
}

// ---- the question box and the address

function fit() {
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight}px`;
}

function addressOf(question, onlyInForce) {
  const query = new URLSearchParams({ q: question });
  if (onlyInForce) query.set("in_force", "1");
  return `/?${query}`;
}

function submit() {
  const question = box.value.trim();
  if (!question) {
    box.focus();
    return;
  }
  const address = addressOf(question, inForce.checked);
  if (address !== location.pathname + location.search) history.pushState(null, "", address);
  ask(question, inForce.checked);
}

function readAddress() {
  const query = new URLSearchParams(location.search);
  box.value = query.get("q") ?? "";
  inForce.checked = query.get("in_force") === "1";
  fit();
  if (box.value.trim()) {
    ask(box.value.trim(), inForce.checked);
    return;
  }
  underWay?.abort();
  busy(false);
  show([], "");
  document.title = "规划问答";
  byId("examples").hidden = byId("example-list").childElementCount === 0;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});
box.addEventListener("input", fit);
box.addEventListener("keydown", (event) => {
  // While an input method is composing, Enter picks a word; 229 is how older browsers say so.
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  submit();
});
inForce.addEventListener("change", () => {
  if (box.value.trim()) submit();
});
addEventListener("popstate", readAddress);
addEventListener("resize", fit);

// ---- examples and the footer, from the documents that are there

function shortTitle(card) {
  const title = card.part_titles.at(-1) ?? card.title;
  return title.replace(/^.*?关于(?:印发|转发|批转)《?(.+?)》?的通知$/, "$1");
}

function exampleFor(card) {
  const title = `《${shortTitle(card)}》`;
  if (card.kind === "规划") return `${title}提出了哪些主要目标？`;
  if (card.kind === "人事任免") return `${card.region ?? ""}最近有哪些人事任免？`;
  if (/办法|规定|细则|条例/.test(title)) return `${title}适用于哪些对象，有什么标准？`;
  return `${title}由哪些部门负责，什么时候起施行？`;
}

async function introduce(attempt = 0) {
  const response = await fetch("/v1/documents");
  if (response.status === 503 && attempt < START_RETRIES) {
    await pause(1000);
    return introduce(attempt + 1);
  }
  if (!response.ok) return undefined;
  const { documents, generation } = await response.json();
  byId("about").textContent = `已收录 ${documents.length} 份文件 · 索引 ${generation}`;
  const kinds = new Map(documents.map((card) => [card.kind, card]));
  for (const question of [...kinds.values()].slice(0, 4).map(exampleFor)) {
    const pick = () => {
      box.value = question;
      fit();
      submit();
    };
    byId("example-list").append(make("li", "", button("", question, pick)));
  }
  if (!results.childElementCount) byId("examples").hidden = false;
  return undefined;
}

readAddress();
introduce().catch(() => {
  // The page works without examples; a service that can't be reached says so on the first question.
});
if (!box.value) box.focus({ preventScroll: true });
