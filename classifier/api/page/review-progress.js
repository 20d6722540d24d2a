// How far a review is: three numbers, and a bar of two colours.

import { element } from "./dom.js";
import { number } from "./french.js";

export function progress({ accepted, refused, undecided }) {
  const all = Math.max(1, accepted + refused + undecided);
  return element(
    "div",
    { class: "gauge" },
    element(
      "p",
      { class: "number" },
      part("accepted", accepted, accepted < 2 ? "accepté" : "acceptés"),
      part("refused", refused, refused < 2 ? "refusé" : "refusés"),
      part("undecided", undecided, "sans décision"),
    ),
    element("span", { class: "bar", "aria-hidden": "true" }, fill("accepted", accepted / all), fill("refused", refused / all)),
  );
}

function part(name, value, what) {
  return element("span", { class: name }, element("b", {}, number(value)), ` ${what}`);
}

function fill(name, part) {
  const made = element("i", { class: name });
  made.style.width = `${100 * part}%`;
  return made;
}
