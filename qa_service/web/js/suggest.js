// Suggestions while typing: a title or number opens the document, a heading or an indicator becomes the
// question. The box has several lines, so that it can't be an ARIA combobox; how many there are is said.
import { go } from "./address.js";
import { get } from "./api.js";
import { byId, make } from "./dom.js";
import { say } from "./live.js";

const WAIT_MS = 120;
const SHORTEST = 2;
const KINDS = { document: "文件", number: "文号", heading: "标题", indicator: "指标" };

const box = () => byId("question");
const list = () => byId("suggestions");
let items = [];
let active = -1;
let timer = 0;
let underWay = null;
let ask = () => {};

export function closeSuggestions() {
  clearTimeout(timer);
  underWay?.abort();
  list().hidden = true;
  active = -1;
  box().removeAttribute("aria-activedescendant");
}

function pick(item) {
  closeSuggestions();
  if (item.kind === "document" || item.kind === "number") {
    go({ tab: "ask", read: item.document_id, at: "", find: "" });
    return;
  }
  box().value = item.text;
  ask();
}

// The typed words within the suggestion, in bold.
function emphasised(text, typed) {
  const at = text.toLowerCase().indexOf(typed.trim().toLowerCase());
  const holder = make("span", "text");
  holder.title = text;
  if (at < 0) holder.append(text);
  else {
    const end = at + typed.trim().length;
    holder.append(text.slice(0, at), make("b", "", text.slice(at, end)), text.slice(end));
  }
  return holder;
}

function draw(typed) {
  const lines = items.map((item, index) => {
    const from = item.text === item.title ? "" : item.title;
    const line = make("li", "", make("span", "kind", KINDS[item.kind]), emphasised(item.text, typed), make("span", "from", from));
    line.id = `suggestion-${index}`;
    line.setAttribute("role", "option");
    line.setAttribute("aria-selected", "false");
    line.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      pick(item);
    });
    return line;
  });
  list().replaceChildren(...lines);
  list().hidden = items.length === 0;
  active = -1;
  if (items.length) say(`${items.length} 条建议，按上下键选择`);
}

function move(step) {
  const lines = [...list().children];
  active = (active + step + lines.length + 1) % (lines.length + 1);
  // One place beyond the last is the box itself.
  lines.forEach((line, index) => line.setAttribute("aria-selected", String(index === active)));
  const chosen = lines[active];
  if (chosen) {
    box().setAttribute("aria-activedescendant", chosen.id);
    chosen.scrollIntoView({ block: "nearest" });
  } else {
    box().removeAttribute("aria-activedescendant");
  }
}

async function look() {
  const typed = box().value;
  underWay?.abort();
  if (typed.trim().length < SHORTEST || typed.length > 60) {
    closeSuggestions();
    return;
  }
  const mine = (underWay = new AbortController());
  try {
    const found = await get("/v1/suggest", { q: typed, limit: 8 }, mine.signal);
    if (mine !== underWay || mine.signal.aborted || document.activeElement !== box()) return;
    items = found.suggestions.filter((item) => item.text !== typed);
    draw(typed);
  } catch {
    // no suggestions then; the question itself will tell what is wrong
  }
}

// Returns true where the key was meant for the list.
function onKey(event) {
  if (list().hidden) return false;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    move(event.key === "ArrowDown" ? 1 : -1);
    return true;
  }
  if (event.key === "Escape") {
    closeSuggestions();
    return true;
  }
  if (event.key === "Enter" && active >= 0 && active < items.length && !event.isComposing) {
    pick(items[active]);
    return true;
  }
  return false;
}

export function startSuggestions(onAsk) {
  ask = onAsk;
  box().addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, WAIT_MS);
  });
  box().addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || !onKey(event)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  });
  box().addEventListener("blur", () => setTimeout(closeSuggestions, 100));
}
