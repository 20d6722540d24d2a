// Whether what was decided is on the service's disk: always in sight, and loud when it is not.

import { byId, element } from "./dom.js";
import { count } from "./french.js";
import { typeset } from "./words.js";

/** Show how the outbox stands; `retry` sends again at once. */
export function showSaving({ state, waiting, error, seconds }, retry) {
  const place = byId("saving");
  place.hidden = false;
  place.dataset.state = state;
  const decisions = count(waiting, "décision");
  if (state === "saved" || state === "saving") {
    place.textContent = state === "saved" ? "Enregistré" : "Enregistrement…";
    byId("problem").replaceChildren();
    return;
  }
  place.textContent = `Non enregistré\u00a0: ${decisions}`;
  const next = {
    failed: `${decisions} en attente, gardées dans ce navigateur. Nouvel essai dans ${seconds} s.`,
    asks: `${decisions} en attente, gardées dans ce navigateur.`,
    refused: `${decisions} n’ont pas pu être gardées.`,
  }[state];
  byId("problem").replaceChildren(
    element(
      "div",
      { class: "notice", dataset: { state: state === "failed" ? "offline" : "error" } },
      element("p", {}, typeset(`${error.message} ${next}`)),
      state === "refused"
        ? element("button", { type: "button", onclick: () => location.reload() }, "Recharger la page")
        : element("button", { type: "button", onclick: retry }, "Réessayer maintenant"),
    ),
  );
}
