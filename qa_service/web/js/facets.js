// Facets: hard filters with the number of documents that each value leaves.
import { FILTERS, anyFilter, filterBody, go, state } from "./address.js";
import { get } from "./api.js";
import { button, byId, make } from "./dom.js";

const FIRST = 6; // values of a facet that are shown before "all"
const opened = new Set(["validity", "kinds", "years"]);
const expanded = new Set();
let labels = new Map();
let shown = "";

const holder = () => byId("facets");

function choose(facet, value, on) {
  const { filters } = state();
  const values = filters[facet.name].filter((one) => one !== value);
  if (on) values.push(value);
  go({ filters: { ...filters, [facet.name]: values }, n: 0 });
}

function option(facet, value) {
  const input = make("input");
  input.type = "checkbox";
  input.checked = value.chosen;
  input.value = String(value.value);
  input.addEventListener("change", () => choose(facet, value.value, input.checked));
  // A document counts one: no news.
  const count = facet.name === "documents" ? null : make("span", "count", String(value.count));
  count?.setAttribute("aria-label", `${value.count} 份`);
  const label = make("label", "", input, make("span", "", value.label), count);
  return make("li", value.count ? "" : "none", label);
}

function group(facet) {
  const all = expanded.has(facet.name);
  const chosen = facet.values.filter((value) => value.chosen);
  const rest = facet.values.filter((value) => !value.chosen);
  const ordered = [...chosen, ...rest];
  const list = make("ul", "", ordered.slice(0, all ? Infinity : Math.max(FIRST, chosen.length)).map((value) => option(facet, value)));
  const more =
    ordered.length > FIRST
      ? button("plain", all ? "收起" : `全部 ${ordered.length} 项`, () => {
          if (all) expanded.delete(facet.name);
          else expanded.add(facet.name);
          redraw();
        })
      : null;
  const element = make("details", "facet", make("summary", "", facet.title), list, more);
  element.open = opened.has(facet.name) || chosen.length > 0;
  element.dataset.facet = facet.name;
  element.addEventListener("toggle", () => (element.open ? opened.add(facet.name) : opened.delete(facet.name)));
  return element;
}

let current = null;

function redraw() {
  const held = document.activeElement;
  const where = held?.closest?.(".facet")?.dataset.facet;
  const value = held?.tagName === "INPUT" ? held.value : null;
  const top = holder().scrollTop;
  draw(current);
  holder().scrollTop = top;
  if (!where) return;
  const same = [...holder().querySelectorAll(`[data-facet="${where}"] input`)].find((one) => one.value === value);
  (same ?? holder().querySelector(`[data-facet="${where}"] .plain`))?.focus({ preventScroll: true });
}

function chosenCount() {
  const { filters } = state();
  return FILTERS.reduce((sum, name) => sum + filters[name].length, 0);
}

function draw(found) {
  const count = chosenCount();
  const open = holder().classList.contains("open");
  const toggle = button("button facet-toggle", count ? `筛选（已选 ${count} 项）` : "筛选", () => {
    const now = holder().classList.toggle("open");
    toggle.setAttribute("aria-expanded", String(now));
  });
  toggle.setAttribute("aria-expanded", String(open));
  const clear = count ? button("plain", "清除", clearFilters) : null;
  const head = make("div", "head", make("span", "", `筛选（${found.left} / ${found.total} 份）`), clear);
  holder().replaceChildren(toggle, head, ...found.facets.filter((facet) => facet.values.length).map(group));
}

export function clearFilters() {
  go({ filters: Object.fromEntries(FILTERS.map((name) => [name, []])), n: 0 });
}

// What is chosen, as chips above the results; each takes its filter back.
export function chips() {
  const { filters } = state();
  if (!anyFilter(filters)) return null;
  const items = FILTERS.flatMap((name) =>
    filters[name].map((value) => {
      const label = labels.get(`${name}:${value}`) ?? String(value);
      const chip = button("chip", "", () => choose({ name }, value, false));
      chip.append(make("span", "", label));
      chip.setAttribute("aria-label", `去掉筛选：${label}`);
      return chip;
    }),
  );
  return make("div", "chips", ...items);
}

export async function showFacets() {
  const { filters } = state();
  const key = JSON.stringify(filters);
  if (key === shown && current) return;
  shown = key;
  try {
    current = await get("/v1/facets", filterBody(filters));
  } catch {
    shown = "";
    return;
  }
  labels = new Map(
    current.facets.flatMap((facet) => facet.values.map((value) => [`${facet.name}:${value.value}`, value.label])),
  );
  redraw();
  const chipRow = document.querySelector("#results .chips");
  if (chipRow) chipRow.replaceWith(chips() ?? "");
}

// The documents have changed: the counts are asked for anew.
export function forgetFacets() {
  shown = "";
}
