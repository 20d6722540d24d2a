// Decisions on their way to the service: each has a name of its own, and stays here until it was received.

import { call } from "./api.js";

const NAME = "motscles-outbox";
const LATER = new Set([401, 408, 429, 500, 502, 503, 504]); // what may fare better at another time

export class Outbox {
  #kept = []; // where the browser keeps nothing
  #names = new Map(); // what was sent -> its name, so that sending it again changes nothing

  /** `changed(number)` is told how many wait. */
  constructor({ changed }) {
    this.changed = changed;
    addEventListener("online", () => this.retry().catch(() => {}));
  }

  /** Send some feedback: return "sent", or "kept" when it will be sent later; raise what the service refuses. */
  async send(feedback) {
    const content = JSON.stringify(feedback);
    if (!this.#names.has(content)) this.#names.set(content, name());
    const entry = { ...feedback, id: this.#names.get(content) };
    this.#waiting = [...this.#waiting.filter((one) => one.id !== entry.id), entry];
    try {
      await call("/api/feedback", { json: entry });
    } catch (error) {
      if (isPassing(error)) return "kept";
      this.#forget(entry); // it is still on the desk
      throw error;
    } finally {
      this.changed(this.#waiting.length);
    }
    this.#forget(entry);
    await this.retry().catch(() => {});
    return "sent";
  }

  /** Send what waits, oldest first, until one has to stay; raise what the service will never take. */
  async retry() {
    try {
      for (const entry of this.#waiting) {
        try {
          await call("/api/feedback", { json: entry });
        } catch (error) {
          if (isPassing(error) || error.status === 403) return; // another key may be allowed to
          this.#forget(entry);
          throw error;
        }
        this.#forget(entry);
      }
    } finally {
      this.changed(this.#waiting.length);
    }
  }

  #forget(entry) {
    this.#waiting = this.#waiting.filter((one) => one.id !== entry.id);
  }

  // Read and written each time: another tab has its own.
  get #waiting() {
    try {
      const stored = JSON.parse(localStorage.getItem(NAME));
      return Array.isArray(stored) ? stored : this.#kept;
    } catch {
      return this.#kept;
    }
  }

  set #waiting(entries) {
    this.#kept = entries;
    try {
      localStorage.setItem(NAME, JSON.stringify(entries));
    } catch {
      // full, or forbidden: they last as long as the page
    }
  }
}

const isPassing = (error) => error.state === "offline" || LATER.has(error.status);

// randomUUID would ask for https, which a newsroom's own network may not have
function name() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `page-${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
