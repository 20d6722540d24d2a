// The card of a model: what it learned from, and what it is worth, each figure with its interval.

import { element } from "./dom.js";
import { count, dayOf, finePercent, percent } from "./french.js";
import { svg } from "./dashboard-svg.js";

const FIGURES = [
  ["micro_f1", "F1, toutes décisions", "Justesse et complétude ensemble, sur toutes les décisions"],
  ["macro_f1", "F1, moyenne des mots-clés", "La même, chaque mot-clé comptant autant"],
  ["recall_at_1", "Le bon en premier", "Le mot-clé dominant est la première proposition"],
  ["recall_at_5", "Le bon parmi cinq", "Le mot-clé dominant est parmi les cinq premières"],
];

export function showCard(place, model) {
  const tiles = FIGURES.filter(([name]) => Array.isArray(model.figures[name])).map(([name, title, sense]) =>
    tile(title, sense, model.figures[name]),
  );
  place.replaceChildren(
    element("div", { class: "card modelcard" }, facts(model), tiles.length ? element("ul", { class: "tiles" }, tiles) : unjudged()),
  );
}

function facts(model) {
  const { corpus, test, analyzer, tags } = model;
  const automatic = tags.filter((tag) => tag.automatic !== null).length;
  const cold = tags.filter((tag) => tag.cold).length;
  const rows = [
    ["Version", model.name],
    ["Entraîné le", model.created && dayOf(model.created)],
    ["Appris de", corpus.documents && [`${count(corpus.documents, "article")} (${corpus.name}) `, print(corpus.fingerprint)]],
    ["Jugé sur", test.documents && [`${count(test.documents, "article")} mis de côté `, print(test.fingerprint)]],
    ["Mots-clés", tags.length && `${tags.length}, dont ${automatic} avec une bande automatique${cold ? ` et ${cold} avec trop peu d’exemples` : ""}`],
    ["Lecture", analyzer.signature && element("code", {}, analyzer.signature)],
  ];
  return element(
    "dl",
    { class: "facts" },
    rows.filter(([, value]) => value).map(([name, value]) => element("div", {}, element("dt", {}, name), element("dd", {}, value))),
  );
}

const print = (fingerprint) => (fingerprint ? element("code", { title: "empreinte" }, fingerprint) : "");

function unjudged() {
  return element(
    "div",
    { class: "state", dataset: { state: "empty" } },
    element("h3", {}, "Ce modèle n’a pas été jugé"),
    element("p", {}, "Ses chiffres paraîtront après le prochain motscles train, ou se mesurent par motscles evaluate."),
  );
}

function tile(title, sense, [value, low, high]) {
  const range = `entre ${finePercent(low)} et ${finePercent(high)}`;
  return element(
    "li",
    { class: "tile", title: sense },
    element("p", { class: "name" }, title),
    element("p", { class: "value number" }, percent(value)),
    svg(
      "svg",
      { class: "interval", viewBox: "0 0 100 6", preserveAspectRatio: "none", "aria-hidden": "true" },
      svg("rect", { class: "all", width: 100, height: 6, rx: 3 }),
      svg("rect", { class: "part", x: 100 * low, width: Math.max(0.6, 100 * (high - low)), height: 6 }),
    ),
    element("p", { class: "hint number" }, `${range}, à 95 %`),
  );
}
