// The editors' page: an article onto the desk, suggestions beside it, decisions out.

import { call } from "./api.js";
import { Asking } from "./asking.js";
import { Chips } from "./chips.js";
import { copy } from "./copying.js";
import { Desk } from "./desk.js";
import { byId } from "./dom.js";
import { Fields } from "./fields.js";
import { Intake } from "./intake.js";
import { listen } from "./shortcuts.js";
import { Outbox } from "./outbox.js";
import { Rows } from "./rows.js";
import { Search } from "./search.js";
import { announce, forgive, mention, notice, say } from "./saying.js";
import * as states from "./states.js";
import { Undo } from "./undo.js";
import { capitalised, count, quoted, rank, together } from "./words.js";

const SLOW = 300; // milliseconds without an answer before the page says that it waits

const desk = new Desk();
const fields = new Fields({ typed });
const place = byId("suggestions");
let tags = new Map();
let tagsOf = null; // the model whose tags these are
let failed = null;
let slow = 0;
let looked = null;

const labelOf = (id) => tags.get(id)?.label ?? desk.answer?.suggestions.find((one) => one.id === id)?.label ?? id;
const undo = new Undo(byId("undo"));
const asking = new Asking({ began, answered, failed: asked });
const outbox = new Outbox({ changed: toldWaiting });
const rows = new Rows(place, { decide, look, showOthers, tags: (id) => tags.get(id) });
const chips = new Chips(byId("kept"), { move, drop: (id) => decide(id, "rejected"), look, label: labelOf });
new Search(byId("search"), byId("found"), { add, tags: () => [...tags.values()] });
new Intake({ take, reading: (name) => say(`Lecture de ${quoted(name)}…`), failed: unread, isFree: () => desk.isEmpty || desk.isSent });
listen({ send, next, undo: takeBack, toSuggestions });

byId("send").addEventListener("click", send);
byId("next").addEventListener("click", next);
byId("undo").addEventListener("click", takeBack);
byId("copy-labels").addEventListener("click", () => copyKept((id) => labelOf(id), "Libellés copiés"));
byId("copy-ids").addEventListener("click", () => copyKept((id) => id, "Identifiants copiés"));

readTags();
outbox.retry().catch((error) => say(error.message, "error"));
draw();
if (fields.article.title || fields.article.text) typed(); // a browser gives back what was there before a reload

function typed() {
  desk.article = fields.article;
  mark();
  forgive();
  if (desk.isEmpty) {
    asking.forget();
    settle(null);
    say("");
  } else asking.later(desk.article);
  drawButtons();
}

function began() {
  clearTimeout(slow);
  slow = setTimeout(() => {
    place.setAttribute("aria-busy", "true");
    place.classList.add("old");
    if (!desk.answer) place.replaceChildren(states.loading());
    mention("Lecture de l’article…");
  }, SLOW);
}

function answered(answer, article) {
  settle({ ...answer, article });
  byId("model").textContent = answer.model;
  if (answer.model !== tagsOf) readTags();
  const { proposed, considered } = desk.groups;
  const found = `${count(proposed.length, "mot-clé proposé", "mots-clés proposés")}, ${considered.length} à considérer.`;
  const warnings = answer.warnings.map(({ message }) => capitalised(message)).join(" ");
  mention(warnings || found, warnings ? "warning" : "");
}

function asked(error) {
  failed = error;
  settle(null);
  say("");
  announce(error.message);
  if (error.type.endsWith("not-ready")) setTimeout(() => failed === error && ask(), 2000); // the model still loads
}

function settle(answer) {
  clearTimeout(slow);
  place.removeAttribute("aria-busy");
  place.classList.remove("old");
  desk.answer = answer;
  if (answer) failed = null;
  draw();
}

function ask() {
  if (!desk.isEmpty) asking.now(desk.article);
}

function draw() {
  if (desk.answer) rows.draw(desk);
  else if (failed && !desk.isEmpty) place.replaceChildren(states.failure(failed, ask));
  else place.replaceChildren(states.empty());
  chips.draw(desk);
  drawButtons();
  mark();
}

function drawButtons() {
  const { isSent } = desk;
  const send = byId("send");
  if (isSent && document.activeElement === send) byId("next").focus();
  send.disabled = isSent;
  send.textContent = isSent ? "Envoyé" : "Retenir et envoyer";
  send.classList.toggle("primary", !isSent);
  byId("next").classList.toggle("primary", isSent);
  for (const id of ["copy-labels", "copy-ids"]) byId(id).disabled = desk.kept.length === 0;
}

