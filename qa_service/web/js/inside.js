// Search within the document: count, next and previous.
import { get } from "./api.js";
import { iconButton, make } from "./dom.js";
import { say } from "./live.js";

const WAIT_MS = 200;

export class Inside {
  constructor(documentId, changed, moved) {
    this.id = documentId;
    this.changed = changed;
    this.moved = moved;
    this.matches = [];
    this.total = 0;
    this.at = -1;
    this.field = make("input");
    this.field.type = "search";
    this.field.placeholder = "在文件中查找";
    this.field.setAttribute("aria-label", "在文件中查找");
    this.count = make("span", "count");
    this.back = iconButton("up", "上一处", () => this.step(-1));
    this.forth = iconButton("down", "下一处", () => this.step(1));
    this.back.dataset.step = "previous";
    this.forth.dataset.step = "next";
    this.back.disabled = this.forth.disabled = true;
    this.element = make("div", "find", this.field, this.count, this.back, this.forth);
    let timer = 0;
    this.field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => this.look(this.field.value.trim()), WAIT_MS);
    });
    this.field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      this.step(event.shiftKey ? -1 : 1);
    });
  }

  async look(text, { quiet = false } = {}) {
    this.text = text;
    this.field.value = text;
    const found = text ? await get(`/v1/documents/${this.id}/search`, { q: text }).catch(() => null) : null;
    if (this.text !== text) return;
    this.matches = found?.matches ?? [];
    this.total = found?.total ?? 0;
    this.at = -1;
    this.back.disabled = this.forth.disabled = this.matches.length === 0;
    this.changed(text);
    if (this.matches.length && !quiet) this.step(1);
    else this.tell();
  }

  step(by) {
    if (!this.matches.length) return;
    this.at = (this.at + by + this.matches.length) % this.matches.length;
    if (by < 0 && this.at < 0) this.at = this.matches.length - 1;
    this.tell();
    this.moved(this.matches[this.at]);
  }

  tell() {
    const none = this.text ? "没有" : "";
    this.count.textContent = this.total ? `${this.at + 1} / ${this.total}` : none;
    if (this.text) say(this.total ? `第 ${this.at + 1} 处，共 ${this.total} 处` : "文件中没有");
  }

  spans() {
    return this.matches.map(({ start, end }, index) => ({ start, end, kind: index === this.at ? "now" : "find" }));
  }
}
