// An error as a person needs it: what happened, what to do, and a way to try again.
import { button, listOf, make } from "./dom.js";

export function problemPanel(problem, again = null) {
  const value = problem.value ?? { title: "页面出错", detail: String(problem.message ?? problem) };
  const fields = (value.errors ?? []).map((error) => `${error.field}：${error.message}`);
  const id = (value.instance ?? "").replace("urn:planqa:request:", "");
  const panel = make(
    "div",
    "panel error",
    make("h2", "", value.title),
    value.detail ? make("p", "", value.detail) : null,
    listOf("tips", fields),
    value.remedy ? make("p", "", value.remedy) : null,
    id ? make("p", "small soft", `请求编号 ${id}`) : null,
    again ? button("button", "重试", again) : null,
  );
  panel.setAttribute("role", "alert");
  return panel;
}

export function oneLine(problem) {
  const value = problem.value ?? {};
  return [value.detail || value.title || String(problem.message), value.remedy].filter(Boolean).join("；");
}
