// 有用 / 没用: what a reader thinks of a hit, kept by the service for the next question set.
import { post } from "./api.js";
import { button, make } from "./dom.js";
import { say, toast } from "./live.js";
import { oneLine } from "./problem.js";

export function voteButtons(question, passage) {
  const holder = make("span", "vote");
  holder.setAttribute("role", "group");
  holder.setAttribute("aria-label", "这一条有用吗");
  const vote = (verdict) => async (event) => {
    const chosen = event.currentTarget;
    for (const one of holder.querySelectorAll("button")) one.setAttribute("aria-pressed", String(one === chosen));
    try {
      await post("/v1/feedback", { question, passage_id: passage, verdict });
      said.textContent = "已记下，谢谢";
      say("反馈已记下");
    } catch (problem) {
      chosen.setAttribute("aria-pressed", "false");
      toast(`反馈没有记下：${oneLine(problem)}`);
    }
  };
  const said = make("span", "");
  const yes = button("icon", "有用", vote("helpful"));
  const no = button("icon", "没用", vote("not-helpful"));
  for (const one of [yes, no]) one.setAttribute("aria-pressed", "false");
  holder.append(said, yes, no);
  return holder;
}
