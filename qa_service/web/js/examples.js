// Questions to begin with, and what the service holds: both from the documents that are there.
import { get } from "./api.js";
import { byId, make } from "./dom.js";

let asked = null;

function item(sample, ask) {
  const element = make("button", "", make("b", "", sample.question), make("span", "", `出自 ${sample.title}`));
  element.type = "button";
  element.addEventListener("click", () => ask(sample.question));
  return make("li", "", element);
}

async function fill(ask) {
  const [{ questions }, { total, generation }] = await Promise.all([get("/v1/examples"), get("/v1/facets")]);
  byId("examples").querySelector("ul").replaceChildren(...questions.map((sample) => item(sample, ask)));
  byId("about").textContent = `已收录 ${total} 份文件 · 索引 ${generation}`;
  byId("holdings").textContent = `已收录 ${total} 份文件。写下问题，得到原文、出处和可以直接粘贴的引文`;
  return questions.length > 0;
}

// Shows the examples once they are there, unless a question came first.
export async function introduce(ask, wanted) {
  asked ??= fill(ask);
  try {
    const any = await asked;
    byId("examples").hidden = !(any && wanted());
  } catch (problem) {
    asked = null;
    throw problem;
  }
}

export function forgetExamples() {
  asked = null;
}
