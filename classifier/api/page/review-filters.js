// The filters: a form, the address that keeps it, and its sense in words.

import { byId, element } from "./dom.js";
import { number } from "./french.js";

const NAMES = ["tag", "answer", "band", "action", "low", "high", "order"];
const USUAL = { tag: "", answer: "undecided", band: "", action: "", low: "0", high: "100", order: "plan" };

export class Filters {
  /** `changed` is called when other changes are meant. */
  constructor(plan, changed) {
    this.form = byId("filters");
    this.plan = plan;
    this.showTags(plan.tags);
    byId("band-field").hidden = plan.bands.length < 2;
    byId("action-field").hidden = plan.actions.length < 2;
    const given = new URLSearchParams(location.search);
    for (const name of NAMES) this.#set(name, given.get(name) ?? USUAL[name]);
    this.form.addEventListener("change", () => this.#follow(changed));
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("reset", (event) => {
      event.preventDefault();
      this.clear();
      changed();
    });
    this.#keep();
  }

  showTags(tags) {
    const chosen = this.#get("tag");
    const options = tags.map((tag) => element("option", { value: tag.id }, `${tag.label} (${number(tag.undecided)})`));
    byId("tag").replaceChildren(element("option", { value: "" }, "Tous"), ...options);
    this.#set("tag", chosen);
  }

  /** Mean everything again. */
  clear() {
    for (const name of NAMES) this.#set(name, USUAL[name]);
    this.#keep();
  }

  /** Return what the service reads: the filters that are not at rest. */
  get query() {
    return Object.fromEntries(NAMES.map((name) => [name, this.#get(name)]).filter(([, value]) => value !== ""));
  }

  /** Return which changes an answer in one go is about, between two bounds of sureness. */
  where(low, high) {
    const { tag, band, action } = this.query;
    return { tag, band, action, low: Math.max(low, this.low), high: Math.min(high, this.high) };
  }

  get low() {
    return Number(this.#get("low"));
  }

  get high() {
    return Number(this.#get("high"));
  }

  get answer() {
    return this.#get("answer");
  }

  get isNarrow() {
    return NAMES.some((name) => name !== "order" && this.#get(name) !== USUAL[name]);
  }

  /** Return what is meant besides the answer, in words, or nothing. */
  inWords() {
    const chosen = ["tag", "band", "action"].filter((name) => this.#get(name)).map((name) => this.#text(name));
    if (this.low > 0 || this.high < 100) chosen.push(`confiance de ${this.low} à ${this.high} %`);
    return chosen.join(", ");
  }

  #follow(changed) {
    for (const name of ["low", "high"]) {
      const bound = Math.round(Number(this.#get(name)));
      this.#set(name, String(Math.min(100, Math.max(0, Number.isFinite(bound) ? bound : 0))));
    }
    if (this.low > this.high) this.#set("high", String(this.low));
    this.#keep();
    changed();
  }

  #keep() {
    const query = new URLSearchParams({ plan: this.plan.name });
    for (const name of NAMES) if (this.#get(name) !== USUAL[name]) query.set(name, this.#get(name));
    history.replaceState(null, "", `?${query}`);
    const words = this.inWords();
    byId("filters-told").textContent = words;
  }

  #get(name) {
    return this.form.elements[name].value;
  }

  #set(name, value) {
    const field = this.form.elements[name];
    field.value = value;
    if (field.value !== value) field.value = USUAL[name]; // an address that names what is not there
  }

  #text(name) {
    const field = this.form.elements[name];
    return field.selectedOptions[0].textContent.replace(/ \([^)]*\)$/, "");
  }
}
