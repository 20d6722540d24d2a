// What can be taken back, last thing first.

const MOST = 100;

export class Undo {
  #past = [];

  constructor(button) {
    this.button = button;
  }

  /** Remember how to take something back, and what to call it. */
  remember(name, back) {
    this.#past.push({ name, back });
    if (this.#past.length > MOST) this.#past.shift();
    this.#told();
  }

  /** Take the last thing back and return its name, or null where there is none. */
  last() {
    const last = this.#past.pop();
    last?.back();
    this.#told();
    return last?.name ?? null;
  }

  #told() {
    this.button.disabled = this.#past.length === 0;
    this.button.title = this.#past.length ? `Annuler : ${this.#past.at(-1).name}` : "";
  }
}
