// The review of one plan: what is shown, what is decided, what is taken back.

import { byId, element, isWriting } from "./dom.js";
import { count, number } from "./french.js";
import { Bulk } from "./review-bulk.js";
import { Filters } from "./review-filters.js";
import { newId, Outbox } from "./review-outbox.js";
import { Pages } from "./review-pages.js";
import { sourceOf } from "./review-plans.js";
import { progress } from "./review-progress.js";
import { fill, showAnswer } from "./review-rows.js";
import { showSaving } from "./review-saving.js";
import { typeset } from "./words.js";

const SAID = { accepted: "Accepté", refused: "Refusé" };
const AHEAD = 15; // rows before the end of a page from which the next one is fetched

export class Review {
  #done = []; // what can be taken back, the last at the end
  #current = 0;
  #pages = null;

  constructor(plan) {
    this.plan = plan;
    this.counts = plan.counts;
    this.list = byId("changes");
    this.filters = new Filters(plan, () => this.#reload());
    this.bulk = new Bulk(plan, this.filters, {
      ready: () => this.outbox.empty(),
      done: (...told) => this.#afterBulk(...told),
    });
    this.outbox = new Outbox(plan, {
      told: (state) => showSaving(state, () => this.outbox.retry()),
      saved: (answer, left) => left || this.#count(answer.counts),
    });
  }

  async open() {
    const { plan } = this;
    byId("review").hidden = false;
    byId("heading").textContent = plan.name;
    document.title = `${plan.name} – relecture – motscles`;
    byId("about").replaceChildren(
      `${sourceOf(plan)}, ${count(plan.articles, "article")}, ${count(plan.changes, "changement")} proposés par le modèle ${plan.version}. `,
      element("a", { href: "/relecture" }, "Tous les plans"),
    );
    if (innerWidth < 900) for (const id of ["filters-box", "bulk-box"]) byId(id).open = false;
    this.list.addEventListener("focusin", (event) => this.#focused(event.target.closest("article")));
    document.addEventListener("keydown", (event) => this.#key(event));
    byId("undo").addEventListener("click", () => this.#undo());
    byId("next").addEventListener("click", () => this.#turn(1));
    byId("previous").addEventListener("click", () => this.#turn(-1));
    this.#count(plan.counts);
    await this.#reload();
    this.list.querySelector("article")?.focus({ preventScroll: true });
  }

  get #changes() {
    return this.#pages?.page?.changes ?? [];
  }

  // Looking

  async #reload({ focus = false } = {}) {
    try {
      await this.outbox.empty(); // else the service would count what it does not know yet
      await this.#load();
      if (focus) this.#go(0);
    } catch (error) {
      if (error.name === "AbortError") return;
      if (!error.state) throw error;
      byId("nothing").hidden = false;
      byId("pager").hidden = true;
      this.list.replaceChildren();
      byId("nothing").replaceChildren(
        state(error.state, "La liste ne s’affiche pas", error.message, "Réessayer", () => this.#reload()),
      );
    }
  }

  async #load() {
    this.#pages?.stop();
    const pages = new Pages(this.plan.name, this.filters.query);
    this.#pages = pages;
    this.list.setAttribute("aria-busy", "true");
    const page = await pages.first();
    if (page.plan !== this.plan.plan) return location.reload();
    if (!this.outbox.length) this.#count(page.counts);
    this.bulk.counts = page.undecided;
    return this.#show();
  }

  #show() {
    const { before, matching } = this.#pages.page;
    fill(this.list, this.#changes, (change, answer) => this.#decide(change, answer));
    this.list.removeAttribute("aria-busy");
    this.#current = 0;
    this.#mark();
    const last = before + this.#changes.length;
    byId("position").textContent = matching ? `${number(before + 1)}–${number(last)} sur ${number(matching)}` : "";
    byId("previous").disabled = this.#pages.isFirst;
    byId("next").disabled = this.#pages.isLast;
    byId("pager").hidden = this.#pages.isFirst && this.#pages.isLast;
    byId("nothing").hidden = matching > 0;
    if (!matching) byId("nothing").replaceChildren(this.#nothing());
  }

  #nothing() {
    if (this.counts.undecided === 0 && this.filters.answer === "undecided") {
      return element(
        "div",
        { class: "state card", dataset: { state: "empty" } },
        element("h3", {}, "Tout est décidé"),
        element("p", {}, `${count(this.counts.accepted, "changement accepté", "changements acceptés")}. Pour les appliquer\u00a0:`),
        element("pre", { tabindex: "0" }, `motscles retag apply ${this.plan.name}`),
      );
    }
    if (!this.filters.isNarrow && this.plan.changes) return state("empty", "Rien ici", "Aucun changement sans décision.");
    if (!this.plan.changes) return state("empty", "Rien à changer", "Ce plan ne propose aucun changement.");
    return state("empty", "Rien ne répond à ces filtres", "Élargissez-les pour voir le reste.", "Effacer les filtres", () => {
      this.filters.clear();
      this.#reload();
    });
  }

  async #turn(step) {
    try {
      const page = step > 0 ? await this.#pages.next() : this.#pages.previous();
      if (!page) return this.#say(step > 0 ? "Fin de la liste." : "Début de la liste.");
    } catch (error) {
      if (!error.state) throw error;
      return this.#say(error.message, true);
    }
    this.#show();
    return this.#go(step > 0 ? 0 : this.#changes.length - 1);
  }

  #count(counts) {
    this.counts = counts;
    byId("progress").replaceChildren(progress(counts));
  }

  // Moving

  #go(place) {
    if (place < 0) return this.#turn(-1);
    if (place >= this.#changes.length) return this.#changes.length ? this.#turn(1) : undefined;
    const row = this.list.children[place].firstElementChild;
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
    if (place >= this.#changes.length - AHEAD) this.#pages.lookAhead();
    return undefined;
  }

  #focused(row) {
    const place = [...this.list.children].indexOf(row?.parentElement);
    if (place < 0 || place === this.#current) return;
    this.#mark("-1");
    this.#current = place;
    this.#mark();
  }

  /** Let Tab stop at the row in turn, and at its buttons. */
  #mark(tabindex = "0") {
    const row = this.list.children[this.#current]?.firstElementChild;
    for (const one of row ? [row, ...row.querySelectorAll("button")] : []) one.setAttribute("tabindex", tabindex);
    row?.classList.toggle("current", tabindex === "0");
  }

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
    if (!byId("shortcuts").checked || document.querySelector("dialog[open]")) return;
    const change = this.#changes[this.#current];
    const inList = this.list.contains(event.target);
    const does = {
      j: () => this.#go(inList ? this.#current + 1 : this.#current),
      k: () => this.#go(inList ? this.#current - 1 : this.#current),
      a: () => change && this.#decide(change, "accepted", true),
      r: () => change && this.#decide(change, "refused", true),
      u: () => this.#undo(),
    }[event.key.toLowerCase()];
    if (!does) return;
    event.preventDefault();
    does();
  }

  // Deciding

  #decide(change, answer, goesOn = false) {
    if (change.answer !== answer) {
      const operation = { id: newId(), answer, changes: [change.number] };
      this.#done.push({ operation, change, before: change.answer });
      this.#set(change, answer);
      this.outbox.add(operation);
      byId("undo").disabled = false;
    }
    this.#say(`${SAID[answer]} : ${change.label}, ${change.title || change.article}`);
    const place = this.#changes.indexOf(change);
    if (goesOn && place >= 0) this.#go(place + 1);
  }

  #set(change, answer) {
    const counts = { ...this.counts };
    counts[change.answer] -= 1;
    counts[answer] += 1;
    if (change.answer === "undecided") this.bulk.move(change.percent, -1);
    if (answer === "undecided") this.bulk.move(change.percent, 1);
    change.answer = answer;
    showAnswer(this.list, change);
    this.#count(counts);
  }

