// Deciding in one go: a cut, what lies on either side of it, and a question before anything is kept.

import { call } from "./api.js";
import { byId, element } from "./dom.js";
import { count, number, percent } from "./french.js";
import { typeset } from "./words.js";
import { newId } from "./review-outbox.js";

const WORDS = { accepted: "Accepter", refused: "Refuser" };

export class Bulk {
  #counts = new Array(101).fill(0);

  /** `ready` resolves to whether all decisions so far are kept; `done` hears what was kept. */
  constructor(plan, filters, { ready, done }) {
    Object.assign(this, { plan, filters, ready, done });
    this.cut = byId("cut");
    byId("histogram").append(...this.#counts.slice(0, 20).map(() => element("i", { "aria-hidden": "true" })));
    byId("bulk").addEventListener("submit", (event) => event.preventDefault());
    this.cut.addEventListener("input", () => this.#show());
    byId("accept-all").addEventListener("click", () => this.#ask("accepted"));
    byId("refuse-all").addEventListener("click", () => this.#ask("refused"));
  }

  /** Show how many changes without a decision there are at each per cent. */
  set counts(counts) {
    this.#counts = [...counts];
    this.#show();
  }

  /** Count one change more, or one less, at some per cent; the numbers follow each decision. */
  move(at, step) {
    this.#counts[at] = Math.max(0, this.#counts[at] + step);
    this.#show();
  }

  get #at() {
    return Number(this.cut.value);
  }

  #sum(low, high) {
    return this.#counts.slice(low, high + 1).reduce((sum, one) => sum + one, 0);
  }

  #show() {
    const [above, below] = [this.#sum(this.#at, 100), this.#sum(0, this.#at - 1)];
    byId("cut-told").textContent = percent(this.#at / 100);
    byId("accept-all").textContent = `Accepter les ${number(above)} à ${percent(this.#at / 100)} et plus`;
    byId("accept-all").disabled = above === 0;
    byId("refuse-all").textContent = `Refuser les ${number(below)} en dessous`;
    byId("refuse-all").disabled = below === 0;
    const words = this.filters.inWords();
    const left = count(above + below, "changement");
    byId("bulk-told").textContent = `${left} sans décision${words ? ` (${words})` : ""}. Le reste ne bouge pas.`;
    const groups = [...byId("histogram").children].map((_, place) => this.#sum(5 * place, place === 19 ? 100 : 5 * place + 4));
    const most = Math.max(1, ...groups);
    [...byId("histogram").children].forEach((one, place) => {
      one.style.height = `${groups[place] ? Math.max(6, (100 * groups[place]) / most) : 0}%`;
      one.classList.toggle("in", 5 * place + 4 >= this.#at);
    });
  }

  #ask(answer) {
    const [low, high] = answer === "accepted" ? [this.#at, 100] : [0, this.#at - 1];
    const operation = { id: newId(), answer, where: this.filters.where(low, high), expected: this.#sum(low, high) };
    const many = count(operation.expected, "changement");
    const words = this.filters.inWords();
    const side = answer === "accepted" ? `À ${percent(low / 100)} et plus` : `À moins de ${percent(this.#at / 100)}`;
    const problem = element("p", { class: "notice", role: "alert", hidden: true, dataset: { state: "error" } });
    const yes = element("button", { type: "button", class: "primary" }, `${WORDS[answer]} ${many}`);
    const no = element("button", { type: "button", class: "plain" }, "Renoncer");
    const dialog = element(
      "dialog",
      { "aria-labelledby": "ask-title" },
      element(
        "div",
        { class: "stack" },
        element("h2", { id: "ask-title" }, `${WORDS[answer]} ${many}\u202f?`),
        element("p", {}, `${side}${words ? `, ${words}` : ""}, sans décision jusqu’ici. On pourra l’annuler.`),
        problem,
        element("p", { class: "actions" }, yes, no),
      ),
    );
    no.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => dialog.remove());
    yes.addEventListener("click", async () => {
      yes.disabled = true;
      const refusal = await this.#send(operation, many);
      yes.disabled = false;
      problem.hidden = !refusal;
      problem.textContent = typeset(refusal);
      if (!refusal) dialog.close();
    });
    document.body.append(dialog);
    dialog.showModal();
  }

  /** Return what went wrong, or nothing. The same operation again, after a lost answer, counts once. */
  async #send(operation, many) {
    if (!(await this.ready())) return "Des décisions attendent encore d’être enregistrées. Réessayez quand ce sera fait.";
    try {
      const path = `/api/plans/${encodeURIComponent(this.plan.name)}/decisions`;
      const answer = await call(path, { json: { plan: this.plan.plan, operations: [operation] } });
      this.done(operation, answer, many);
      return "";
    } catch (error) {
      if (!error.state) throw error;
      return error.message;
    }
  }
}
