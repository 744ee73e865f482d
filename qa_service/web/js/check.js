// 引文核对: a draft in, each of its sentences with a verdict, its source beside it; the result to take away.
import { download, post, request } from "./api.js";
import { button, listOf, make } from "./dom.js";
import { findingView } from "./finding.js";
import { say, toast } from "./live.js";
import { pointsOf } from "./points.js";
import { oneLine, problemPanel } from "./problem.js";
import { VERDICTS } from "./verdicts.js";

const EXPORTS = [
  ["html", "网页", "核对结果.html"],
  ["docx", "Word", "核对结果.docx"],
  ["md", "Markdown", "核对结果.md"],
];
const ACCEPTED = ".txt,.md,.docx,.pdf,.doc,.wps";
let parts = null;
let sent = null; // what was checked: {text} or {file}
let checked = null;
let only = "";

function options(format) {
  if (sent.file) {
    const form = new FormData();
    form.append("file", sent.file, sent.file.name);
    return [`/v1/check?format=${format}`, { method: "POST", body: form }];
  }
  const body = JSON.stringify({ text: sent.text });
  return [`/v1/check?format=${format}`, { method: "POST", body, headers: { "Content-Type": "application/json" } }];
}

async function run(what) {
  sent = what;
  parts.submit.setAttribute("aria-busy", "true");
  parts.submit.disabled = true;
  parts.said.textContent = "正在核对，长文稿可能要几十秒";
  parts.result.replaceChildren();
  say("正在核对");
  try {
    const [path, init] = options("json");
    checked = await (await request(path, init)).json();
    only = "";
    draw();
    parts.said.textContent = "";
    say(`核对完成，共 ${checked.sentences.length} 句`);
    parts.result.querySelector("h2")?.focus();
  } catch (problem) {
    parts.said.textContent = "";
    parts.result.replaceChildren(problemPanel(problem, () => run(what)));
  }
  parts.submit.disabled = false;
  parts.submit.setAttribute("aria-busy", "false");
}

function exportButton([format, label, name]) {
  const element = button("button", `导出 ${label}`, async () => {
    element.disabled = true;
    try {
      const [path, init] = options(format);
      await download(path, init, name);
      say(`已导出 ${label}`);
    } catch (problem) {
      toast(`没有导出：${oneLine(problem)}`);
    }
    element.disabled = false;
  });
  element.dataset.format = format;
  return element;
}

function tally() {
  const all = Object.entries(VERDICTS).filter(([verdict]) => checked.counts[verdict]);
  const items = all.map(([verdict, { label, sign }]) => {
    const element = button(verdict, "", () => {
      only = only === verdict ? "" : verdict;
      draw();
      parts.result.querySelector(`.tally .${verdict}`).focus();
    });
    element.append(make("span", "", sign), label, make("b", "", String(checked.counts[verdict])));
    element.setAttribute("aria-pressed", String(only === verdict));
    return element;
  });
  const holder = make("div", "tally", ...items);
  holder.setAttribute("role", "group");
  holder.setAttribute("aria-label", "只看一种结论");
  return holder;
}

function sentenceElement(sentence, open) {
  const { sign } = VERDICTS[sentence.verdict];
  const mark = make("span", "sign", sign);
  mark.setAttribute("aria-hidden", "true");
  const element = make("span", `sentence ${sentence.verdict}${only && only !== sentence.verdict ? " dim" : ""}`, mark, sentence.text);
  element.tabIndex = 0;
  element.setAttribute("role", "button");
  element.setAttribute("aria-label", `${sentence.label}：${sentence.text}`);
  element.dataset.number = String(sentence.number);
  element.addEventListener("click", () => open(sentence, element));
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    open(sentence, element);
  });
  return element;
}

// The whole draft, its sentences marked where they stand.
function draftView(open) {
  const points = pointsOf(checked.text);
  const children = [];
  let at = 0;
  for (const sentence of checked.sentences) {
    children.push(points.slice(at, sentence.start).join(""), sentenceElement(sentence, open));
    at = sentence.end;
  }
  children.push(points.slice(at).join(""));
  return make("div", "draft", children);
}

function draw() {
  const finding = make("div", "finding");
  finding.setAttribute("aria-live", "polite");
  finding.setAttribute("role", "region");
  finding.setAttribute("aria-label", "所选句子的核对结果");
  const open = (sentence, element) => {
    for (const one of parts.result.querySelectorAll(".sentence[aria-current]")) one.removeAttribute("aria-current");
    element.setAttribute("aria-current", "true");
    finding.replaceChildren(...findingView(sentence));
    finding.scrollTop = 0;
    if (matchMedia("(max-width: 900px)").matches) finding.scrollIntoView({ block: "start" });
  };
  const draft = draftView(open);
  const head = make("h2", "", checked.name ? `《${checked.name}》的核对结果` : "核对结果");
  head.tabIndex = -1;
  const note = make("span", "soft", `共 ${checked.sentences.length} 句，用时 ${checked.seconds.toFixed(1)} 秒`);
  const actions = make("div", "actions", note, ...EXPORTS.map(exportButton), button("button", "核对另一份", again));
  parts.result.replaceChildren(make("div", "checked", head, actions, listOf("warnings", checked.warnings), tally(), make("div", "split", draft, finding)));
  parts.form.hidden = true;
  const grave = Object.keys(VERDICTS).find((verdict) => checked.counts[verdict] && (!only || only === verdict));
  const first = checked.sentences.find((sentence) => sentence.verdict === grave);
  if (!first) {
    finding.replaceChildren(make("p", "soft", "文稿里没有可以核对的句子。"));
    return;
  }
  const element = draft.querySelector(`[data-number="${first.number}"]`);
  element.setAttribute("aria-current", "true");
  finding.replaceChildren(...findingView(first));
}

function again() {
  parts.form.hidden = false;
  parts.result.replaceChildren();
  parts.text.focus();
}

function pick() {
  const input = make("input");
  input.type = "file";
  input.accept = ACCEPTED;
  input.addEventListener("change", () => input.files[0] && run({ file: input.files[0] }));
  input.click();
}

export function show(view) {
  if (parts) return;
  const text = make("textarea");
  text.placeholder = "把文稿粘贴到这里，或把文件拖进来。每一句都会与收录的文件逐字对照：引文、数字、年份、单位、名称。";
  text.setAttribute("aria-label", "文稿");
  text.spellcheck = false;
  const submit = make("button", "primary", "开始核对");
  submit.type = "submit";
  const said = make("span", "said");
  said.setAttribute("role", "status");
  const form = make("form", "draft-form", text, make("div", "actions", submit, button("button", "上传文稿（Word、PDF、文本）", pick), said));
  parts = { form, text, submit, said, result: make("div") };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (text.value.trim()) run({ text: text.value });
    else text.focus();
  });
  view.addEventListener("dragover", (event) => event.preventDefault());
  view.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files[0]) run({ file: event.dataTransfer.files[0] });
  });
  const title = make("div", "title", make("h1", "", "引文核对"), make("p", "", "文稿里的引文和数据，与收录的原文是否一致，出自哪里"));
  view.replaceChildren(title, form, parts.result);
}
