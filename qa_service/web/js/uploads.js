// Files on their way into the index: sent with progress, then followed as a job, each file with its result.
import { Problem, get, upload } from "./api.js";
import { button, make } from "./dom.js";
import { reportView } from "./ingest_report.js";
import { follow, share, stageWord } from "./job.js";
import { say } from "./live.js";
import { oneLine } from "./problem.js";

const OUTCOMES = { added: "已收录", replaced: "已替换", unchanged: "内容没有变化", failed: "没有收录", pending: "处理中" };

class Entry {
  constructor(name) {
    this.state = make("span", "state", "上传中");
    this.said = make("span", "said");
    this.bar = make("progress");
    this.bar.max = 1;
    this.bar.value = 0;
    this.bar.setAttribute("aria-label", `${name} 的进度`);
    this.actions = make("span", "actions");
    this.element = make("li", "upload", make("span", "name", name), this.state, this.bar, this.said, this.actions);
  }

  progress(value, word) {
    this.bar.value = value;
    this.state.textContent = word;
  }

  end(good, word, said) {
    this.bar.remove();
    this.element.classList.add(good ? "good" : "bad");
    this.state.textContent = word;
    this.said.textContent = said;
  }
}

function reportButton(entry, report) {
  const toggle = button("plain", "查看入库报告", () => {
    const shown = entry.element.querySelector(".report");
    if (shown) shown.remove();
    else entry.element.append(reportView(report));
    toggle.textContent = shown ? "查看入库报告" : "收起入库报告";
  });
  return toggle;
}

function finish(entry, result, retry) {
  const word = OUTCOMES[result.outcome] ?? result.outcome;
  if (result.outcome === "failed") {
    entry.end(false, word, result.problem ? oneLine({ value: result.problem }) : "");
    if (result.problem?.type?.endsWith("name-taken")) {
      entry.actions.replaceChildren(button("button", "替换同名文件", () => retry(entry)));
    }
    return;
  }
  const { report } = result;
  const counts = report ? `${report.documents.length} 份文件，${report.section_count} 个章节，${report.passage_count} 个段落` : "";
  entry.end(true, word, counts);
  if (report) entry.actions.replaceChildren(reportButton(entry, report));
}

function ended(entries, job, files, again) {
  entries.forEach((entry, index) => {
    const result = job.files.find((one) => one.name === files[index].name) ?? job.files[index];
    if (result && result.outcome !== "pending") {
      finish(entry, result, () => {
        entry.element.remove();
        again([files[index]], true);
      });
    } else entry.end(false, "没有收录", job.error ? oneLine({ value: job.error }) : "");
  });
}

function refused(entries, problem, files, again) {
  const errors = problem.value?.errors ?? [];
  entries.forEach((entry, index) => {
    const own = errors.find((one) => one.field === files[index].name);
    entry.end(false, "没有收录", own ? own.message : oneLine(problem));
    if (problem.code === "name-taken") {
      entry.actions.replaceChildren(
        button("button", "替换同名文件", () => {
          entry.element.remove();
          again([files[index]], true);
        }),
      );
    }
  });
}

// Sends `files` to `path` and shows them in `list`; `changed` is called when the index has changed.
export async function sendFiles({ method = "POST", path, field = "files", files, list, changed }) {
  const entries = files.map((file) => new Entry(file.name));
  list.prepend(...entries.map((entry) => entry.element));
  const form = new FormData();
  for (const file of files) form.append(field, file, file.name);
  const all = (value, word) => entries.forEach((entry) => entry.progress(value, word));
  const again = (some, replace) =>
    sendFiles({ path: replace ? "/v1/documents?replace=true" : path, files: some, list, changed });
  say(`正在上传 ${files.length} 个文件`);
  try {
    const job = await upload(method, path, form, (sent) => all(sent * 0.3, sent < 1 ? `上传 ${Math.round(sent * 100)}%` : "等待处理"));
    const last = await follow(job.id, (now) => all(0.3 + 0.7 * share(now), stageWord(now)));
    ended(entries, last, files, again);
    say(last.state === "done" ? "文件已处理完" : "文件没有收录");
    changed();
  } catch (problem) {
    refused(entries, problem instanceof Problem ? problem : new Problem({ title: "页面出错", detail: String(problem) }), files, again);
    say("文件没有收录");
  }
}

export async function reportOf(documentId) {
  return get(`/v1/documents/${encodeURIComponent(documentId)}/report`);
}
