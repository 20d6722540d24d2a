// The tags that editors accept less than before, beyond chance; mostly, and happily, there are none.

import { bar, element } from "./dom.js";
import { dayOf, number, percent } from "./french.js";

const RULE =
  "Un mot-clé paraît ici quand ses dernières décisions (jusqu’à 50, au moins 15) sont trop souvent des refus pour que " +
  "ce soit le hasard\u00a0: test exact de Fisher, unilatéral, contre les décisions d’avant. Seuils de Benjamini et Hochberg\u00a0: " +
  "parmi les mots-clés signalés, un sur vingt au plus l’est à tort, en moyenne. C’est une raison de regarder, pas une preuve.";

export function showFalls(place, { falling, weeks }) {
  const rule = element("details", { class: "rule" }, element("summary", {}, "La règle"), element("p", { class: "hint" }, RULE));
  if (falling.length) {
    place.replaceChildren(element("div", { class: "card falls" }, element("ul", { class: "fallist" }, falling.map(row)), rule));
    return;
  }
  const said = weeks.length
    ? "Aucun mot-clé dont l’acceptation baisse au-delà du hasard."
    : "Il faut une trentaine de décisions sur un mot-clé pour en dire quelque chose.";
  place.replaceChildren(
    element(
      "div",
      { class: "state card", dataset: { state: "empty" } },
      element("h3", {}, weeks.length ? "Rien à signaler" : "Pas encore de décision"),
      element("p", {}, said),
      rule,
    ),
  );
}

function row(fall) {
  return element(
    "li",
    {},
    element("h3", {}, fall.label),
    element(
      "dl",
      {},
      part("avant", fall.before),
      part(`depuis le ${dayOf(fall.since)}`, fall.latest, "latest"),
    ),
  );
}

function part(name, counts, kind = "before") {
  const judged = counts.accepted + counts.rejected;
  return element(
    "div",
    { class: kind },
    element("dt", { class: "hint" }, name),
    element("dd", { class: "number" }, element("b", {}, percent(counts.agreement)), bar(counts.agreement), ` ${number(counts.accepted)} sur ${number(judged)}`),
  );
}