  async #undo() {
    const last = this.#done.pop();
    byId("undo").disabled = this.#done.length === 0;
    if (!last) return this.#say("Rien à annuler.");
    this.outbox.add({ id: newId(), undoes: last.operation.id });
    if (!last.change) {
      await this.outbox.empty();
      await this.#reload({ focus: true });
      return this.#say(`Annulé : ${last.told}`, true);
    }
    this.#set(last.change, last.before);
    const place = this.#changes.indexOf(last.change);
    if (place >= 0) this.#go(place);
    return this.#say(`Annulé : ${last.change.label}, ${last.change.title || last.change.article}`, place < 0);
  }

  async #afterBulk(operation, answer, many) {
    const told = `${many} ${operation.answer === "accepted" ? "acceptés" : "refusés"}`;
    this.#done.push({ operation, told });
    byId("undo").disabled = false;
    this.#count(answer.counts);
    await this.#reload({ focus: true });
    this.#say(`${told}. On peut l’annuler par u.`, true);
  }

  /** Tell those who do not see; `isShown` also those who do. */
  #say(message, isShown = false) {
    byId("told").textContent = typeset(message);
    byId("told").className = isShown ? "notice" : "unseen";
  }
}

function state(kind, title, message, name, act) {
  const button = name && element("button", { type: "button", onclick: act }, name);
  const parts = [element("h3", {}, title), element("p", {}, typeset(message)), button];
  return element("div", { class: "state card", dataset: { state: kind } }, ...parts);
}
