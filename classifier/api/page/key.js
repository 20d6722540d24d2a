// The key that the service may ask for: kept until the browser's tab is closed, and sent as X-API-Key.

import { element } from "./dom.js";

const NAME = "motscles-key";
let kept = read();
let asking = null;

/** Return the key in use, or null. */
export function currentKey() {
  return kept;
}

/** Ask for a key and return whether one was given; questions asked at once are one question. */
export function askKey(reason, refused) {
  asking ??= ask(reason, refused).finally(() => (asking = null));
  return asking;
}

function ask(reason, refused) {
  const input = element("input", { id: "key", type: "password", autocomplete: "current-password", required: true });
  const later = element("button", { type: "button", class: "plain" }, "Plus tard");
  const dialog = element(
    "dialog",
    { "aria-labelledby": "key-title", "aria-describedby": "key-reason" },
    element(
      "form",
      { method: "dialog" },
      element("h2", { id: "key-title" }, "Le service demande une clé"),
      element("p", { id: "key-reason", class: "hint" }, refused ? "Cette clé n’est pas acceptée. Vérifiez-la." : reason),
      element("label", { for: "key" }, "Clé d’accès"),
      input,
      element("p", { class: "hint" }, "Elle reste dans cet onglet, et s’oublie à sa fermeture."),
      element("p", { class: "actions" }, element("button", { class: "primary" }, "Continuer"), later),
    ),
  );
  document.body.append(dialog);
  const before = document.activeElement;
  let given = false;
  later.addEventListener("click", () => dialog.close());
  dialog.addEventListener("submit", () => {
    given = true;
    keep(input.value.trim());
  });
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      before?.focus?.();
      resolve(given);
    });
    dialog.showModal();
  });
}

function keep(key) {
  kept = key;
  try {
    sessionStorage.setItem(NAME, key);
  } catch {
    // a browser that keeps nothing: the key lasts as long as the page
  }
}

function read() {
  try {
    return sessionStorage.getItem(NAME);
  } catch {
    return null;
  }
}
