// The review screen: the plans of the service, or one of them, opened by its name in the address.

import { call } from "./api.js";
import { byId, element } from "./dom.js";
import { typeset } from "./words.js";
import { showPlans } from "./review-plans.js";
import { Review } from "./review-plan.js";

const name = new URLSearchParams(location.search).get("plan");

async function open() {
  byId("problem").replaceChildren();
  try {
    if (name) {
      const plan = await call(`/api/plans/${encodeURIComponent(name)}`);
      told(plan.model);
      byId("plans").hidden = true;
      await new Review(plan).open();
    } else {
      const answer = await call("/api/plans");
      told(answer.model);
      showPlans(byId("plans"), answer.plans);
    }
  } catch (error) {
    byId("plans").hidden = false;
    byId("review").hidden = true;
    byId("plans").replaceChildren(
      element(
        "div",
        { class: "state card", dataset: { state: error.state ?? "error" } },
        element("h2", {}, name ? `«\u00a0${name}\u00a0» ne s’ouvre pas` : "Les plans ne s’affichent pas"),
        element("p", {}, typeset(error.message)),
        element(
          "p",
          { class: "actions" },
          element("button", { type: "button", class: "primary", onclick: open }, "Réessayer"),
          name && element("a", { class: "button", href: "/relecture" }, "Tous les plans"),
        ),
      ),
    );
    if (!error.state) throw error;
  }
}

function told(model) {
  byId("model").textContent = model ?? "aucun";
}

open();
