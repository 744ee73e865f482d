// 问答: the question box, and what is shown below it for the state in the address.
import { filterBody, go, state } from "./address.js";
import { answerSaid, answerView, waitingView } from "./answer.js";
import { Problem, post } from "./api.js";
import { byId } from "./dom.js";
import { introduce } from "./examples.js";
import { showFacets } from "./facets.js";
import { say } from "./live.js";
import { problemPanel } from "./problem.js";
import { closeSuggestions, startSuggestions } from "./suggest.js";

const SHOW_WAITING_MS = 250; // a quicker answer takes the place of the one before without a flash

const box = () => byId("question");
const results = () => byId("results");
const answered = [];
let underWay = null;
let shown = "";
let last = null;

// The answer that is shown at the moment; listeners are told of the next ones.
export const answer = () => last;
export const onAnswer = (listener) => answered.push(listener);

function fit() {
  const area = box();
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight}px`;
}

function busy(on) {
  byId("submit").setAttribute("aria-busy", String(on));
  results().setAttribute("aria-busy", String(on));
}

function show(children, said) {
  results().replaceChildren(...children);
  if (said) say(said);
}

const keyOf = ({ q, filters, n }) => JSON.stringify([q, filters, n]);

async function run(wanted, extending) {
  underWay?.abort();
  const mine = (underWay = new AbortController());
  const key = keyOf(wanted);
  shown = key;
  busy(true);
  say("正在查找");
  const slow = setTimeout(() => extending || show(waitingView(), ""), SHOW_WAITING_MS);
  const begun = performance.now();
  try {
    const body = { question: wanted.q, filters: filterBody(wanted.filters) };
    if (wanted.n) body.k = wanted.n;
    const got = await post("/v1/ask", body, mine.signal);
    if (mine.signal.aborted) return;
    last = got;
    keepPlace(extending, () => show(answerView(got, performance.now() - begun), answerSaid(got)));
    for (const listener of answered) listener(got);
  } catch (problem) {
    if (mine.signal.aborted) return;
    shown = "";
    last = null;
    show([problemPanel(problem instanceof Problem ? problem : new Problem({ title: "页面出错", detail: String(problem) }), () => run(state(), false))], "");
  } finally {
    clearTimeout(slow);
    if (mine === underWay) busy(false);
  }
}

// "More" adds to the list: the place on the page and the focus stay with what was read.
function keepPlace(extending, draw) {
  const before = extending ? results().querySelectorAll(".hit").length : 0;
  const top = scrollY;
  draw();
  if (!extending) return;
  scrollTo({ top });
  results().querySelectorAll(".hit")[before]?.focus({ preventScroll: true });
}

export function ask(question) {
  const text = (question ?? box().value).trim();
  if (!text) {
    box().focus();
    return;
  }
  closeSuggestions();
  box().value = text;
  if (text === state().q && keyOf({ ...state(), n: 0 }) === shown) return;
  go({ tab: "ask", q: text, n: 0, read: "", at: "", find: "" });
}

function home() {
  underWay?.abort();
  busy(false);
  shown = "";
  last = null;
  results().replaceChildren();
  introduce(ask, () => !state().q && !state().read && state().tab === "ask").catch((problem) => {
    if (state().q || state().read) return;
    byId("work").hidden = false;
    show([problemPanel(problem, () => location.reload())], "");
  });
}

export function showAsk(now, before) {
  const asked = now.q !== "" || now.read !== "";
  byId("view-ask").classList.toggle("asked", asked);
  byId("work").hidden = !asked;
  byId("work").classList.toggle("alone", now.q === "");
  if (asked) byId("examples").hidden = true;
  if (before === null || before.q !== now.q || before.tab !== now.tab) {
    box().value = now.q;
    fit();
  }
  document.title = now.q ? `${now.q} - 规划问答` : "规划问答";
  if (!now.q) {
    home();
    return;
  }
  showFacets();
  if (keyOf(now) === shown) return;
  const extending = before !== null && shown === keyOf({ ...now, n: before.n }) && now.n > before.n;
  run(now, extending);
}

export function startAsk() {
  byId("ask").addEventListener("submit", (event) => {
    event.preventDefault();
    ask();
  });
  startSuggestions(ask);
  box().addEventListener("input", fit);
  box().addEventListener("keydown", (event) => {
    // While an input method is composing, Enter picks a word; 229 is how older browsers say so.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    ask();
  });
  addEventListener("resize", fit);
}
