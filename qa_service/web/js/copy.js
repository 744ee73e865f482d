// Copying with a visible answer. The clipboard API exists only on https and localhost, and may be refused;
// then comes the old way, and at last a box with the text selected.
import { button, make } from "./dom.js";
import { say } from "./live.js";

const SHOWN_MS = 1800;

export async function copyText(text) {
  if (navigator.clipboard) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // refused: try the old way
    }
  }
  return oldWay(text);
}

function oldWay(text) {
  const held = document.activeElement;
  const area = make("textarea", "hidden");
  area.value = text;
  document.body.append(area);
  area.select();
  let done = false;
  try {
    done = document.execCommand("copy");
  } catch {
    // as good as refused
  }
  area.remove();
  held?.focus?.({ preventScroll: true });
  return done;
}

export function byHand(text) {
  const area = make("textarea");
  area.value = text;
  area.readOnly = true;
  area.setAttribute("aria-label", "要复制的文字");
  const close = button("primary", "关闭", () => dialog.close());
  const inside = make(
    "div",
    "inside",
    make("h2", "", "请手动复制"),
    make("p", "", "浏览器不允许自动复制。文字已选中，按 Ctrl+C（Mac 为 ⌘C）即可。"),
    area,
    make("div", "actions", close),
  );
  const dialog = make("dialog", "", inside);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  area.select();
}

// `text` is a string, or a function that returns one or a promise of one.
export function copyButton(label, text, className = "button copy") {
  const element = button(className, label, () => copyFrom(element, label, text));
  return element;
}

export async function copyFrom(element, label, text) {
  element.disabled = true;
  let value;
  let failure = "复制失败";
  try {
    value = await (typeof text === "function" ? text() : text);
  } catch (problem) {
    failure = problem.value?.title ?? failure;
  }
  element.disabled = false;
  const done = value !== undefined && (await copyText(value));
  if (!done && value !== undefined) byHand(value);
  // The width stays, so that nothing beside the button moves.
  element.style.minWidth = `${element.offsetWidth}px`;
  element.textContent = done ? "已复制" : failure;
  element.classList.toggle("done", done);
  element.classList.toggle("failed", !done);
  say(done ? `已复制${label}` : failure);
  setTimeout(() => {
    element.textContent = label;
    element.classList.remove("done", "failed");
    element.style.minWidth = "";
  }, SHOWN_MS);
}
