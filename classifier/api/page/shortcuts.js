// The page's keys. Letters count only where nobody is writing.

import { byId, isWriting } from "./dom.js";
import { showHelp } from "./help.js";

/** Listen to the keyboard; `send`, `next`, `undo` and `toSuggestions` are what the keys do. */
export function listen({ send, next, undo, toSuggestions }) {
  byId("help").addEventListener("click", showHelp);
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
    const done = event.ctrlKey || event.metaKey ? withControl(event) : alone(event);
    if (!done) return;
    event.preventDefault();
    done();
  });

  function withControl({ key, target }) {
    if (key === "Enter") return send;
    return key.toLowerCase() === "z" && !isWriting(target) ? undo : null;
  }

  function alone({ key, target, altKey }) {
    if (key === "Escape" && target.matches("#title, #text")) return toSuggestions;
    if (isWriting(target) || altKey) return null;
    return { "/": () => byId("search").focus(), "?": showHelp, u: undo, n: next }[key.toLowerCase()] ?? null;
  }
}
