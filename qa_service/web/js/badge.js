// Whether a document still holds, in a word and a shape; and the line of facts about it.
import { isoDate, make } from "./dom.js";

export function validityWord(validity) {
  if (validity.state === "in-force") return ["good", "现行"];
  if (validity.state === "expiring") return ["warn", "将届满"];
  if (validity.state === "expired") return validity.basis === "有效期" ? ["bad", "已失效"] : ["bad", "已届满"];
  return ["quiet", "时效未注明"];
}

export function badge(validity) {
  const [tone, word] = validityWord(validity);
  const element = make("span", `badge ${tone}`, word);
  element.title = validity.note || "文件没有写明有效期";
  return element;
}

export function until(validity) {
  if (!validity.until) return null;
  return `${validity.basis}至${isoDate(validity.until)}`;
}

// 文号 · 成文日期 · 发文机关, as far as the document tells.
export function meta(parts) {
  const known = parts.filter(Boolean);
  return known.length ? make("p", "meta", known.map((part) => make("span", "", part))) : null;
}
