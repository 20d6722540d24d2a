// The list of plans: which there are, and how far each is.

import { element } from "./dom.js";
import { count, dayOf, number } from "./french.js";
import { typeset } from "./words.js";
import { progress } from "./review-progress.js";

export function showPlans(place, plans) {
  if (plans.length) {
    place.replaceChildren(element("ul", { class: "planlist" }, plans.map(card)));
    return;
  }
  place.replaceChildren(
    element(
      "div",
      { class: "state card", dataset: { state: "empty" } },
      element("h2", {}, "Aucun plan à relire"),
      element("p", {}, "Un plan dit ce que le modèle changerait dans une archive. On le fait sur le serveur\u00a0:"),
      element("pre", { tabindex: "0" }, "motscles retag plan ARCHIVE --out data/plans/archive.jsonl"),
      element("p", {}, "Il paraît ici dès qu’il est fini."),
    ),
  );
}

/** Return the names of the files that a plan would change, without the folders that they lie in. */
export const sourceOf = (plan) => plan.source.split(", ").map((path) => path.split("/").at(-1) || path).join(", ");

function card(plan) {
  const address = `/relecture?${new URLSearchParams({ plan: plan.name })}`;
  const about = `${sourceOf(plan)}, ${count(plan.articles, "article")}. Modèle ${plan.version}, ${dayOf(plan.written)}.`;
  return element(
    "li",
    { class: "card plan" },
    element("h2", {}, plan.problem ? plan.name : element("a", { href: address }, plan.name)),
    element("p", { class: "hint" }, about),
    plan.problem ? element("p", { class: "notice", dataset: { state: "error" } }, typeset(plan.problem)) : state(plan),
  );
}

function state(plan) {
  if (!plan.counts) return element("p", {}, "À commencer.");
  const left = plan.counts.undecided;
  const said = left ? `${number(left)} sans décision` : "Tout est décidé.";
  return element("div", {}, progress(plan.counts), element("p", { class: "hint unseen" }, said));
}
