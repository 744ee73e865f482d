// The page as a whole: which view the address asks for.
import { empty, format, go, onState, start, state } from "./address.js";
import { showAsk, startAsk } from "./ask.js";
import { byId } from "./dom.js";
import { startKeys } from "./keys.js";
import { showReader } from "./reader.js";

const LAZY = {
  documents: () => import("./documents.js"),
  check: () => import("./check.js"),
  evaluation: () => import("./evaluation.js"),
};
const TITLES = { documents: "文件", check: "引文核对", evaluation: "评测" };
const TABS = ["ask", "documents", "check", "evaluation"];

async function show(now, before) {
  for (const tab of TABS) byId(`view-${tab}`).hidden = tab !== now.tab;
  for (const link of document.querySelectorAll(".tabs a")) {
    if (link.dataset.go === now.tab) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  showReader(now, before);
  if (now.tab === "ask") {
    showAsk(now, before);
    return;
  }
  document.title = `${TITLES[now.tab]} - 规划问答`;
  const view = await LAZY[now.tab]();
  if (state().tab === now.tab && (before === null || before.tab !== now.tab)) view.show(byId(`view-${now.tab}`));
}

for (const link of document.querySelectorAll("[data-go]")) {
  const tab = link.dataset.go;
  link.addEventListener("click", (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    const kept = tab === "ask" && state().tab !== "ask" && link.matches(".tabs a") ? lastAsked : { ...empty(), tab };
    go(kept);
  });
}

// The tab 问答 leads back to the question that was asked there; the name of the page begins anew.
let lastAsked = empty();
onState((now) => {
  if (now.tab === "ask") lastAsked = now;
});
onState(show);
startAsk();
startKeys();
start();
if (location.pathname + location.search !== format(state())) history.replaceState(null, "", format(state()));
if (state().tab === "ask" && !state().q && !state().read) byId("question").focus({ preventScroll: true });
