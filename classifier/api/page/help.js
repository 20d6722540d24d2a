// The keys, in a dialogue.

import { element } from "./dom.js";

const KEYS = [
  ["Ctrl + V", "coller un article : la première ligne devient le titre"],
  ["Ctrl + Entrée", "retenir les proposés et envoyer ; puis article suivant"],
  ["Échap", "du texte aux mots-clés"],
  ["↑ ↓", "d’un mot-clé à l’autre ; ses raisons se marquent dans le texte"],
  ["A, R", "retenir, écarter ; encore une fois : revenir"],
  ["I", "la fiche : quand l’employer, pas pour quoi, anciens noms"],
  ["/", "chercher parmi tous les mots-clés"],
  ["Alt + ← →", "changer l’ordre des retenus ; le premier est le dominant"],
  ["Suppr", "écarter un retenu"],
  ["U ou Ctrl + Z", "annuler, hors des champs de texte"],
  ["N", "article suivant"],
];

/** Show the keys; Escape or a click on the button closes them. */
export function showHelp() {
  const close = element("button", { class: "primary" }, "Fermer");
  const dialog = element(
    "dialog",
    { "aria-labelledby": "help-title" },
    element(
      "form",
      { method: "dialog" },
      element("h2", { id: "help-title" }, "Raccourcis"),
      element("dl", { class: "keys" }, KEYS.map(([key, what]) => [element("dt", {}, element("kbd", {}, key)), element("dd", {}, what)])),
      element("p", { class: "actions" }, close),
    ),
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
