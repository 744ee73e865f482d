// Talking to the service: JSON in and out, problems as errors, patience while it starts, the key where one is
// needed.
import { pause } from "./dom.js";
import { askForKey } from "./key.js";
import { say, toast } from "./live.js";

const START_RETRIES = 60; // seconds that a service is given to start
const BUSY_RETRIES = 3;
const KEY = "planqa.key";
const PROBLEM = "urn:planqa:problem:";

export class Problem extends Error {
  constructor(value, status = 0) {
    super(value.detail ?? value.title);
    this.value = value;
    this.status = status;
    this.code = (value.type ?? "").replace(PROBLEM, "");
  }
}

const UNREACHABLE = {
  type: `${PROBLEM}unreachable`,
  title: "连接不上服务",
  detail: "没有收到服务的答复。",
  remedy: "请检查网络，或确认服务还在运行。",
};

export function headersOf(extra = {}) {
  const key = sessionStorage.getItem(KEY);
  return key ? { ...extra, Authorization: `Bearer ${key}` } : extra;
}

async function problemOf(response) {
  const type = response.headers.get("Content-Type") ?? "";
  if (type.includes("json")) return new Problem(await response.json(), response.status);
  return new Problem(
    { title: "服务没有正常答复", detail: `HTTP ${response.status}`, remedy: "请稍后再试。" },
    response.status,
  );
}

// Shown the first time, only read out after that.
function tell(text, attempt) {
  if (attempt) say(text);
  else toast(text);
}

// Whether to try once more after `problem`; waits as long as it takes.
async function mayRetry(problem, response, attempt, signal) {
  if (problem.code === "starting" && attempt < START_RETRIES) {
    tell("服务正在启动，请稍候", attempt);
  } else if ((problem.code === "busy" || problem.code === "too-many-requests") && attempt < BUSY_RETRIES) {
    tell("服务繁忙，正在重试", attempt);
  } else if (problem.status === 401 && attempt < BUSY_RETRIES) {
    sessionStorage.removeItem(KEY);
    const key = await askForKey(problem.value.detail ?? "");
    if (!key) return false;
    sessionStorage.setItem(KEY, key);
    return true;
  } else return false;
  await pause(1000 * Math.min(Number(response.headers.get("Retry-After") ?? 1) || 1, 10));
  signal?.throwIfAborted();
  return true;
}

export async function request(path, options = {}) {
  for (let attempt = 0; ; attempt += 1) {
    let response;
    try {
      response = await fetch(path, { ...options, headers: headersOf(options.headers) });
    } catch (error) {
      if (options.signal?.aborted) throw error;
      throw new Problem(UNREACHABLE);
    }
    if (response.ok) return response;
    const problem = await problemOf(response);
    if (!(await mayRetry(problem, response, attempt, options.signal))) throw problem;
  }
}

export async function get(path, params = {}, signal = undefined) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    for (const one of [value].flat()) if (one !== null && one !== undefined && one !== "") query.append(name, one);
  }
  const text = query.toString();
  return (await request(text ? `${path}?${text}` : path, { signal })).json();
}

export async function post(path, body, signal = undefined) {
  const response = await request(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    signal,
  });
  return response.json();
}

export async function send(method, path) {
  const response = await request(path, { method });
  return response.status === 204 ? null : response.json();
}

// A file that is sent with its progress; `onProgress` gets 0 to 1.
export function upload(method, path, form, onProgress) {
  return new Promise((resolve, reject) => {
    const ask = new XMLHttpRequest();
    ask.open(method, path);
    for (const [name, value] of Object.entries(headersOf())) ask.setRequestHeader(name, value);
    ask.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    });
    ask.addEventListener("error", () => reject(new Problem(UNREACHABLE)));
    ask.addEventListener("load", () => {
      let value;
      try {
        value = JSON.parse(ask.responseText);
      } catch {
        value = { title: "服务没有正常答复", detail: `HTTP ${ask.status}` };
      }
      if (ask.status >= 200 && ask.status < 300) resolve(value);
      else reject(new Problem(value, ask.status));
    });
    ask.send(form);
  });
}

// An answer that is kept as a file.
export async function download(path, options, fallbackName) {
  const response = await request(path, options);
  const given = /filename\*=UTF-8''([^;]+)/i.exec(response.headers.get("Content-Disposition") ?? "");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await response.blob());
  link.download = given ? decodeURIComponent(given[1]) : fallbackName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
