// What is on the desk: an article, what the service suggests for it, what the editor decided. Nothing of the screen.

const CONSIDERED = 5; // tags to consider at most, and
const LEAST = 3; //      how many there are at least, though all but the first be unlikely

export class Desk {
  article = { title: "", text: "", date: "" };
  answer = null; // the last answer of the service, with the article that it is about
  verdicts = new Map(); // id of a tag -> "accepted" or "rejected"
  order = []; // ids in the order that the editor gave them; empty until then
  othersShown = false;
  sent = null; // the decisions that were sent last, as text

  /** Begin with another article. */
  clear() {
    Object.assign(this, new Desk());
  }

  /** Whether the suggestions are those of the article as it is now. */
  get isCurrent() {
    return this.answer !== null && same(this.answer.article, this.article);
  }

  get isEmpty() {
    return !this.article.title.trim() && !this.article.text.trim();
  }

  /** Return the suggestions in three groups; whoever reads one after the other reads the likeliest first. */
  get groups() {
    const every = this.answer?.suggestions ?? [];
    const proposed = every.filter((one) => one.proposed);
    const rest = every.filter((one) => !one.proposed);
    const likely = rest.filter((one, place) => one.band !== "silent" || place < LEAST).slice(0, CONSIDERED);
    return { proposed, considered: likely, others: rest.filter((one) => !likely.includes(one)) };
  }

  /** Return the suggestions that the editor has before their eyes. */
  get shown() {
    const { proposed, considered, others } = this.groups;
    return [...proposed, ...considered, ...(this.othersShown ? others : [])];
  }

  /** Return the ids of the tags that are kept, the dominant one first. */
  get kept() {
    const suggested = (this.answer?.suggestions ?? []).filter((one) => one.proposed).map((one) => one.id);
    const accepted = [...this.verdicts].filter(([, verdict]) => verdict === "accepted").map(([id]) => id);
    const found = [...new Set([...suggested, ...accepted])].filter((id) => this.verdicts.get(id) !== "rejected");
    const place = (id) => (this.order.includes(id) ? this.order.indexOf(id) : this.order.length + found.indexOf(id));
    return found.sort((a, b) => place(a) - place(b));
  }

  /** Decide about a tag; the same decision again takes it back. */
  decide(id, verdict) {
    if (this.verdicts.get(id) === verdict) this.verdicts.delete(id);
    else this.verdicts.set(id, verdict);
  }

  /** Put a kept tag elsewhere in the order. */
  move(id, place) {
    const order = this.kept.filter((one) => one !== id);
    order.splice(place, 0, id);
    this.order = order;
  }

  /** Return what the service keeps as feedback: the kept tags in their order, then what was refused. */
  get feedback() {
    const shown = this.shown;
    const wasShown = new Set(shown.map((one) => one.id));
    const kept = this.kept.map((tag) => ({ tag, decision: wasShown.has(tag) ? "accepted" : "added" }));
    const refused = [...this.verdicts].filter(([, verdict]) => verdict === "rejected");
    const { title, text, date } = this.article;
    return {
      article: { title, text, ...(date && { date }) },
      model: this.answer?.model ?? null,
      suggestions: shown.map(({ id, probability }) => ({ id, probability })),
      verdicts: [...kept, ...refused.map(([tag]) => ({ tag, decision: "rejected" }))],
    };
  }

  /** Whether what is decided now is what was sent. */
  get isSent() {
    return this.sent !== null && this.sent === JSON.stringify(this.feedback);
  }

  /** Return a copy of all that is here, for undoing. */
  copy() {
    return { ...this, article: { ...this.article }, verdicts: new Map(this.verdicts), order: [...this.order] };
  }
}

/** Whether two articles are the same to the service. */
export function same(a, b) {
  return a.title === b.title && a.text === b.text && a.date === b.date;
}
