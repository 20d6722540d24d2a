// What the vocabulary says of a tag: when to use it, what it is not for, its other names, its time.

import { element } from "./dom.js";
import { capitalised, typeset } from "./words.js";

const day = new Intl.DateTimeFormat("fr", { dateStyle: "long", timeZone: "UTC" });

/** Return the sheet of a tag; of an unknown one, that it has none. */
export function sheetOf(tag) {
  const lines = tag ? facts(tag).filter(([, text]) => text) : [];
  if (!lines.length) return element("p", { class: "sheet-of-tag hint" }, "Ce mot-clé n’a pas de fiche.");
  return element("dl", { class: "sheet-of-tag" }, lines.map(([name, text]) => [element("dt", {}, name), element("dd", {}, typeset(text))]));
}

function facts(tag) {
  return [
    ["Quand l’employer", capitalised(tag.scope_note.replace(/^Employé pour\s*:\s*/, ""))],
    ["Pas pour", tag.not_for],
    ["Anciens noms", tag.former.join(", ")],
    ["Noms venus ensuite", tag.later.join(", ")],
    ["Autres noms", tag.synonyms.join(", ")],
    ["Période", period(tag)],
    ["Dans l’archive", tag.count ? `${tag.count.toLocaleString("fr")} articles` : ""],
  ];
}

function period({ start, end }) {
  if (start && end) return `du ${day.format(new Date(start))} au ${day.format(new Date(end))}`;
  if (start) return `depuis le ${day.format(new Date(start))}`;
  return end ? `jusqu’au ${day.format(new Date(end))}` : "";
}
