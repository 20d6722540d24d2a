// Figures tag by tag: a table to sort and to search.

import { byId, element } from "./dom.js";
import { count, folded, number, percent } from "./french.js";

const COLUMNS = [
  { key: "label", name: "Mot-clé", isText: true },
  { key: "support", name: "Articles", sense: "Articles du jugement qui le portent", show: whole },
  { key: "precision", name: "Précision", sense: "Part des propositions qui étaient bonnes", show: percent },
  { key: "recall", name: "Rappel", sense: "Part des articles du mot-clé où il a été proposé", show: percent },
  { key: "f1", name: "F1", sense: "Précision et rappel ensemble", show: percent },
  { key: "threshold", name: "Seuil", sense: "Probabilité à partir de laquelle il est proposé", show: percent },
  { key: "automatic_recall", name: "Bande auto.", sense: "Part de ses articles que couvre la bande automatique", show: percent },
  { key: "judged", name: "Jugées", sense: "Propositions que les éditeurs ont jugées", show: whole },
  { key: "agreement", name: "Accord", sense: "Part de ces propositions qu’ils ont acceptées", show: percent },
];
const collator = new Intl.Collator("fr");
const FEW = 10; // articles under which a figure says little

export function showTags(place, figures, decisions) {
  const rows = joined(figures, decisions);
  byId("find").closest(".find").hidden = rows.length === 0;
  if (!rows.length) {
    place.replaceChildren(
      element(
        "div",
        { class: "state card", dataset: { state: "empty" } },
        element("h3", {}, "Pas encore de chiffres"),
        element("p", {}, "Ni jugement du modèle, ni décision d’éditeur."),
      ),
    );
    return;
  }
  const columns = COLUMNS.filter(({ key, isText }) => isText || rows.some((row) => row[key] !== null));
  const order = { key: columns.some(({ key }) => key === "support") ? "support" : "label", down: true };
  if (order.key === "label") order.down = false;
  const body = element("tbody");
  const heads = columns.map((column) => head(column, () => sortBy(column)));
  const draw = () => {
    const wanted = folded(byId("find").value.trim());
    const shown = rows.filter((row) => folded(row.label).includes(wanted)).sort(comparing(order));
    body.replaceChildren(...(shown.length ? shown.map((row) => line(row, columns)) : [nothing(columns.length)]));
    byId("found").textContent = wanted ? count(shown.length, "mot-clé", "mots-clés") : "";
    heads.forEach((one, at) => {
      const sorted = columns[at].key === order.key ? (order.down ? "descending" : "ascending") : "none";
      one.setAttribute("aria-sort", sorted);
    });
  };
  const sortBy = ({ key, isText }) => {
    order.down = order.key === key ? !order.down : !isText;
    order.key = key;
    draw();
  };
  const table = element("table", { class: "number" }, element("thead", {}, element("tr", {}, heads)), body);
  place.replaceChildren(element("div", { class: "card scroll", tabindex: "0", role: "region", "aria-label": "Tableau des mots-clés" }, table));
  byId("find").oninput = draw;
  draw();
}

function joined(figures, decisions) {
  const byTag = new Map(decisions.map((one) => [one.id, one]));
  const known = figures.map((one) => ({ ...one, ...measured(one), ...decided(byTag.get(one.id)) }));
  const ids = new Set(figures.map((one) => one.id));
  const others = decisions.filter((one) => !ids.has(one.id));
  const unknown = others.map((one) => ({ ...empty(), id: one.id, label: one.label, ...decided(one) }));
  return [...known, ...unknown];
}

const empty = () => Object.fromEntries(COLUMNS.map(({ key }) => [key, null]));

/** Return the figures that mean something: no article that bears a tag, no recall; none proposed, no precision. */
function measured({ support, proposed, precision, recall, f1, automatic, automatic_recall }) {
  return {
    precision: proposed ? precision : null,
    recall: support ? recall : null,
    f1: support ? f1 : null,
    automatic_recall: support && automatic !== null ? automatic_recall : null,
  };
}

function decided(one) {
  const judged = one ? one.accepted + one.rejected : 0;
  return { judged: judged || null, agreement: one?.agreement ?? null };
}

function head({ name, sense }, sort) {
  const arrow = element("span", { class: "arrow", "aria-hidden": "true" });
  return element("th", { scope: "col" }, element("button", { type: "button", class: "plain", title: sense, onclick: sort }, name, arrow));
}

function line(row, columns) {
  const few = row.support !== null && row.support < FEW;
  return element(
    "tr",
    { class: few ? "few" : null },
    columns.map(({ key, isText, show }) =>
      isText
        ? element("th", { scope: "row" }, row[key], row.cold && element("span", { class: "hint" }, " trop peu d’exemples"))
        : element("td", {}, show(row[key])),
    ),
  );
}

const nothing = (width) => element("tr", {}, element("td", { colspan: width, class: "hint" }, "Aucun mot-clé ne s’écrit ainsi."));

function whole(value) {
  return value === null || value === undefined ? "–" : number(value);
}

/** Return what orders rows; those without a value come last either way, equals by their label. */
function comparing({ key, down }) {
  return (one, other) => {
    const [a, b] = [one[key], other[key]];
    if ((a === null) !== (b === null)) return a === null ? 1 : -1;
    const by = typeof a === "string" ? collator.compare(a, b) : a - b;
    return (down ? -by : by) || collator.compare(one.label, other.label);
  };
}
