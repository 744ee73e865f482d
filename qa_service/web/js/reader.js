// The reading pane: one document, its outline, the passage that was found, search within it.
import { format, go, state } from "./address.js";
import { Problem, get } from "./api.js";
import { answer, onAnswer } from "./ask.js";
import { badge, meta } from "./badge.js";
import { copyButton } from "./copy.js";
import { byId, button, iconButton, isoDate, make } from "./dom.js";
import { Inside } from "./inside.js";
import { markHere, outlineTree } from "./outline.js";
import { problemPanel } from "./problem.js";
import { Source } from "./source.js";

const NARROW = matchMedia("(max-width: 1023px)");
const ROOMY = matchMedia("(min-width: 1400px)");
let open = null; // what the pane shows
let returnTo = null; // what had the focus before

const hits = () => answer()?.hits ?? [];

function closePane() {
  go({ read: "", at: "", find: "" });
}

// Spans of the passage that is read: its place, the sentences that answer, the figures asked for.
function passageSpans(locator, hit) {
  const moved = (kind) => (mark) => ({ start: locator.start + mark.start, end: locator.start + mark.end, kind });
  const here = { start: locator.start, end: locator.end, kind: "here" };
  return [here, ...(hit?.marks ?? []).map(moved("answer")), ...(hit?.answers ?? []).map(moved("figure"))];
}

class Pane {
  constructor(documentId) {
    this.id = documentId;
    this.passage = [];
    this.element = make("div", "reader");
    this.element.setAttribute("aria-label", "阅读原文");
    this.element.setAttribute("role", NARROW.matches ? "dialog" : "region");
    if (NARROW.matches) this.element.setAttribute("aria-modal", "true");
  }

  async load() {
    const path = `/v1/documents/${encodeURIComponent(this.id)}`;
    const [view, outline] = await Promise.all([get(path), get(`${path}/outline`)]);
    this.card = view.document;
    this.source = new Source(this.id, outline);
    this.inside = new Inside(this.id, (text) => this.searched(text), (match) => this.goTo(match));
    this.tree = outlineTree(outline.nodes, (start) => this.jump(start));
    this.draw();
    this.follow();
  }

  draw() {
    const card = this.card;
    const facts = meta([card.doc_number, card.written ? `${isoDate(card.written)}成文` : null, card.issuer]) ?? make("p", "meta");
    facts.prepend(badge(card.validity));
    const title = make("h2", "", card.title);
    title.title = card.title;
    title.tabIndex = -1;
    const close = iconButton("close", "关闭（Esc）", closePane);
    close.dataset.step = "close";
    const toggle = iconButton("list", "目录", () => this.outline(!this.element.classList.contains("with-outline")));
    this.toggle = toggle;
    this.steps = make("div", "steps");
    const link = copyButton("复制链接", () => location.origin + format(state()), "plain");
    const head = make("div", "head", title, close, facts);
    const tools = make("div", "tools", toggle, this.inside.element, link, this.steps);
    const outline = make("div", "outline", this.tree);
    this.element.replaceChildren(head, tools, make("div", "inside", outline, this.source.element));
    this.outline((ROOMY.matches || state().q === "") && !NARROW.matches);
    this.drawSteps();
  }

  outline(on) {
    this.element.classList.toggle("with-outline", on);
    this.toggle.setAttribute("aria-pressed", String(on));
    if (on) markHere(this.tree, this.source.top());
  }

  // The heading in the outline follows what is read.
  follow() {
    let waiting = false;
    this.source.element.addEventListener("scroll", () => {
      if (waiting) return;
      waiting = true;
      setTimeout(() => {
        waiting = false;
        if (this.element.classList.contains("with-outline")) markHere(this.tree, this.source.top());
      }, 120);
    });
  }

  drawSteps() {
    const all = hits();
    const at = all.findIndex((hit) => hit.passage_id === state().at);
    if (at < 0 || all.length < 2) {
      this.steps.replaceChildren();
      return;
    }
    const step = (by) => () => {
      const next = all[at + by];
      go({ read: next.document.id, at: next.passage_id, find: "" }, { replace: true });
    };
    const back = iconButton("left", "上一条结果", step(-1));
    const forth = iconButton("right", "下一条结果", step(1));
    back.disabled = at === 0;
    forth.disabled = at === all.length - 1;
    this.steps.replaceChildren(back, make("span", "", `结果 ${at + 1} / ${all.length}`), forth);
  }

