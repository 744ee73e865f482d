// One hit: where it stands, what it says, how to cite it.
import { format, state } from "./address.js";
import { badge, meta } from "./badge.js";
import { citationIn, citationStyles } from "./citations.js";
import { copyButton, copyFrom } from "./copy.js";
import { isoDate, make, range } from "./dom.js";
import { passageBody } from "./passage.js";
import { linkTo } from "./links.js";
import { voteButtons } from "./vote.js";

export function pageWord(locator) {
  if (locator.page_start === null) return null;
  const printed = locator.page_label_start;
  const pages = `第 ${range(locator.page_start, locator.page_end)} 页`;
  return printed && printed !== String(locator.page_start)
    ? `${pages}（印刷页码 ${range(printed, locator.page_label_end ?? printed)}）`
    : pages;
}

// A link to the reading pane that keeps the rest of the view.
export function readLink(label, documentId, passageId, className = "") {
  return linkTo(label, () => ({ tab: "ask", read: documentId, at: passageId ?? "", find: "" }), className);
}

const addressOf = (hit) =>
  location.origin + format({ ...state(), tab: "ask", read: hit.document.id, at: hit.passage_id, find: "" });

function alsoIn(places) {
  if (places.length === 0) return null;
  const items = places.map((other) =>
    make("li", "", readLink(other.citation, other.document_id, other.passage_id), `（${other.source}）`),
  );
  return make("div", "also", make("p", "", `同一内容另见 ${places.length} 处：`), make("ul", "", ...items));
}

function moreStyles(hit) {
  const list = make("ul");
  const summary = make("summary", "button", "更多格式");
  const menu = make("details", "menu", summary, list);
  menu.addEventListener("toggle", async () => {
    if (!menu.open || list.childElementCount) return;
    list.append(make("li", "small soft", "正在读取"));
    try {
      const { styles } = await citationStyles(hit.passage_id);
      const items = styles.map((style) => {
        const one = make("button", "", style.title);
        one.type = "button";
        one.addEventListener("click", async () => {
          await copyFrom(one, style.title, style.citation);
        });
        return make("li", "", one);
      });
      list.replaceChildren(...items);
    } catch (problem) {
      list.replaceChildren(make("li", "small soft", problem.value?.detail ?? "读取失败"));
    }
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    event.stopPropagation();
    menu.open = false;
    summary.focus();
  });
  menu.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
  });
  return menu;
}

function citeBar(hit, question) {
  const copies = make(
    "div",
    "actions",
    make("span", "what", "复制"),
    copyButton("公文式引用", hit.citation),
    copyButton("GB/T 7714", () => citationIn(hit.passage_id, "gbt7714")),
    copyButton("原文", hit.text),
    copyButton("链接", () => addressOf(hit)),
    moreStyles(hit),
    voteButtons(question, hit.passage_id),
  );
  copies.setAttribute("role", "group");
  copies.setAttribute("aria-label", "复制");
  return make("div", "cite", make("p", "line", hit.citation), copies, alsoIn(hit.also_in));
}

export function hitCard(hit, question, nearby) {
  const { document: card, locator } = hit;
  const title = hit.heading_path[0] ?? card.title;
  const below = hit.heading_path.slice(1).map((heading) => make("li", "", heading));
  const path = below.length ? make("ol", "path", ...below) : null;
  path?.setAttribute("aria-label", "所在章节");
  const head = make(
    "header",
    "",
    make("span", "rank number", String(hit.rank)),
    make("h2", "", readLink(title, card.id, hit.passage_id)),
    badge(card.validity),
    meta([card.doc_number, card.written ? `${isoDate(card.written)}成文` : null, pageWord(locator)]),
    path,
  );
  const element = make("li", nearby ? "hit nearby" : "hit", head, passageBody(hit), citeBar(hit, question));
  element.dataset.passage = hit.passage_id;
  element.dataset.document = card.id;
  element.tabIndex = -1;
  return element;
}
