// One checked sentence: what is wrong, the difference character by character, and the sources.
import { badge } from "./badge.js";
import { copyButton } from "./copy.js";
import { listOf, make } from "./dom.js";
import { pageWord, readLink } from "./hit.js";
import { VERDICTS } from "./verdicts.js";

function side(name, changes, own) {
  const skipped = own === "draft" ? "insert" : "delete";
  const parts = changes
    .filter((change) => change.op !== skipped)
    .map((change) => {
      if (change.op === "equal") return change[own];
      return make(own === "draft" ? "del" : "ins", "", change[own]);
    });
  return make("div", "", make("h3", "", name), make("p", "", parts));
}

function compare(sentence) {
  if (!sentence.changes.some((change) => change.op !== "equal")) return null;
  return make("div", "compare", side("文稿", sentence.changes, "draft"), side("原文", sentence.changes, "source"));
}

function placeView(place) {
  const where = [place.doc_number, place.heading_path.slice(1).join(" › "), pageWord(place.locator)].filter(Boolean).join(" · ");
  const head = make("p", "", readLink(place.title, place.document_id, place.passage_id), " ", place.validity ? badge(place.validity) : null);
  return make(
    "li",
    "place",
    head,
    where ? make("p", "soft small", where) : null,
    make("p", "", place.text),
    make("div", "actions", copyButton("公文式引用", place.citation), " ", copyButton("原文", place.text)),
  );
}

const list = (name, places) => (places.length ? [make("h3", "", name), make("ul", "places", ...places.map(placeView))] : []);

export function findingView(sentence) {
  const verdict = VERDICTS[sentence.verdict];
  const head = make("h2", sentence.verdict, make("span", "label", `${verdict.sign} ${sentence.label}`));
  const share = sentence.places.length ? `与原文相同的部分占 ${Math.round(sentence.similarity * 100)}%` : "没有找到可以对照的原文";
  const said = [...sentence.flags, ...sentence.notes].join("\n");
  const claims = sentence.claims.filter((claim) => claim.verdict !== "verified" && claim.note && !said.includes(claim.note));
  return [
    head,
    make("p", "soft small", share),
    listOf("flags", sentence.flags),
    listOf("notes", claims.map((claim) => `“${claim.text}”：${claim.label}；${claim.note}`)),
    listOf("notes", sentence.notes),
    compare(sentence),
    ...list("后来的文件", sentence.later ?? []),
    ...list(sentence.places.length > 1 ? `出处（${sentence.places.length} 处）` : "出处", sentence.places),
  ].filter((part) => part !== null);
}
