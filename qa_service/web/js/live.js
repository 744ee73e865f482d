// Short messages: read out by screen readers, and shown where something can be taken back.
import { button, byId, make } from "./dom.js";

const SHOWN_MS = 9000;

export function say(text) {
  byId("status").textContent = text;
}

export function toast(text, action = null) {
  const element = make("div", "toast", make("span", "", text));
  const close = () => element.remove();
  if (action) {
    element.append(
      button("", action.label, () => {
        close();
        action.run();
      }),
    );
  }
  byId("toasts").append(element);
  say(action ? `${text}，可以${action.label}` : text);
  setTimeout(close, SHOWN_MS);
  return close;
}
