// What the page says of itself: in its line of status, in a notice with a button, or to a screen reader alone.

import { byId, element } from "./dom.js";
import { typeset } from "./words.js";

/** Say something in the line of status; `state` is "", "warning", "error" or "offline". */
export function say(message, state = "") {
  const status = byId("status");
  message = typeset(message);
  if (status.textContent !== message) status.textContent = message;
  status.dataset.state = state;
}

/** Say what goes its way; an error that was said before stays. */
export function mention(message, state = "") {
  if (byId("status").dataset.state !== "error") say(message, state);
}

/** Take back an error that was said: the editor has gone on. */
export function forgive() {
  if (byId("status").dataset.state === "error") say("");
}

/** Say something to a screen reader only. */
export function announce(message) {
  byId("announcer").textContent = message;
}

/** Show a notice with something to do about it; an empty message takes it away. */
export function notice(message, state = "", what = "", act = null) {
  const place = byId("notice");
  place.hidden = !message;
  place.dataset.state = state;
  place.replaceChildren(message, ...(act ? [element("button", { type: "button", onclick: act }, what)] : []));
}
