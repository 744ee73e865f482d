// 文件: what is in the index, with its ingest reports; upload, replace, delete with undo, all without a reload.
import { get, send } from "./api.js";
import { badge, meta, until } from "./badge.js";
import { byId, button, isoDate, make } from "./dom.js";
import { forgetExamples } from "./examples.js";
import { forgetFacets } from "./facets.js";
import { reportView } from "./ingest_report.js";
import { follow } from "./job.js";
import { linkTo } from "./links.js";
import { say, toast } from "./live.js";
import { may } from "./me.js";
import { oneLine, problemPanel } from "./problem.js";
import { reportOf, sendFiles } from "./uploads.js";

const LISTED = 200; // documents that are shown before "all": a longer list is searched, not read
const ACCEPTED = ".txt,.md,.html,.htm,.docx,.doc,.wps,.pdf,.ofd";
let cards = [];
let sources = new Map();
let parts = null;
let whole = false; // whether all documents are shown
let editor = true; // whether the reader may change what is here

function refresh() {
  forgetFacets();
  forgetExamples();
  return load();
}

function pickFiles(multiple, taken) {
  const input = make("input");
  input.type = "file";
  input.multiple = multiple;
  input.accept = ACCEPTED;
  input.addEventListener("change", () => input.files.length && taken([...input.files]));
  input.click();
}

function uploadFiles(files) {
  sendFiles({ path: "/v1/documents", files, list: parts.uploads, changed: refresh });
}

function dropZone() {
  const choose = button("primary", "选择文件", () => pickFiles(true, uploadFiles));
  const zone = make(
    "div",
    "drop",
    make("p", "", "把文件拖到这里，或从电脑里选择", make("span", "soft", "可一次放入多个：.docx、.pdf、.txt、.md、.html；收录后立即可以提问，不必重启")),
    choose,
  );
  let depth = 0;
  const over = (on) => zone.classList.toggle("over", on);
  zone.addEventListener("dragenter", (event) => {
    event.preventDefault();
    depth += 1;
    over(true);
  });
  zone.addEventListener("dragover", (event) => event.preventDefault());
  zone.addEventListener("dragleave", () => {
    depth -= 1;
    if (!depth) over(false);
  });
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    depth = 0;
    over(false);
    const files = [...event.dataTransfer.files];
    if (files.length) uploadFiles(files);
  });
  return zone;
}

function replaceDocument(card) {
  const source = sources.get(card.source_sha256);
  const shared = source && source.document_ids.length > 1;
  const path = shared ? `/v1/sources/${source.id}` : `/v1/documents/${card.id}`;
  const go = () => pickFiles(false, (files) => sendFiles({ method: "PUT", path, field: "file", files, list: parts.uploads, changed: refresh }));
  if (!shared) {
    go();
    return;
  }
  toast(`《${card.source}》内含 ${source.document_ids.length} 份文件，替换的是整个来源文件`, { label: "选择文件", run: go });
}

async function restore(kind, id) {
  try {
    const job = await send("POST", `/v1/${kind}s/${encodeURIComponent(id)}/restore`);
    await follow(job.id, () => {});
    say("已恢复");
    await refresh();
  } catch (problem) {
    toast(`没有恢复：${oneLine(problem)}`);
  }
}

async function remove(card, element) {
  element.classList.add("going");
  const next = element.nextElementSibling ?? element.previousElementSibling;
  try {
    const job = await send("DELETE", `/v1/documents/${encodeURIComponent(card.id)}`);
    toast(`已删除《${card.title}》`, { label: "撤销", run: () => restore("document", card.id) });
    await refresh();
    const same = next && [...parts.list.children].find((one) => one.dataset.document === next.dataset.document);
    (same?.querySelector("a") ?? parts.search).focus();
    await follow(job.id, () => {});
    await refresh();
  } catch (problem) {
    element.classList.remove("going");
    toast(`没有删除：${oneLine(problem)}`);
  }
}

async function toggleReport(card, element, control) {
  const shown = element.querySelector(".report");
  control.setAttribute("aria-expanded", String(!shown));
  if (shown) {
    shown.remove();
    return;
  }
  const waiting = make("div", "report", make("p", "soft", "正在读取"));
  element.append(waiting);
  try {
    waiting.replaceWith(reportView(await reportOf(card.id)));
  } catch (problem) {
    waiting.replaceChildren(make("p", "", oneLine(problem)));
  }
}

