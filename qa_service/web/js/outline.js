// A document's table of contents as a tree (the ARIA tree pattern): arrows move, open and close.
import { make } from "./dom.js";

function nested(nodes) {
  const root = { children: [] };
  const stack = [{ level: -1, item: root }];
  for (const node of nodes) {
    while (stack.at(-1).level >= node.level) stack.pop();
    const item = { node, children: [] };
    stack.at(-1).item.children.push(item);
    stack.push({ level: node.level, item });
  }
  return root.children;
}

function branch(item, deep) {
  const { node, children } = item;
  const line = make("span", "node", make("span", children.length ? "fold" : "fold leaf"), make("span", "text", node.heading));
  line.title = node.heading;
  const element = make("div", "", line);
  element.setAttribute("role", "treeitem");
  element.setAttribute("aria-label", node.heading);
  element.tabIndex = -1;
  element.dataset.start = String(node.start);
  if (children.length) {
    const group = make("div", "", ...children.map((child) => branch(child, deep + 1)));
    group.setAttribute("role", "group");
    element.append(group);
    element.setAttribute("aria-expanded", String(deep < 2));
  }
  return element;
}

const visible = (tree) =>
  [...tree.querySelectorAll("[role='treeitem']")].filter((one) => !one.parentElement.closest("[aria-expanded='false']"));

function focus(tree, item) {
  if (!item) return;
  for (const one of tree.querySelectorAll("[tabindex='0']")) one.tabIndex = -1;
  item.tabIndex = 0;
  item.focus();
}

function onKey(tree, event, open) {
  const item = event.target.closest("[role='treeitem']");
  const all = visible(tree);
  const at = all.indexOf(item);
  const expanded = item.getAttribute("aria-expanded");
  const moves = {
    ArrowDown: () => focus(tree, all[at + 1]),
    ArrowUp: () => focus(tree, all[at - 1]),
    Home: () => focus(tree, all[0]),
    End: () => focus(tree, all.at(-1)),
    ArrowRight: () => (expanded === "false" ? item.setAttribute("aria-expanded", "true") : focus(tree, item.querySelector("[role='treeitem']"))),
    ArrowLeft: () => (expanded === "true" ? item.setAttribute("aria-expanded", "false") : focus(tree, item.parentElement.closest("[role='treeitem']"))),
    Enter: () => open(Number(item.dataset.start)),
    " ": () => open(Number(item.dataset.start)),
  };
  if (!moves[event.key]) return;
  event.preventDefault();
  event.stopPropagation();
  moves[event.key]();
}

export function outlineTree(nodes, open) {
  const tree = make("div", "", ...nested(nodes).map((item) => branch(item, 0)));
  tree.setAttribute("role", "tree");
  tree.setAttribute("aria-label", "目录");
  const first = tree.querySelector("[role='treeitem']");
  if (first) first.tabIndex = 0;
  tree.addEventListener("keydown", (event) => onKey(tree, event, open));
  tree.addEventListener("click", (event) => {
    const item = event.target.closest("[role='treeitem']");
    if (!item) return;
    if (event.target.closest(".fold:not(.leaf)")) {
      item.setAttribute("aria-expanded", String(item.getAttribute("aria-expanded") !== "true"));
      return;
    }
    open(Number(item.dataset.start));
  });
  return tree;
}

// Marks the heading that `offset` stands under, and opens the way to it.
export function markHere(tree, offset) {
  let here = null;
  for (const item of tree.querySelectorAll("[role='treeitem']")) {
    item.firstElementChild.classList.remove("here");
    item.removeAttribute("aria-current");
    if (Number(item.dataset.start) <= offset) here = item;
  }
  if (!here) return;
  for (let up = here.parentElement.closest("[role='treeitem']"); up; up = up.parentElement.closest("[role='treeitem']")) {
    up.setAttribute("aria-expanded", "true");
  }
  here.firstElementChild.classList.add("here");
  here.setAttribute("aria-current", "true");
  const pane = tree.parentElement;
  const line = here.firstElementChild;
  const top = line.offsetTop - pane.offsetTop;
  if (top < pane.scrollTop || top + line.offsetHeight > pane.scrollTop + pane.clientHeight) {
    pane.scrollTop = top - pane.clientHeight / 3;
  }
}
