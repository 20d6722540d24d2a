// Asks for suggestions while an editor types: not at each key, and only the last question is answered.

import { call } from "./api.js";

const WAIT = 150; // milliseconds after the last key; the answer has as many again to stand within 300

export class Asking {
  #timer = 0;
  #question = null; // what is being asked, to be able to give it up

  /** `answered(answer, article)`, `failed(error)` and `began()` are told. */
  constructor({ began, answered, failed }) {
    Object.assign(this, { began, answered, failed });
  }

  /** Ask soon about an article; a question before it is forgotten. */
  later(article) {
    this.forget();
    this.#timer = setTimeout(() => this.now(article), WAIT);
  }

  /** Ask at once. */
  async now(article) {
    this.forget();
    const question = (this.#question = new AbortController());
    this.began();
    const { title, text, date } = article;
    try {
      const json = { title, text, limit: 1000, ...(date && { date }) };
      const answer = await call("/api/suggest", { json, signal: question.signal });
      if (question === this.#question) this.#ended(() => this.answered(answer, article));
    } catch (error) {
      if (question === this.#question) this.#ended(() => this.failed(error));
    }
  }

  /** Whether an answer is still to come. */
  get isWaiting() {
    return Boolean(this.#timer || this.#question);
  }

  /** Give up what was asked; an answer that comes nevertheless is nobody's. */
  forget() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#question?.abort();
    this.#question = null;
  }

  #ended(tell) {
    this.#question = null;
    tell();
  }
}
