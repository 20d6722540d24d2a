// What editors decided, week by week: bars, and the same numbers as a table.

import { element } from "./dom.js";
import { count, dayOf, number, percent, shortDayOf } from "./french.js";
import { svg } from "./dashboard-svg.js";

const SHOWN = 26; // weeks in the picture
const [HEIGHT, BASE, TOP, LEFT] = [200, 172, 12, 34];
const PARTS = [
  ["accepted", "acceptées"],
  ["rejected", "refusées"],
  ["added", "ajoutées à la main"],
];
const NO_FEEDBACK = "Accepter ou refuser des propositions, sur l’écran «\u00a0Étiqueter\u00a0», et envoyer\u00a0: la suite se lira ici.";

export function showWeeks(place, { overall, weeks, submissions }) {
  if (!weeks.length) {
    place.replaceChildren(
      element(
        "div",
        { class: "state card", dataset: { state: "empty" } },
        element("h3", {}, "Pas encore de décision"),
        element("p", {}, NO_FEEDBACK),
      ),
    );
    return;
  }
  const latest = weeks.slice(-SHOWN);
  const canvas = element("div", { class: "canvas" });
  const draw = () => canvas.replaceChildren(picture(latest, Math.max(240, canvas.clientWidth)));
  place.replaceChildren(
    element(
      "div",
      { class: "card chart" },
      element(
        "p",
        {},
        element("b", { class: "number" }, percent(overall.agreement)),
        ` des propositions jugées ont été acceptées, en ${count(submissions, "envoi")}.`,
      ),
      element("ul", { class: "legend" }, PARTS.map(([name, said]) => element("li", { class: name }, `${number(overall[name])} ${said}`))),
      canvas,
      element("details", {}, element("summary", {}, "Les mêmes nombres en tableau"), table(weeks)),
    ),
  );
  draw();
  new ResizeObserver(draw).observe(canvas);
}

function picture(weeks, width) {
  const most = Math.max(1, ...weeks.map((week) => PARTS.reduce((sum, [name]) => sum + week[name], 0)));
  const step = Math.min(44, (width - LEFT) / weeks.length);
  const scale = (BASE - TOP) / ceiling(most);
  const every = Math.ceil(76 / step);
  const said = `Décisions par semaine, du ${dayOf(weeks[0].monday)} au ${dayOf(weeks.at(-1).monday)}. Les nombres sont dans le tableau qui suit.`;
  return svg(
    "svg",
    { viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT, role: "img", "aria-label": said },
    [0, 0.5, 1].map((part) => gridline(part * ceiling(most), BASE - part * (BASE - TOP), width)),
    weeks.map((week, place) => bars(week, LEFT + place * step, step, scale)),
    weeks.map((week, place) => place % every === 0 && label(week, LEFT + place * step + step / 2)),
  );
}

/** Return a round number, even, that nothing exceeds. */
function ceiling(most) {
  const size = 10 ** Math.floor(Math.log10(most));
  return [1, 2, 4, 6, 8, 10].map((one) => one * size).find((one) => one >= most && one % 2 === 0) ?? 2;
}

function gridline(value, y, width) {
  return svg(
    "g",
    {},
    svg("line", { class: "grid", x1: LEFT, x2: width, y1: y, y2: y }),
    svg("text", { x: LEFT - 8, y: y + 4, "text-anchor": "end" }, number(value)),
  );
}

function bars(week, x, step, scale) {
  let top = BASE;
  const said = PARTS.map(([name, what]) => `${number(week[name])} ${what}`).join(", ");
  const gap = Math.max(1, 0.14 * step);
  const rects = PARTS.map(([name]) => {
    const height = week[name] * scale;
    top -= height;
    return height > 0 && svg("rect", { class: name, x: x + gap, y: top, width: step - 2 * gap, height });
  });
  return svg("g", {}, svg("title", {}, `Semaine du ${shortDayOf(week.monday)}\u00a0: ${said}`), rects);
}

const label = (week, x) => svg("text", { x, y: HEIGHT - 8, "text-anchor": "middle" }, shortDayOf(week.monday));

function table(weeks) {
  const head = ["Semaine du", "Acceptées", "Refusées", "Ajoutées", "Accord"];
  const rows = weeks
    .filter((week) => week.accepted + week.rejected + week.added)
    .toReversed()
    .map((week) => [dayOf(week.monday), ...PARTS.map(([name]) => number(week[name])), percent(week.agreement)]);
  return element(
    "div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": "Décisions par semaine" },
    element(
      "table",
      { class: "number" },
      element("thead", {}, element("tr", {}, head.map((one) => element("th", { scope: "col" }, one)))),
      element("tbody", {}, rows.map(([week, ...cells]) => element("tr", {}, element("th", { scope: "row" }, week), cells.map((one) => element("td", {}, one))))),
    ),
  );
}
