// The dashboard: the model in service, what editors decide, and figures tag by tag; one that fails leaves the others.

import { call } from "./api.js";
import { byId, element } from "./dom.js";
import { showCard } from "./dashboard-card.js";
import { showFalls } from "./dashboard-falls.js";
import { showTags } from "./dashboard-tags.js";
import { typeset } from "./words.js";
import { showWeeks } from "./dashboard-weeks.js";

const card = () => call("/ready").then((ready) => call(`/api/models/${encodeURIComponent(ready.model)}`));
const stats = () => call("/api/feedback/stats");

async function open() {
  const [model, decisions] = await Promise.allSettled([card(), stats()]);
  byId("model").textContent = model.value?.name ?? "aucun";
  shown(["card"], model, (value) => showCard(byId("card"), value));
  shown(["weeks", "falls"], decisions, (value) => {
    showWeeks(byId("weeks"), value);
    showFalls(byId("falls"), value);
  });
  // what editors decided is worth a table even where the model has no figures, and the other way round
  const failed = model.status === "rejected" && decisions.status === "rejected" ? model : { status: "fulfilled" };
  shown(["tags"], failed, () => showTags(byId("tags"), model.value?.tags ?? [], decisions.value?.tags ?? []));
}

function shown(places, answer, show) {
  if (answer.status === "fulfilled") return show(answer.value);
  if (!answer.reason.state) throw answer.reason;
  for (const place of places) {
    byId(place).replaceChildren(
      element(
        "div",
        { class: "state card", dataset: { state: answer.reason.state } },
        element("h3", {}, "Rien à montrer pour l’instant"),
        element("p", {}, typeset(answer.reason.message)),
        element("button", { type: "button", onclick: open }, "Réessayer"),
      ),
    );
  }
  return undefined;
}

open();
