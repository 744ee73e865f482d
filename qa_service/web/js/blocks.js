// Blocks of a document as elements: headings, paragraphs, tables, notes; spans within them can be highlighted.
import { make } from "./dom.js";
import { cut } from "./points.js";

const CLASSES = { answer: "", figure: "figure", find: "find", now: "find now" };
const STRONGEST = ["now", "find", "figure", "answer"];

// Text from canonical offset `start` on, with the spans that fall into it.
function painted(text, start, spans, lead, notes) {
  const own = spans
    .filter((span) => span.kind !== "here")
    .map((span) => ({ start: span.start - start, end: span.end - start, kind: span.kind }));
  if (lead) own.push({ start: 0, end: lead, kind: "lead" });
  return cut(text, own).map((part) => {
    const plain = withNotes(part.text, start, notes);
    const lit = part.kinds.filter((kind) => kind !== "lead");
    const name = STRONGEST.find((kind) => lit.includes(kind));
    const element = name === undefined ? null : make("mark", CLASSES[name], ...plain);
    const body = element ? [element] : plain;
    return part.kinds.includes("lead") ? make("span", "lead", ...body) : make("span", "", ...body);
  });
}

// A printed note mark leads to the next note that begins with it.
function withNotes(text, start, notes) {
  if (!notes.marks) return [text];
  return text.split(notes.marks).map((piece, index) => {
    const target = index % 2 ? notes.find(piece, start) : null;
    if (!target) return piece;
    const link = make("button", "note-link", piece);
    link.type = "button";
    link.dataset.offset = String(target.start);
    link.setAttribute("aria-label", `注释 ${piece}`);
    return link;
  });
}

const touches = (span, block) => span.start < block.end && span.end > block.start;

function table(block, spans, notes) {
  const columns = Math.max(...block.rows.map((row) => row.cells.length));
  const rows = block.rows.map((row) => {
    const here = spans.some((span) => span.kind === "here" && touches(span, row));
    const cells = row.cells.map((cell) => {
      const element = make(row.header ? "th" : "td", "", ...painted(cell.text, cell.start, spans.filter((span) => touches(span, cell)), 0, notes));
      if (row.header) element.scope = "col";
      return element;
    });
    while (cells.length < columns) cells.push(make(row.header ? "th" : "td"));
    const element = make("tr", here && !row.header ? "here" : "", ...cells);
    element.dataset.start = String(row.start);
    return element;
  });
  const first = block.rows.findIndex((row) => !row.header);
  const inside =
    first > 0
      ? [make("thead", "", ...rows.slice(0, first)), make("tbody", "", ...rows.slice(first))]
      : [make("tbody", "", ...rows)];
  const holder = make("div", "block table-holder", make("table", "", ...inside));
  holder.tabIndex = 0;
  holder.setAttribute("role", "group");
  holder.setAttribute("aria-label", "表格");
  return holder;
}

export function blockElement(block, spans, notes) {
  const own = spans.filter((span) => touches(span, block));
  let element;
  if (block.kind === "table") element = table(block, own, notes);
  else {
    const here = own.some((span) => span.kind === "here");
    const level = block.kind === "heading" ? ` level-${block.level}` : "";
    element = make("div", `block ${block.kind}${level}${here ? " here" : ""}`, ...painted(block.text, block.start, own, block.lead, block.kind === "note" ? { marks: null } : notes));
    if (block.kind === "heading") {
      element.setAttribute("role", "heading");
      element.setAttribute("aria-level", String(Math.min(block.level + 3, 6)));
    }
  }
  element.dataset.start = String(block.start);
  element.dataset.end = String(block.end);
  return element;
}

export function pageMark(block) {
  const pages = block.page_end && block.page_end !== block.page_start ? `${block.page_start}—${block.page_end}` : block.page_start;
  return make("div", "page-mark", `第 ${pages} 页`);
}

// What the notes of a document are linked by.
export function noteFinder(places) {
  const marked = places.filter((place) => place.mark);
  if (!marked.length) return { marks: null };
  const quote = (mark) => mark.replace(/[[\]]/g, "\\$&");
  const marks = [...new Set(marked.map((place) => place.mark))].sort((a, b) => b.length - a.length);
  return {
    marks: new RegExp(`(${marks.map(quote).join("|")})`),
    find: (mark, offset) => marked.find((place) => place.mark === mark && place.start >= offset) ?? null,
  };
}
