// A job of the service, followed until it is done.
import { get, headersOf } from "./api.js";
import { pause } from "./dom.js";

const POLL_MS = 700;
const STAGES = {
  waiting: "排队",
  read: "读取文字",
  embed: "建立向量",
  write: "写入索引",
  open: "启用新索引",
  done: "完成",
};

export const isOver = (job) => job.state === "done" || job.state === "failed";

export function stageWord(job) {
  const word = STAGES[job.stage] ?? job.stage;
  return job.stage_total > 1 ? `${word} ${job.stage_done} / ${job.stage_total}` : word;
}

// 0 to 1 over all stages: where each begins; the vectors take most of the time.
const BEGINS = { waiting: 0, read: 0.05, embed: 0.15, write: 0.9, open: 0.96, done: 1 };
const ENDS = { waiting: 0.05, read: 0.15, embed: 0.9, write: 0.96, open: 1, done: 1 };

export function share(job) {
  const begin = BEGINS[job.stage] ?? 0;
  const part = job.stage_total ? Math.min(job.stage_done / job.stage_total, 1) : 0;
  return begin + ((ENDS[job.stage] ?? 1) - begin) * part;
}

// Calls `changed` with each state of the job; resolves with its last one. Server-sent events where they come,
// else asked for again and again.
export async function follow(id, changed) {
  const path = `/v1/jobs/${encodeURIComponent(id)}`;
  const seen = await byEvents(`${path}/events`, changed).catch(() => null);
  if (seen && isOver(seen)) return seen;
  for (;;) {
    const job = await get(path);
    changed(job);
    if (isOver(job)) return job;
    await pause(POLL_MS);
  }
}

async function byEvents(path, changed) {
  const response = await fetch(path, { headers: headersOf({ Accept: "text/event-stream" }) });
  if (!response.ok || !response.body) return null;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let kept = "";
  let job = null;
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return job;
    kept += value;
    const events = kept.split(/\r?\n\r?\n/);
    kept = events.pop();
    for (const event of events) {
      const data = event.split(/\r?\n/).filter((line) => line.startsWith("data:")).map((line) => line.slice(5)).join("\n");
      if (!data) continue;
      job = JSON.parse(data);
      changed(job);
      if (isOver(job)) {
        reader.cancel();
        return job;
      }
    }
  }
}
