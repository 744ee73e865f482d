// The text of a passage with its answering sentences marked; a table row as pairs of header and value.
import { button, make } from "./dom.js";
import { cut, lengthOf } from "./points.js";

const FOLD_OVER = 360; // characters; a longer passage is shown around its marked sentence first
const FOLD_KEEP = 90; // characters kept on either side of the marked sentence

// Sentences are marked, and in them the figures that were asked for.
export function markedText(hit, from = 0, to = Infinity) {
  const sentences = hit.marks.map((mark, index) => ({ ...mark, kind: index }));
  const figures = (hit.answers ?? []).map((mark) => ({ ...mark, kind: "figure" }));
  const children = [];
  let open = null; // the sentence that is being marked
  for (const part of cut(hit.text, [...sentences, ...figures], from, to)) {
    const text = part.kinds.includes("figure") ? make("b", "figure", part.text) : part.text;
    const sentence = part.kinds.find((kind) => kind !== "figure");
    if (sentence === undefined) children.push(text);
    else if (open?.sentence === sentence) open.element.append(text);
    else children.push(make("mark", "", text));
    open = sentence === undefined ? null : { sentence, element: children.at(-1) };
  }
  return children;
}

const whole = (hit) => make("p", "text", markedText(hit));

function folded(hit) {
  const length = lengthOf(hit.text);
  const best = hit.marks[0];
  if (length <= FOLD_OVER || !best) return make("div", "", whole(hit));
  const from = Math.max(0, best.start - FOLD_KEEP);
  const to = Math.min(length, best.end + FOLD_KEEP);
  if (to - from > length * 0.8) return make("div", "", whole(hit));
  const gap = () => make("span", "gap", "……");
  const short = make(
    "p",
    "text",
    from > 0 ? gap() : null,
    markedText(hit, from, to),
    to < length ? gap() : null,
  );
  const more = button("plain", `显示全段（${length} 字）`, () => {
    holder.replaceChildren(whole(hit));
    holder.tabIndex = -1;
    holder.focus({ preventScroll: true });
  });
  const holder = make("div", "", short, more);
  return holder;
}

// The header's names and the caption, where the header has as many cells as the row.
function tableRow(hit) {
  const cells = hit.text.split("\t");
  const split = hit.context.lastIndexOf("；");
  const header = hit.context.slice(split + 1).split(/[\t ]+/);
  const paired = hit.context !== "" && header.length === cells.length;
  const caption = paired ? hit.context.slice(0, Math.max(split, 0)) : hit.context;
  const row = make("dl", hit.marks.length > 0 ? "row marked" : "row");
  cells.forEach((cell, index) => {
    row.append(make("div", "", make("dt", paired ? "" : "hidden", paired ? header[index] : `第${index + 1}列`), make("dd", "", cell || "—")));
  });
  return make("div", "", caption ? make("p", "context", caption) : null, row);
}

export function passageBody(hit) {
  if (hit.kind === "row" && hit.text.includes("\t")) return make("div", "body", tableRow(hit));
  const context = hit.context ? make("p", "context", hit.context) : null;
  return make("div", "body", context, folded(hit));
}
