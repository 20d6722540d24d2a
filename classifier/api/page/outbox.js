// Decisions on their way to the service: each has a name of its own, and stays here until it was received.

import { call } from "./api.js";

const NAME = "motscles-outbox";
const LATER = new Set([408, 429, 500, 502, 503, 504]); // what may fare better at another time

export class Outbox {
  #waiting = stored();
  #names = new Map(); // what was sent -> its name, so that sending it again changes nothing

  /** `changed(number)` is told how many wait. */
  constructor({ changed }) {
    this.changed = changed;
    addEventListener("online", () => this.retry().catch(() => {}));
  }

  get size() {
    return this.#waiting.length;
  }

  /** Send some feedback: return "sent", or "kept" when it will be sent later; raise what the service refuses. */
  async send(feedback) {
    const content = JSON.stringify(feedback);
    if (!this.#names.has(content)) this.#names.set(content, name());
    const entry = { ...feedback, id: this.#names.get(content) };
    this.#keep([...this.#waiting.filter((one) => one.id !== entry.id), entry]);
    const outcome = await this.#deliver(entry);
    if (outcome === "sent" && this.size) this.retry().catch(() => {});
    this.changed(this.size);
    return outcome;
  }

  /** Send what waits, oldest first, until one has to stay; return how many stay. */
  async retry() {
    for (const entry of [...this.#waiting]) {
      if ((await this.#deliver(entry)) === "kept") break;
    }
    this.changed(this.size);
    return this.size;
  }

  async #deliver(entry) {
    try {
      await call("/api/feedback", { json: entry });
    } catch (error) {
      if (error.state === "offline" || error.status === 401 || LATER.has(error.status)) return "kept";
      this.#forget(entry);
      throw error;
    }
    this.#forget(entry);
    return "sent";
  }

  #forget(entry) {
    this.#keep(this.#waiting.filter((one) => one.id !== entry.id));
  }

  #keep(entries) {
    this.#waiting = entries;
    try {
      localStorage.setItem(NAME, JSON.stringify(entries));
    } catch {
      // a browser that keeps nothing, or is full: they last as long as the page
    }
  }
}

function stored() {
  try {
    return JSON.parse(localStorage.getItem(NAME)) ?? [];
  } catch {
    return [];
  }
}

// randomUUID would ask for https, which a newsroom's own network may not have
function name() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `page-${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
