// 评测: the latest run, the earlier ones, and a new one from an uploaded question set.
import { Problem, download, get, headersOf, upload } from "./api.js";
import { button, make, pause } from "./dom.js";
import { say } from "./live.js";
import { may } from "./me.js";
import { oneLine, problemPanel } from "./problem.js";
import { grid, runView } from "./run_view.js";

const POLL_MS = 1500;
const ACCEPTED = ".jsonl,.csv,.xlsx";
let parts = null;
let shown = "";
let polling = false;

const when = (text) => new Date(text).toLocaleString("zh-CN", { dateStyle: "medium", timeStyle: "short" });
const percent = (figure) => (figure && figure.value !== null ? `${(figure.value * 100).toFixed(1)}%` : "—");

async function showRun(id) {
  shown = id;
  try {
    const view = await get(`/v1/evaluation/runs/${encodeURIComponent(id)}`);
    if (shown !== id) return;
    const path = `/v1/evaluation/runs/${encodeURIComponent(id)}/report`;
    const link = make("a", "", "打开完整报告");
    link.href = path;
    link.target = "_blank";
    link.rel = "noopener";
    const keep = button("plain", "下载报告", () => download(`${path}?download=true`, {}, `${id}.html`).catch((problem) => say(oneLine(problem))));
    const { run } = view;
    const facts = `问题集 ${run.set_name}，${run.questions} 题，其中 ${run.answerable} 题有答案 · ${when(run.date)} · 索引 ${run.generation ?? "未知"}`;
    // A link can't carry a key; with one, the report is taken as a file.
    const open = headersOf().Authorization ? null : link;
    parts.view.replaceChildren(make("p", "part soft", facts, "　", open, " ", keep), ...runView(view));
  } catch (problem) {
    parts.view.replaceChildren(problemPanel(problem, () => showRun(id)));
  }
}

function runList(runs) {
  const rows = runs.map((run) => {
    const pick = button("plain", run.set_name, () => {
      showRun(run.id);
      parts.view.scrollIntoView({ block: "start" });
    });
    return [pick, when(run.date), String(run.questions), percent(run.overall["R@1"]), percent(run.overall["R@5"])];
  });
  return make("section", "part", make("h2", "", "历次评测"), grid(["问题集", "时间", "题数", "首条命中", "前 5 命中"], rows, "历次评测"));
}

function progressView(progress) {
  const bar = make("progress");
  bar.max = progress.total;
  bar.value = progress.done;
  bar.setAttribute("aria-label", "评测进度");
  const failed = progress.state === "failed";
  const said = failed ? `没有完成：${[progress.message, progress.remedy].filter(Boolean).join("；")}` : `正在逐题提问：${progress.done} / ${progress.total}`;
  return make("div", "job", make("strong", "", progress.set_name), make("span", failed ? "" : "soft number", said), failed ? null : bar);
}

async function load() {
  const { runs, under_way: underWay } = await get("/v1/evaluation/runs");
  parts.jobs.replaceChildren(...underWay.map(progressView));
  parts.list.replaceChildren(...(runs.length > 1 ? [runList(runs)] : []));
  const newest = runs[0]?.id ?? "";
  if (newest && !runs.some((run) => run.id === shown)) await showRun(newest);
  if (!newest && !underWay.length) {
    parts.view.replaceChildren(
      make("div", "panel part", make("h2", "", "还没有评测"), make("p", "", "上传一份问题集，服务会逐题提问并打分。每行一个问题，写明类型和它在原文里的依据；格式见文档。")),
    );
  }
  return underWay.some((one) => one.state === "running");
}

async function poll() {
  if (polling) return;
  polling = true;
  try {
    while (await load()) await pause(POLL_MS);
  } catch (problem) {
    const missing = problem.code === "no-such-route";
    parts.view.replaceChildren(
      missing ? make("p", "panel", "这个服务没有安装评测功能。") : problemPanel(problem, poll),
    );
  }
  polling = false;
}

async function send(file) {
  const form = new FormData();
  form.append("file", file, file.name);
  parts.said.textContent = `正在上传 ${file.name}`;
  try {
    const progress = await upload("POST", "/v1/evaluation/runs", form, () => {});
    parts.said.textContent = "";
    say("评测已开始");
    shown = "";
    parts.jobs.replaceChildren(progressView(progress));
    poll();
  } catch (problem) {
    parts.said.textContent = "";
    const value = problem instanceof Problem ? problem : new Problem({ title: "页面出错", detail: String(problem) });
    parts.jobs.replaceChildren(problemPanel(value));
  }
}

function pick() {
  const input = make("input");
  input.type = "file";
  input.accept = ACCEPTED;
  input.addEventListener("change", () => input.files[0] && send(input.files[0]));
  input.click();
}

export function show(view) {
  if (!parts) {
    parts = { jobs: make("div"), view: make("div"), list: make("div"), said: make("span", "soft small") };
    parts.jobs.setAttribute("aria-live", "polite");
    const drop = make(
      "div",
      "drop",
      make("p", "", "用一份问题集检验答得准不准", make("span", "soft", "上传 .jsonl、.csv 或 .xlsx；运行时照常可以提问"), parts.said),
      button("primary", "上传问题集并运行", pick),
    );
    may("editor").then((editor) => {
      drop.hidden = !editor;
    });
    drop.addEventListener("dragover", (event) => event.preventDefault());
    drop.addEventListener("drop", (event) => {
      event.preventDefault();
      if (event.dataTransfer.files[0]) send(event.dataTransfer.files[0]);
    });
    view.replaceChildren(make("div", "title", make("h1", "", "评测"), make("p", "", "答案准不准、拒答对不对，用带依据的问题集来量")), drop, parts.jobs, parts.view, parts.list);
  }
  poll();
}