  highlight() {
    this.source.highlight([...this.passage, ...this.inside.spans()]);
  }

  searched(text) {
    this.highlight();
    if (text !== state().find) go({ find: text }, { replace: true });
  }

  async goTo(match) {
    this.highlight();
    await this.source.show(match.start);
  }

  async jump(start) {
    if (NARROW.matches) this.outline(false);
    await this.source.show(start);
    markHere(this.tree, start);
  }

  // Shows the passage that the address names, and what the address searches for.
  async follows(now) {
    const turn = (this.turn = (this.turn ?? 0) + 1);
    const hit = hits().find((one) => one.passage_id === now.at);
    const passage = hit ?? (now.at ? await get(`/v1/passages/${encodeURIComponent(now.at)}`).catch(() => null) : null);
    // The answer may have come meanwhile, and with it the sentences to mark.
    if (turn !== this.turn) return;
    this.passage = passage ? passageSpans(passage.locator, hit) : [];
    if (now.find && now.find !== this.inside.text) await this.inside.look(now.find, { quiet: Boolean(now.at) });
    this.highlight();
    this.drawSteps();
    if (passage) {
      await this.source.show(passage.locator.start + (hit?.marks.length ? Math.min(...hit.marks.map((mark) => mark.start)) : 0));
      markHere(this.tree, passage.locator.start);
    }
  }

  close() {
    this.source?.close();
    this.element.remove();
  }
}

function holder() {
  let element = byId("pane");
  if (!element) {
    element = make("section", "pane");
    element.id = "pane";
    element.setAttribute("aria-label", "原文");
    byId("work").append(element);
  }
  return element;
}

// On a narrow screen the pane covers everything else: nothing behind it can be reached.
function cover(on) {
  const behind = [...document.querySelectorAll(".top, .foot, #ask, #facets, #results")];
  for (const element of behind) element.inert = on && NARROW.matches;
}

function shut() {
  open?.close();
  open = null;
  document.body.classList.remove("reading");
  cover(false);
  byId("pane")?.remove();
  markCurrent("");
  if (returnTo?.isConnected) {
    returnTo.focus({ preventScroll: true });
    returnTo.closest(".hit")?.scrollIntoView({ block: "center" });
  }
  returnTo = null;
}

function markCurrent(passage) {
  for (const hit of document.querySelectorAll("#results .hit")) {
    const current = hit.dataset.passage === passage;
    hit.classList.toggle("current", current);
    if (!current || NARROW.matches) continue;
    if (hit.previousElementSibling) hit.scrollIntoView({ block: "nearest" });
    else byId("results").scrollTop = 0;
  }
}

async function openDocument(now) {
  const pane = (open = new Pane(now.read));
  holder().replaceChildren(pane.element);
  try {
    await pane.load();
  } catch (problem) {
    if (open !== pane) return;
    const shown = problem instanceof Problem ? problem : new Problem({ title: "页面出错", detail: String(problem) });
    const close = button("button", "关闭", closePane);
    close.dataset.step = "close";
    pane.element.replaceChildren(make("div", "", problemPanel(shown), close));
    return;
  }
  if (open !== pane) return;
  await pane.follows(now);
  if (NARROW.matches) pane.element.querySelector(".head h2")?.focus({ preventScroll: true });
}

export async function showReader(now, before) {
  if (!now.read || now.tab !== "ask") {
    if (open) shut();
    return;
  }
  if (!open) returnTo = document.activeElement?.closest?.(".hit, a, button") ?? null;
  document.body.classList.add("reading");
  cover(true);
  markCurrent(now.at);
  if (!open || open.id !== now.read) {
    open?.close();
    await openDocument(now);
  } else if (open.source && (before === null || before.at !== now.at || (now.find && before.find !== now.find))) {
    await open.follows(now);
  }
}

// The answer came after the pane was opened (a link that was followed): its marks are shown now.
onAnswer(() => {
  markCurrent(state().at);
  if (open?.source) open.follows(state());
});
