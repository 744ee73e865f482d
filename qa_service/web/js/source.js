// The text of a document, loaded stretch by stretch as it comes into view.
import { get } from "./api.js";
import { blockElement, noteFinder, pageMark } from "./blocks.js";
import { make } from "./dom.js";

const STRETCH = 4000; // characters of a stretch
const PIXELS_PER_CHARACTER = 0.95; // guess at the height of what is not loaded yet
const AHEAD = "600px"; // how far outside the view a stretch is loaded

export class Source {
  constructor(documentId, outline) {
    this.id = documentId;
    this.notes = noteFinder(outline.notes);
    this.length = outline.length;
    this.spans = [];
    this.element = make("div", "source");
    this.element.tabIndex = 0;
    this.element.setAttribute("role", "document");
    this.element.setAttribute("aria-label", "原文");
    this.stretches = [];
    for (let start = 0; start < Math.max(outline.length, 1); start += STRETCH) this.stretches.push(this.empty(start));
    this.element.append(...this.stretches.map((one) => one.element), make("p", "end", "全文完"));
    this.observer = new IntersectionObserver(
      (entries) => entries.filter((entry) => entry.isIntersecting).forEach((entry) => this.load(entry.target.stretch)),
      { root: this.element, rootMargin: AHEAD },
    );
    for (const one of this.stretches) this.observer.observe(one.element);
    this.element.addEventListener("click", (event) => {
      const link = event.target.closest(".note-link");
      if (link) this.show(Number(link.dataset.offset));
    });
  }

  empty(start) {
    const end = Math.min(start + STRETCH, this.length);
    const element = make("div", "stretch loading");
    element.style.minHeight = `${(end - start) * PIXELS_PER_CHARACTER}px`;
    const stretch = { start, end, element, blocks: null, loading: null };
    element.stretch = stretch;
    return stretch;
  }

  load(stretch) {
    stretch.loading ??= get(`/v1/documents/${this.id}/text`, { start: stretch.start, end: stretch.end }).then(
      (part) => {
        stretch.blocks = part.blocks;
        stretch.element.classList.remove("loading");
        stretch.element.style.minHeight = "";
        this.draw(stretch);
      },
      (problem) => {
        stretch.loading = null;
        throw problem;
      },
    );
    return stretch.loading;
  }

  draw(stretch) {
    let page = this.pageBefore(stretch);
    const children = [];
    for (const block of stretch.blocks) {
      if (block.page_start !== null && block.page_end !== page) {
        if (page !== block.page_start || block.page_end !== block.page_start) children.push(pageMark(block));
        page = block.page_end;
      }
      children.push(blockElement(block, this.spans, this.notes));
    }
    stretch.element.replaceChildren(...children);
  }

  pageBefore(stretch) {
    const index = this.stretches.indexOf(stretch);
    const before = this.stretches[index - 1]?.blocks?.at(-1);
    return before?.page_end ?? null;
  }

  // Highlights `spans` ({start, end, kind}); stretches that they touch, before or now, are drawn anew.
  highlight(spans) {
    const touched = (one, all) => all.some((span) => span.start < one.end + STRETCH && span.end > one.start);
    const before = this.spans;
    this.spans = spans;
    for (const stretch of this.stretches) {
      if (stretch.blocks && (touched(stretch, before) || touched(stretch, spans))) this.draw(stretch);
    }
  }

  // Scrolls to what stands at canonical `offset`.
  async show(offset, { focus = false } = {}) {
    const index = Math.min(Math.floor(offset / STRETCH), this.stretches.length - 1);
    // The block may have begun in the stretch before.
    await Promise.all([this.load(this.stretches[index]), index ? this.load(this.stretches[index - 1]) : null]);
    const target = this.at(offset);
    if (!target) return;
    const inner = this.element.getBoundingClientRect();
    const mark = target.querySelector("mark.now") ?? target.querySelector("mark") ?? target;
    const top = mark.getBoundingClientRect().top - inner.top + this.element.scrollTop;
    this.element.scrollTop = Math.max(0, top - inner.height / 4);
    if (focus) this.element.focus({ preventScroll: true });
  }

  at(offset) {
    let found = null;
    for (const element of this.element.querySelectorAll("[data-start]")) {
      if (Number(element.dataset.start) <= offset) found = element;
      else break;
    }
    return found;
  }

  // Canonical offset of the first block that is in view.
  top() {
    const edge = this.element.getBoundingClientRect().top + 8;
    for (const element of this.element.querySelectorAll(".block")) {
      if (element.getBoundingClientRect().bottom > edge + 24) return Number(element.dataset.start);
    }
    return 0;
  }

  close() {
    this.observer.disconnect();
  }
}
