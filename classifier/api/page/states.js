// What stands in the place of suggestions when there are none: nothing yet, soon, or not now.

import { element } from "./dom.js";
import { typeset } from "./words.js";

/** Return what to do first. */
export function empty() {
  return element(
    "div",
    { class: "state card", dataset: { state: "empty" } },
    element("h3", {}, "Un article, ses mots-clés"),
    element(
      "ol",
      { class: "steps" },
      element("li", {}, "Collez l’article, ou déposez son fichier."),
      element("li", {}, "Les mots-clés proposés apparaissent ici, avec leurs raisons."),
      element("li", {}, element("kbd", {}, "Ctrl"), " + ", element("kbd", {}, "Entrée"), " les retient et les envoie."),
    ),
  );
}

/** Return the shapes of what will come. */
export function loading() {
  return element("div", { class: "rows", "aria-hidden": "true" }, ...Array.from({ length: 4 }, () => element("div", { class: "ghost" })));
}

/** Return what went wrong, and a way to try again. */
export function failure(error, again) {
  const isOffline = error.state === "offline";
  return element(
    "div",
    { class: "state card", dataset: { state: isOffline ? "offline" : "error" } },
    element("h3", {}, isOffline ? "Le service est hors d’atteinte" : "Pas de propositions"),
    element("p", {}, typeset(error.message)),
    element("button", { type: "button", onclick: again }, "Réessayer"),
  );
}
