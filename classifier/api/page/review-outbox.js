// Decisions on their way to the service: kept here until it says that they are on its disk, and sent again if need be.

import { call } from "./api.js";

const TOGETHER = 200; // operations of one request
const WAITS = [1, 2, 4, 8, 15]; // seconds before the next try
const FINAL = new Set([400, 404, 409, 413, 422]); // sending the same again would be refused again
const ASKS = new Set([401, 403]); // someone has to do something first

/** Return a name for an operation, that nobody else gives. */
export function newId() {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((one) => one.toString(16).padStart(2, "0")).join("");
}

export class Outbox {
  #waiting;
  #running = null;
  #wake = null;
  #tries = 0;

  /** `told` hears how it stands, `saved` what the service answers each time. */
  constructor(plan, { told, saved }) {
    Object.assign(this, { plan, told, saved, path: `/api/plans/${encodeURIComponent(plan.name)}/decisions` });
    this.name = `motscles-decisions ${plan.plan}`;
    this.#waiting = this.#kept();
    addEventListener("online", () => this.retry());
    if (this.#waiting.length) this.#start();
  }

  get length() {
    return this.#waiting.length;
  }

  add(operation) {
    this.#waiting.push(operation);
    this.#keep();
    this.#start();
  }

  /** Send now, without waiting for the next try. */
  retry() {
    if (this.#wake) this.#wake();
    else this.#start();
  }

  /** Wait until all is on the disk; return whether it is. */
  async empty() {
    while (this.#running && !this.#wake) await Promise.race([this.#running, pause(0.05)]);
    return this.#waiting.length === 0;
  }

  #start() {
    this.#running ??= this.#send().finally(() => (this.#running = null));
  }

  async #send() {
    while (this.#waiting.length) {
      const some = this.#waiting.slice(0, TOGETHER);
      if (!this.#tries) this.told({ state: "saving", waiting: this.#waiting.length });
      try {
        const answer = await call(this.path, { json: { plan: this.plan.plan, operations: some } });
        this.#waiting.splice(0, some.length);
        this.#tries = 0;
        this.#keep();
        this.saved(answer, this.#waiting.length);
      } catch (error) {
        if (FINAL.has(error.status)) return this.#giveUp(error);
        if (ASKS.has(error.status)) return this.told({ state: "asks", waiting: this.#waiting.length, error });
        await this.#again(error);
      }
    }
    return this.told({ state: "saved", waiting: 0 });
  }

  #giveUp(error) {
    const lost = this.#waiting.length;
    this.#waiting = [];
    this.#keep();
    this.told({ state: "refused", waiting: lost, error });
  }

  async #again(error) {
    const seconds = WAITS[Math.min(this.#tries, WAITS.length - 1)];
    this.#tries += 1;
    this.told({ state: "failed", waiting: this.#waiting.length, error, seconds });
    await Promise.race([pause(seconds), new Promise((resolve) => (this.#wake = resolve))]);
    this.#wake = null;
  }

  #kept() {
    try {
      return JSON.parse(localStorage.getItem(this.name)) ?? [];
    } catch {
      return [];
    }
  }

  #keep() {
    try {
      if (this.#waiting.length) localStorage.setItem(this.name, JSON.stringify(this.#waiting));
      else localStorage.removeItem(this.name);
    } catch {
      // a browser that keeps nothing: what waits lasts as long as the page
    }
  }
}

const pause = (seconds) => new Promise((resolve) => setTimeout(resolve, 1000 * seconds));
