// Building blocks. All text goes in as text nodes: documents are other people's words, never markup.

export const byId = (id) => document.getElementById(id);

export function make(tag, className = "", ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

// A list of texts, an item each; null for none.
export function listOf(className, texts) {
  return texts.length ? make("ul", className, ...texts.map((text) => make("li", "", text))) : null;
}

export function button(className, label, onClick) {
  const element = make("button", className, label);
  element.type = "button";
  element.addEventListener("click", onClick);
  return element;
}

const SHAPES = {
  left: "M12 4l-6 6 6 6",
  right: "M8 4l6 6-6 6",
  up: "M4 12l6-6 6 6",
  down: "M4 8l6 6 6-6",
  close: "M5 5l10 10M15 5L5 15",
  list: "M4 5h12M7 10h9M7 15h9",
  print: "M6 8V3h8v5M6 14H4V8h12v6h-2M6 12h8v5H6z",
};

export function iconButton(shape, label, onClick) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", SHAPES[shape]);
  svg.append(path);
  const element = button("icon", "", onClick);
  element.append(svg);
  element.setAttribute("aria-label", label);
  element.title = label;
  return element;
}

export const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export const isoDate = (text) => {
  const [year, month, day] = text.split("-").map(Number);
  return `${year}年${month}月${day}日`;
};

export function range(first, last) {
  return first === last || last === null ? `${first}` : `${first}—${last}`;
}
