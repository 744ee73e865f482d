// Links within the page: real addresses (they can be opened in a new tab), followed without a reload.
import { format, go, state } from "./address.js";
import { make } from "./dom.js";

export function linkTo(label, change, className = "") {
  const link = make("a", className, label);
  const address = () => format({ ...state(), ...change() });
  link.href = address();
  link.addEventListener("pointerdown", () => {
    link.href = address();
  });
  link.addEventListener("click", (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    go(change());
  });
  return link;
}
