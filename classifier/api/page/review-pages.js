// The changes that the filters mean, a page at a time; the next one is fetched before it is wanted.

import { call } from "./api.js";

const SIZE = 50;

export class Pages {
  #known = [];
  #at = 0;
  #ahead = null;

  constructor(name, filters) {
    Object.assign(this, { path: `/api/plans/${encodeURIComponent(name)}/changes`, filters });
    this.stopped = new AbortController();
  }

  /** Let go of what is on its way: other filters are wanted. */
  stop() {
    this.stopped.abort();
  }

  get page() {
    return this.#known[this.#at];
  }

  get isFirst() {
    return this.#at === 0;
  }

  get isLast() {
    return this.page.before + this.page.changes.length >= this.page.matching;
  }

  async first() {
    this.#known = [await this.#fetch(0)];
    this.#at = 0;
    return this.page;
  }

  async next() {
    if (this.isLast) return null;
    if (!this.#known[this.#at + 1]) this.#known.push(await this.#fetched());
    this.#at += 1;
    return this.page;
  }

  previous() {
    if (this.isFirst) return null;
    this.#at -= 1;
    return this.page;
  }

  /** Fetch the next page before someone asks; a failure is told when someone does. */
  lookAhead() {
    if (this.isLast || this.#known[this.#at + 1] || this.#ahead) return;
    this.#ahead = this.#fetch(this.page.changes.at(-1).rank);
    this.#ahead.catch(() => (this.#ahead = null));
  }

  async #fetched() {
    const page = await (this.#ahead ?? this.#fetch(this.page.changes.at(-1).rank));
    this.#ahead = null;
    return page;
  }

  #fetch(after) {
    const query = new URLSearchParams(this.filters);
    query.set("after", after);
    query.set("limit", SIZE);
    return call(`${this.path}?${query}`, { signal: this.stopped.signal });
  }
}