function look(id) {
  looked = id ?? document.activeElement?.closest("[data-tag]")?.dataset.tag ?? null;
  mark();
}

// The evidence is of the article as it was sent: while another answer is on its way, nothing is marked.
function mark() {
  const suggestion = desk.isCurrent ? desk.answer.suggestions.find((one) => one.id === looked) : null;
  fields.mark(suggestion?.evidence.flatMap((one) => one.places) ?? []);
  for (const row of place.querySelectorAll(".row")) row.classList.toggle("marking", row.dataset.tag === looked);
}

function remember(name) {
  const before = desk.copy();
  undo.remember(name, () => {
    const { verdicts, order, othersShown } = before;
    Object.assign(desk, { verdicts, order, othersShown }); // what was typed since stays
  });
}

function decide(id, verdict) {
  remember(`${verdict === "accepted" ? "retenir" : "écarter"} ${quoted(labelOf(id))}`);
  desk.decide(id, verdict);
  draw();
}

function add(tag) {
  if (desk.verdicts.get(tag.id) !== "accepted") decide(tag.id, "accepted");
  announce(`${tag.label} : retenu.`);
}

function move(id, to) {
  remember(`déplacer ${quoted(labelOf(id))}`);
  desk.move(id, to);
  draw();
  announce(`${labelOf(id)} : ${rank(to + 1)} sur ${desk.kept.length}.`);
}

function showOthers() {
  desk.othersShown = true;
  draw();
  place.querySelector("#group-others + .rows .pick")?.focus();
}

function replace(name, article) {
  const before = desk.copy();
  undo.remember(name, () => {
    Object.assign(desk, before);
    fields.article = desk.article;
    if (!desk.isCurrent) ask();
  });
  asking.forget();
  desk.clear();
  failed = null;
  desk.article = article;
  fields.article = article;
}

function take(article) {
  replace("remplacer l’article", article);
  settle(null);
  say("");
  ask();
  fields.focus();
}

function next() {
  if (desk.isEmpty) return;
  replace("article suivant", { title: "", text: "", date: "" });
  settle(null);
  say("");
  fields.focus();
}

async function send() {
  if (desk.isSent) {
    next();
    return;
  }
  if (!desk.isCurrent) {
    say(desk.isEmpty ? "Collez d’abord un article." : "Les propositions arrivent : relisez-les, puis envoyez.");
    if (failed) ask();
    return;
  }
  if (!desk.kept.length && !desk.verdicts.size) {
    say("Rien à envoyer : retenez ou écartez au moins un mot-clé.", "warning");
    return;
  }
  remember("retenir les proposés");
  for (const id of desk.kept) desk.verdicts.set(id, "accepted");
  const { feedback } = desk;
  desk.sent = JSON.stringify(feedback);
  draw();
  const kept = together(desk.kept.map(labelOf)) || "aucun mot-clé";
  say(`Envoi de ${kept}…`);
  try {
    const outcome = await outbox.send(feedback);
    if (desk.isSent) say(outcome === "sent" ? `Envoyé : ${kept}. Collez l’article suivant.` : `Gardé ici : ${kept}.`);
  } catch (error) {
    if (desk.isSent) desk.sent = null;
    say(`Retour refusé. ${error.message}`, "error");
    draw();
  }
}

function toldWaiting(number) {
  const told = `${count(number, "retour attend", "retours attendent")} ici que le service réponde.`;
  notice(number ? told : "", "offline", "Envoyer maintenant", () => outbox.retry().catch((error) => say(error.message, "error")));
}

function unread(error) {
  say(error.message, error.state ?? "error");
}

function takeBack() {
  const name = undo.last();
  if (name === null) return;
  draw();
  announce(`Annulé : ${name}.`);
}

function toSuggestions() {
  (place.querySelector(".pick") ?? place).focus();
}

async function copyKept(of, done) {
  const isCopied = await copy(desk.kept.map(of).join(", "));
  say(isCopied ? `${done}.` : "La copie n’est pas permise par ce navigateur.", isCopied ? "" : "error");
}

async function readTags() {
  try {
    const answer = await call("/api/tags");
    tags = new Map(answer.tags.map((tag) => [tag.id, tag]));
    tagsOf = answer.model;
    byId("model").textContent = answer.model;
    draw();
  } catch (error) {
    byId("model").textContent = error.message;
  }
}
