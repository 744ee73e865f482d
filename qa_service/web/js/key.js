// Asks for the access key of a service that wants one.
import { button, make } from "./dom.js";

let asking = null;

export function askForKey(reason) {
  asking ??= ask(reason).finally(() => {
    asking = null;
  });
  return asking;
}

function ask(reason) {
  return new Promise((resolve) => {
    const field = make("input");
    field.type = "password";
    field.name = "key";
    field.autocomplete = "off";
    field.setAttribute("aria-label", "访问密钥");
    const form = make(
      "form",
      "inside",
      make("h2", "", "需要访问密钥"),
      make("p", "", reason || "这个服务只对持有密钥的人开放。"),
      field,
      make("p", "small soft", "密钥只保存在这个标签页里，关闭后即清除。"),
    );
    const submit = make("button", "primary", "继续");
    submit.type = "submit";
    form.append(make("div", "actions", button("button", "取消", () => dialog.close()), submit));
    const dialog = make("dialog", "", form);
    let given = "";
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      given = field.value.trim();
      dialog.close();
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(given);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
