// The article as it was sent, with the words of one suggestion marked.

export function show(reading, article, evidence) {
  const title = document.createElement("h3");
  const text = document.createElement("p");
  fill(title, article.title, spansOf("title", evidence));
  fill(text, article.text, spansOf("text", evidence));
  reading.replaceChildren(...(article.title ? [title] : []), text);
}

function spansOf(field, evidence) {
  const spans = evidence.flatMap((one) => one.places).filter((place) => place.field === field);
  return merged(spans.map(({ start, end }) => [start, end]));
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

// Positions count characters, and a JavaScript string counts UTF-16 units: an emoji is one of the first and two
// of the second, hence the array. Text nodes only: what was pasted stays text.
function fill(element, source, spans) {
  const characters = Array.from(source);
  let done = 0;
  for (const [start, end] of spans) {
    const mark = document.createElement("mark");
    mark.textContent = characters.slice(start, end).join("");
    element.append(characters.slice(done, start).join(""), mark);
    done = end;
  }
  element.append(characters.slice(done).join(""));
}
