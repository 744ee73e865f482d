// The keyboard: / to the box, ↑↓ through the hits, Enter to read, c to copy, ? for help.
import { go, state } from "./address.js";
import { button, byId, make } from "./dom.js";

const KEYS = [
  [["/"], "到问题框"],
  [["↑", "↓"], "在结果之间移动"],
  [["Enter"], "阅读选中的原文"],
  [["c"], "复制选中结果的公文式引用"],
  [["n", "p"], "阅读时：下一处、上一处查找结果"],
  [["Esc"], "关闭阅读窗口"],
  [["?"], "显示这张表"],
];

export function showHelp() {
  if (document.querySelector("dialog[open]")) return;
  const list = make("dl", "keys");
  for (const [keys, what] of KEYS) {
    list.append(make("dt", "", ...keys.map((key) => make("kbd", "", key))), make("dd", "", what));
  }
  const close = button("primary", "关闭", () => dialog.close());
  const dialog = make("dialog", "", make("div", "inside", make("h2", "", "键盘快捷键"), list, make("div", "actions", close)));
  dialog.setAttribute("aria-label", "键盘快捷键");
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

const typing = (target) => target.closest("input, textarea, select, [contenteditable], dialog, [role='tree']") !== null;

function move(step) {
  const hits = [...document.querySelectorAll("#results .hit")];
  if (!hits.length || byId("view-ask").hidden) return false;
  const at = hits.findIndex((hit) => hit.contains(document.activeElement));
  const next = hits[Math.min(Math.max(at + step, 0), hits.length - 1)];
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
  return true;
}

const HANDLERS = {
  "/": () => {
    if (state().tab !== "ask") go({ tab: "ask" });
    byId("question").focus();
    byId("question").select();
    return true;
  },
  "?": () => {
    showHelp();
    return true;
  },
  ArrowDown: () => !document.activeElement.closest(".source") && move(1),
  ArrowUp: () => !document.activeElement.closest(".source") && move(-1),
  Enter: () => press(document.activeElement, "h2 a"),
  c: () => press(document.activeElement.closest?.(".hit"), ".copy"),
  n: () => press(document.querySelector(".reader"), "[data-step='next']"),
  p: () => press(document.querySelector(".reader"), "[data-step='previous']"),
  Escape: () => press(document.querySelector(".reader"), "[data-step='close']"),
};

function press(holder, selector) {
  if (!holder || (selector === "h2 a" && !holder.matches(".hit"))) return false;
  const target = holder.querySelector(selector);
  target?.click();
  return Boolean(target);
}

export function startKeys() {
  byId("help-button").addEventListener("click", showHelp);
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (typing(event.target) && event.key !== "Escape") return;
    if (event.target.closest("dialog, .menu[open]")) return;
    if (HANDLERS[event.key]?.()) event.preventDefault();
  });
}
