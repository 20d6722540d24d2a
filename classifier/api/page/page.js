// The page: an article in, suggested tags and their reasons out.

import { call } from "./api.js";
import { show } from "./reading.js";
import { fill } from "./suggestions.js";

const byId = (id) => document.getElementById(id);
const form = byId("article");
const submit = form.querySelector("button");

form.addEventListener("submit", (event) => {
  event.preventDefault();
  run();
});
form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault(); // in a field or on the button, Enter alone would send the article a second time
  form.requestSubmit();
});

call("/ready").then(
  ({ model }) => (byId("model").textContent = model),
  (error) => (byId("model").textContent = error.message),
);

async function run() {
  if (submit.disabled) return; // the answer to come would be shown under another article
  const article = { title: byId("title").value, text: byId("text").value };
  if (byId("date").value) article.date = byId("date").value;
  say("Lecture de l’article…");
  submit.disabled = true;
  try {
    const answer = await call("/api/suggest", { json: article });
    say(answer.warnings.map((warning) => capitalised(warning.message)).join(" "));
    byId("model").textContent = answer.model;
    const buttons = fill(byId("suggestions"), answer.suggestions, (chosen) => choose(article, chosen));
    byId("result").hidden = false;
    buttons[0]?.click();
    buttons[0]?.focus();
  } catch (error) {
    byId("result").hidden = true;
    say(error.message, true);
  } finally {
    submit.disabled = false;
  }
}

function choose(article, suggestion) {
  show(byId("reading"), article, suggestion.evidence);
  const words = suggestion.evidence.map((one) => `«\u00a0${one.words}\u00a0»`).join(", ");
  byId("reading-hint").textContent = words
    ? `${suggestion.label}\u00a0: ${words}.`
    : `${suggestion.label}\u00a0: aucun mot du texte ne parle pour ce mot-clé.`;
}

function say(message, isProblem = false) {
  byId("status").textContent = message;
  byId("status").classList.toggle("problem", isProblem);
}

function capitalised(sentence) {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
