// A text area whose words can be marked: its twin behind it holds the same text, and the marks.

export class MarkedField {
  #spans = [];
  #drawn = null;

  constructor(area, mirror) {
    Object.assign(this, { area, mirror });
    this.draw();
  }

  get value() {
    return this.area.value;
  }

  set value(text) {
    this.area.value = text;
    this.draw();
  }

  /** Mark the places of some evidence in this field; none to unmark. */
  mark(places) {
    this.#spans = merged(places.map(({ start, end }) => [start, end]));
    this.draw();
    this.#show();
  }

  /** Write the text into the twin. Text nodes only: what was pasted stays text. */
  draw() {
    // positions count characters, and a JavaScript string UTF-16 units: an emoji is one of the first, two of the second
    const text = this.area.value;
    const now = JSON.stringify([text, this.#spans]);
    if (now === this.#drawn) return; // at each key of a long text, nothing is laid out twice
    this.#drawn = now;
    const characters = this.#spans.length ? Array.from(text) : [];
    const pieces = [];
    let done = 0;
    for (const [start, end] of this.#spans) {
      const mark = document.createElement("mark");
      mark.textContent = characters.slice(start, end).join("");
      pieces.push(characters.slice(done, start).join(""), mark);
      done = end;
    }
    pieces.push(this.#spans.length ? characters.slice(done).join("") : text);
    this.mirror.replaceChildren(...pieces, "\u200b"); // a last line that is empty has its height too
  }

  // Bring the first mark into sight where the field scrolls, and nothing else: the page stays where it is.
  #show() {
    const around = this.mirror.parentElement;
    const mark = this.mirror.querySelector("mark");
    if (!mark || around.scrollHeight <= around.clientHeight || around.contains(document.activeElement)) return;
    const isInSight = [...this.mirror.querySelectorAll("mark")].some((one) => {
      const top = one.offsetTop - around.scrollTop;
      return top >= 0 && top + one.offsetHeight <= around.clientHeight;
    });
    if (!isInSight) around.scrollTop = mark.offsetTop - around.clientHeight / 3;
  }
}

// Overlapping spans ("commerce", "commerce électronique") become one mark.
function merged(spans) {
  const result = [];
  for (const [start, end] of spans.sort((a, b) => a[0] - b[0])) {
    const last = result.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else result.push([start, end]);
  }
  return result;
}
