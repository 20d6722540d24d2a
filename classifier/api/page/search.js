// The search through all tags: a combobox with a list of what was found.

import { element } from "./dom.js";
import { find } from "./find.js";

export class Search {
  #found = [];
  #at = 0;

  /** `add(tag)` is told; `tags()` gives all tags. */
  constructor(input, list, { add, tags }) {
    Object.assign(this, { input, list, add, tags });
    input.addEventListener("input", () => this.#look());
    input.addEventListener("keydown", (event) => this.#key(event));
    input.addEventListener("blur", () => this.close());
    list.addEventListener("pointerdown", (event) => {
      event.preventDefault(); // the focus stays in the field
      const option = event.target.closest("[role=option]");
      if (option) this.#take(Number(option.dataset.number));
    });
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  #look() {
    this.#found = find(this.tags(), this.input.value);
    this.#at = 0;
    if (!this.input.value.trim()) {
      this.close();
      return;
    }
    const options = this.#found.map(({ tag, name, kind }, number) =>
      element(
        "li",
        { role: "option", id: `found-${number}`, dataset: { number } },
        tag.label,
        kind && element("span", { class: "hint" }, `${kind} : ${name}`),
      ),
    );
    const none = element("li", { role: "option", "aria-disabled": "true", class: "hint" }, "Aucun mot-clé de ce nom.");
    this.list.replaceChildren(...(options.length ? options : [none]));
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.#select(0);
  }

  #select(number) {
    if (!this.#found.length) {
      this.input.removeAttribute("aria-activedescendant");
      return;
    }
    this.#at = (number + this.#found.length) % this.#found.length;
    [...this.list.children].forEach((one, place) => one.setAttribute("aria-selected", String(place === this.#at)));
    this.input.setAttribute("aria-activedescendant", `found-${this.#at}`);
    this.list.children[this.#at].scrollIntoView({ block: "nearest" });
  }

  #key(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const isOpen = !this.list.hidden;
    if (event.key === "ArrowDown" && !isOpen) this.#look();
    else if (event.key === "ArrowDown") this.#select(this.#at + 1);
    else if (event.key === "ArrowUp" && isOpen) this.#select(this.#at - 1);
    else if (event.key === "Enter" && isOpen) this.#take(this.#at);
    else if (event.key === "Escape" && (isOpen || this.input.value)) this.#empty();
    else return;
    event.preventDefault();
  }

  #take(number) {
    const one = this.#found[number];
    if (!one) return;
    this.#empty();
    this.add(one.tag);
  }

  #empty() {
    this.input.value = "";
    this.close();
  }
}
