// The fields of the article: title, text and date.

import { byId } from "./dom.js";
import { MarkedField } from "./marks.js";

export class Fields {
  #date = byId("date");
  #marked = {
    title: new MarkedField(byId("title"), byId("title-marks")),
    text: new MarkedField(byId("text"), byId("text-marks")),
  };

  /** `typed()` is told at each change that the editor makes. */
  constructor({ typed }) {
    const { title, text } = this.#marked;
    title.area.addEventListener("input", () => {
      if (title.value.includes("\n")) title.value = title.value.replace(/\s*\n\s*/g, " ").trimStart();
      typed();
    });
    title.area.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.isComposing) return;
      event.preventDefault();
      text.area.focus();
    });
    text.area.addEventListener("input", typed);
    this.#date.addEventListener("input", typed);
  }

  get article() {
    return { title: this.#marked.title.value, text: this.#marked.text.value, date: this.#date.value };
  }

  set article({ title, text, date }) {
    this.#marked.title.value = title;
    this.#marked.text.value = text;
    this.#date.value = date;
    this.#marked.text.area.parentElement.scrollTop = 0;
  }

  /** Mark the places of some evidence, and unmark all others. */
  mark(places) {
    for (const [name, field] of Object.entries(this.#marked)) field.mark(places.filter((one) => one.field === name));
  }

  /** Go to the beginning of the text, without moving the page. */
  focus() {
    const { area } = this.#marked.text;
    area.focus({ preventScroll: true });
    area.setSelectionRange(0, 0);
  }
}
