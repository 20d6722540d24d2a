// The suggestions, in groups: each a row with how sure it is, its words, and what can be decided.

import { bar, element } from "./dom.js";
import { sheetOf } from "./sheet.js";
import { asPercent, inWords, quoted } from "./words.js";

const GROUPS = [
  ["proposed", "Proposés"],
  ["considered", "À considérer"],
  ["others", "Autres"],
];
const TICKS = { accepted: "✓", rejected: "", undecided: "○" };

export class Rows {
  #open = new Set(); // ids whose sheet is open

  /** `decide(id, verdict)`, `look(id or null)`, `showOthers()` are told; `tags` gives a tag by its id. */
  constructor(place, { decide, look, showOthers, tags }) {
    Object.assign(this, { place, decide, look, showOthers, tags });
    place.addEventListener("keydown", (event) => this.#key(event));
    place.addEventListener("click", (event) => this.#click(event));
    for (const [over, out] of [["mouseover", "mouseleave"], ["focusin", "focusout"]]) {
      place.addEventListener(over, (event) => this.look(rowOf(event)?.dataset.tag ?? null));
      place.addEventListener(out, () => this.look(null));
    }
  }

  /** Draw the groups of a desk anew; the focus stays on what it was on. */
  draw(desk) {
    const active = document.activeElement;
    const here = this.place.contains(active) && { tag: rowOf({ target: active })?.dataset.tag, kind: active.dataset.kind };
    const groups = desk.groups;
    this.place.replaceChildren(...GROUPS.map(([name, title]) => this.#group(desk, name, title, groups[name])).filter(Boolean));
    if (!here) return;
    const row = this.place.querySelector(`[data-tag="${CSS.escape(here.tag ?? "")}"]`) ?? this.place;
    (row.querySelector(`[data-kind="${here.kind}"]`) ?? this.place.querySelector("button"))?.focus({ preventScroll: true });
  }

  #group(desk, name, title, suggestions) {
    if (!suggestions.length) return null;
    const isFolded = name === "others" && !desk.othersShown;
    const heading = element("h3", { id: `group-${name}` }, title);
    if (isFolded) {
      const text = `Montrer les ${suggestions.length} autres`;
      const more = element("button", { type: "button", class: "plain", dataset: { kind: "others" } }, text);
      more.addEventListener("click", () => this.showOthers());
      return element("div", { class: "group" }, element("div", {}, more));
    }
    const rows = suggestions.map((one) => this.#row(desk, one));
    return element("div", { class: "group" }, heading, element("ul", { class: "rows", "aria-labelledby": heading.id }, rows));
  }

  #row(desk, suggestion) {
    const { id, label, probability, proposed } = suggestion;
    const verdict = desk.verdicts.get(id);
    const isOpen = this.#open.has(id);
    const told = { accepted: ", retenu", rejected: ", écarté" }[verdict] ?? (proposed ? ", proposé" : "");
    const reasons = suggestion.evidence.map((one) => quoted(one.words)).join(", ");
    const pick = element(
      "button",
      { type: "button", class: "pick", "aria-pressed": String(verdict === "accepted"), dataset: { kind: "pick" } },
      element("span", { class: "tick", "aria-hidden": "true" }, TICKS[verdict ?? (proposed ? "undecided" : "rejected")]),
      element("span", { class: "label" }, breakable(label), element("span", { class: "unseen" }, told)),
      element("span", { class: "sure" }, `${inWords(probability)} `, element("span", { class: "number" }, asPercent(probability))),
      element("span", { class: "why" }, reasons || "aucun mot du texte ne parle pour lui"),
      bar(probability),
    );
    const refuse = small("refuse", "✕", `Écarter ${quoted(label)}`, { "aria-pressed": String(verdict === "rejected") });
    const about = small("about", "i", `Fiche de ${quoted(label)}`, { "aria-expanded": String(isOpen) });
    const names = ["row", proposed && "proposed", verdict].filter(Boolean).join(" ");
    return element("li", { class: names, dataset: { tag: id } }, pick, refuse, about, isOpen && sheetOf(this.tags(id)));
  }

  /** Open or close the sheet of a row's tag. */
  toggle(row) {
    const { tag } = row.dataset;
    const isOpen = !this.#open.delete(tag) && Boolean(this.#open.add(tag));
    row.querySelector(".about").setAttribute("aria-expanded", String(isOpen));
    row.querySelector(".sheet-of-tag")?.remove();
    if (isOpen) row.append(sheetOf(this.tags(tag)));
  }

  #click(event) {
    const row = rowOf(event);
    const kind = event.target.closest("button")?.dataset.kind;
    if (kind === "pick") this.decide(row.dataset.tag, "accepted");
    if (kind === "refuse") this.decide(row.dataset.tag, "rejected");
    if (kind === "about") this.toggle(row);
  }

  #key(event) {
    const row = rowOf(event);
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    const done = {
      ArrowDown: () => this.#step(row, 1, event.target.dataset.kind),
      ArrowUp: () => this.#step(row, -1, event.target.dataset.kind),
      a: () => this.decide(row.dataset.tag, "accepted"),
      r: () => this.decide(row.dataset.tag, "rejected"),
      i: () => this.toggle(row),
    }[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!done) return;
    event.preventDefault();
    done();
  }

  #step(row, by, kind) {
    const rows = [...this.place.querySelectorAll(".row")];
    const next = rows[(rows.indexOf(row) + by + rows.length) % rows.length];
    next.querySelector(`[data-kind="${kind}"]`)?.focus();
  }
}

// « Cybersécurité/Cybercriminalité » may go on in the next line after its slash
const breakable = (label) => label.split("/").flatMap((part, place) => (place ? ["/", element("wbr"), part] : [part]));

const rowOf = (event) => event.target.closest(".row");

function small(kind, sign, name, states) {
  return element(
    "button",
    { type: "button", class: `small ${kind}`, "aria-label": name, title: name, dataset: { kind }, ...states },
    sign,
  );
}
