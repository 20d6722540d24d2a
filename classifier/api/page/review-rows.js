// The rows: one change each, with its article, its evidence and two buttons.

import { bar, element } from "./dom.js";
import { percent } from "./french.js";

/** Fill the list; `decide` hears a change and an answer. */
export function fill(list, changes, decide) {
  list.replaceChildren(...changes.map((change) => row(change, decide)));
}

/** Show the answer to a change that stands in the list. */
export function showAnswer(list, change) {
  const made = list.querySelector(`[data-number="${change.number}"]`);
  if (!made) return;
  made.dataset.answer = change.answer;
  for (const button of made.querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(button.dataset.answer === change.answer));
  }
}

function row(change, decide) {
  const id = `change-${change.number}`;
  return element(
    "li",
    {},
    element(
      "article",
      {
        class: "change",
        tabindex: "-1",
        "aria-labelledby": `${id}-tag ${id}-title`,
        "aria-describedby": `${id}-why`,
        dataset: { number: change.number, answer: change.answer },
      },
      element("h3", { id: `${id}-title`, class: "title", lang: "fr" }, change.title || change.article),
      element(
        "p",
        { class: "what" },
        element(
          "span",
          { id: `${id}-tag`, class: `tag ${change.action}` },
          element("span", { class: "unseen" }, change.action === "add" ? "Ajouter " : "Retirer "),
          element("span", { class: "sign", "aria-hidden": "true" }, change.action === "add" ? "+" : "−"),
          change.label,
        ),
        element("span", { class: "sure number" }, bar(change.percent / 100), percent(change.percent / 100)),
        change.band === "automatic" && element("span", { class: "band" }, "automatique"),
        change.action === "remove" && element("span", { class: "band remove" }, "retrait"),
      ),
      element("p", { id: `${id}-why`, class: "why" }, ...why(change)),
      element(
        "div",
        { class: "verdicts" },
        verdict(change, "accepted", "Accepter", decide),
        verdict(change, "refused", "Refuser", decide),
      ),
    ),
  );
}

function why(change) {
  const parts = change.words.map((words) => element("mark", {}, words));
  const found = parts.flatMap((one, place) => (place ? [" ", one] : [one]));
  if (!found.length) found.push("Aucun mot du texte ne parle pour ce mot-clé.");
  if (change.tags.length) found.push(element("span", { class: "borne" }, `Porte déjà\u00a0: ${change.tags.join(", ")}`));
  return found;
}

function verdict(change, answer, name, decide) {
  return element(
    "button",
    {
      type: "button",
      class: answer,
      tabindex: "-1",
      "aria-pressed": String(change.answer === answer),
      dataset: { answer },
      onclick: () => decide(change, answer),
    },
    name,
    element("span", { class: "unseen" }, `\u00a0: ${change.label}, ${change.title || change.article}`),
  );
}