function row(card) {
  const title = linkTo(card.title, () => ({ tab: "ask", q: "", read: card.id, at: "", find: "" }));
  const facts = meta([card.doc_number, card.written ? `${isoDate(card.written)}成文` : null, card.issuer, until(card.validity)]);
  const counts = make("p", "counts", `${card.section_count} 个章节 · ${card.passage_count} 个段落`);
  const side = make("div", "side", badge(card.validity), counts);
  const control = button("plain", "入库报告", () => toggleReport(card, element, control));
  control.setAttribute("aria-expanded", "false");
  const drop = button("plain danger", "删除", () => remove(card, element));
  const replace = button("plain", "替换", () => replaceDocument(card));
  const ask = button("plain", "只在此文件中提问", () => {
    import("./address.js").then(({ empty, go }) => {
      const blank = empty();
      go({ ...blank, filters: { ...blank.filters, documents: [card.id] }, read: card.id });
      byId("question").focus();
    });
  });
  const controls = make("div", "actions", ask, control, ...(editor ? [replace, drop] : []));
  for (const one of controls.children) one.setAttribute("aria-label", `${one.textContent}：${card.title}`);
  const place = make("p", "meta", [card.kind, card.region, `来源 ${card.source}`].filter(Boolean).map((text) => make("span", "", text)));
  const element = make("li", "doc", make("div", "", make("h3", "", title), facts, place), side, controls);
  element.dataset.document = card.id;
  return element;
}

function drawList() {
  const wanted = parts.search.value.trim().toLowerCase();
  const text = (card) => [card.title, ...card.part_titles, card.doc_number, card.issuer, card.source, card.kind].join(" ").toLowerCase();
  const shown = cards.filter((card) => text(card).includes(wanted));
  parts.head.textContent = wanted ? `${shown.length} / ${cards.length} 份文件` : `${cards.length} 份文件`;
  const none = cards.length ? "没有符合的文件" : "还没有文件，从上面放入第一份";
  const listed = whole ? shown : shown.slice(0, LISTED);
  parts.list.replaceChildren(...(listed.length ? listed.map(row) : [make("li", "empty", none)]));
  if (listed.length === shown.length) return;
  const more = button("button", `显示全部 ${shown.length} 份`, () => {
    whole = true;
    drawList();
  });
  parts.list.append(make("li", "empty", more));
}

function drawRemoved(removed) {
  const items = removed.map((one) =>
    make("li", "", make("span", "", `${one.kind === "source" ? "来源文件 " : ""}${one.title}`), make("time", "soft", `${isoDate(one.restorable_until.slice(0, 10))}前可恢复`), editor ? button("button", "恢复", () => restore(one.kind, one.id)) : null),
  );
  const open = parts.removed.querySelector("details")?.open ?? false;
  const details = make("details", "", make("summary", "", `最近删除（${removed.length}）`), make("ul", "", ...items));
  details.open = open;
  parts.removed.replaceChildren(...(removed.length ? [details] : []));
}

async function load() {
  try {
    editor = await may("editor");
    parts.drop.hidden = !editor;
    const [{ documents }, held, gone] = await Promise.all([
      get("/v1/documents"),
      get("/v1/sources").catch(() => ({ sources: [] })),
      get("/v1/removed").catch(() => ({ removed: [] })),
    ]);
    cards = documents;
    sources = new Map(held.sources.map((source) => [source.sha256, source]));
    drawList();
    drawRemoved(gone.removed);
  } catch (problem) {
    if (problem.code === "no-index") {
      cards = [];
      drawList();
    } else parts.list.replaceChildren(make("li", "", problemPanel(problem, load)));
  }
}

export function show(view) {
  if (!parts) {
    const search = make("input");
    search.type = "search";
    search.placeholder = "按标题、文号、机关查找";
    search.setAttribute("aria-label", "在文件列表中查找");
    search.addEventListener("input", drawList);
    parts = {
      drop: dropZone(),
      uploads: make("ul", "uploads"),
      removed: make("div", "removed"),
      head: make("h2", ""),
      list: make("ul", "docs"),
      search,
    };
    parts.uploads.setAttribute("aria-label", "上传结果");
    const title = make("div", "title", make("h1", "", "文件"), make("p", "", "这里列出可以查到的全部文件，以及每份文件入库时的情况"));
    view.replaceChildren(title, parts.drop, parts.uploads, parts.removed, make("div", "list-tools", parts.head, parts.search), parts.list);
  }
  load();
}
