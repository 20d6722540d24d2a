// The kept tags, the dominant one first: moved by dragging or by Alt and arrows, dropped by their cross.

import { element } from "./dom.js";
import { quoted, rank } from "./words.js";

const FAR = 5; // pixels: less is a click

export class Chips {
  /** `move(id, place)`, `drop(id)` and `look(id or null)` are told; `label` gives a tag's label by its id. */
  constructor(place, { move, drop, look, label }) {
    Object.assign(this, { place, move, drop, look, label });
    place.addEventListener("keydown", (event) => this.#key(event));
    place.addEventListener("pointerdown", (event) => this.#drag(event));
    place.addEventListener("click", (event) => event.target.closest(".drop") && this.drop(idOf(event)));
    for (const [over, out] of [["mouseover", "mouseleave"], ["focusin", "focusout"]]) {
      place.addEventListener(over, (event) => this.look(idOf(event)));
      place.addEventListener(out, () => this.look(null));
    }
  }

  /** Draw the kept tags of a desk; the focus stays with its tag, or goes to the next where that is gone. */
  draw(desk) {
    const active = document.activeElement;
    const hadFocus = this.place.contains(active);
    const [id, kind] = hadFocus ? [idOf({ target: active }), active.className] : [];
    const place = hadFocus ? [...this.place.children].indexOf(active.closest(".chip")) : -1;
    this.place.replaceChildren(...desk.kept.map((one, number) => this.#chip(one, number, desk.verdicts.has(one))));
    if (!hadFocus) return;
    const chips = [...this.place.children];
    const same = chips.find((one) => one.dataset.tag === id) ?? chips[Math.min(place, chips.length - 1)];
    (same?.querySelector(`.${kind}`) ?? document.getElementById("search")).focus();
  }

  #chip(id, number, isDecided) {
    const label = this.label(id);
    const names = ["chip", number === 0 && "first", !isDecided && "undecided"].filter(Boolean).join(" ");
    const place = number === 0 ? "dominant" : rank(number + 1);
    const told = `, ${place}${isDecided ? "" : ", proposé"}`;
    const first = number === 0 && element("span", { class: "rank", "aria-hidden": "true" }, "dominant");
    return element(
      "li",
      { class: names, dataset: { tag: id } },
      element(
        "button",
        { type: "button", class: "name", "aria-keyshortcuts": "Alt+ArrowLeft Alt+ArrowRight Delete" },
        label,
        first,
        element("span", { class: "unseen" }, told),
      ),
      element("button", { type: "button", class: "drop", "aria-label": `Écarter ${quoted(label)}` }, "×"),
    );
  }

  #key(event) {
    const chip = event.target.closest(".chip");
    if (!chip) return;
    const chips = [...this.place.children];
    const here = chips.indexOf(chip);
    const by = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    if (by && event.altKey) this.#put(chip.dataset.tag, here, here + by);
    else if (by) chips[here + by]?.querySelector(".name").focus();
    else if (event.key === "Delete" || event.key === "Backspace") this.drop(chip.dataset.tag);
    else return;
    event.preventDefault();
  }

  #put(id, from, to) {
    if (to >= 0 && to < this.place.children.length && to !== from) this.move(id, to);
  }

  #drag(event) {
    const chip = event.target.closest(".name")?.closest(".chip");
    if (!chip || event.button) return;
    const [x, y] = [event.clientX, event.clientY];
    const from = [...this.place.children].indexOf(chip);
    const moved = (now) => {
      if (Math.hypot(now.clientX - x, now.clientY - y) < FAR) return;
      chip.classList.add("dragged");
      const over = document.elementFromPoint(now.clientX, now.clientY)?.closest(".chip");
      if (!over || over === chip || over.parentElement !== this.place) return;
      const { left, width } = over.getBoundingClientRect();
      over[now.clientX < left + width / 2 ? "before" : "after"](chip);
    };
    const ended = () => {
      removeEventListener("pointermove", moved);
      removeEventListener("pointerup", ended);
      removeEventListener("pointercancel", ended);
      chip.classList.remove("dragged");
      this.#put(chip.dataset.tag, from, [...this.place.children].indexOf(chip));
    };
    addEventListener("pointermove", moved);
    addEventListener("pointerup", ended);
    addEventListener("pointercancel", ended);
  }
}

const idOf = (event) => event.target.closest(".chip")?.dataset.tag ?? null;
