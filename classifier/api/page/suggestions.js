// The list of suggested tags: buttons with a bar; one of them is chosen.

const percent = new Intl.NumberFormat("fr", { style: "percent", maximumFractionDigits: 0 });

export function fill(list, suggestions, choose) {
  const buttons = suggestions.map(button);
  buttons.forEach((one, position) => {
    one.addEventListener("click", () => {
      buttons.forEach((other) => other.setAttribute("aria-pressed", String(other === one)));
      choose(suggestions[position]);
    });
  });
  list.replaceChildren(...buttons.map(item));
  list.onkeydown = (event) => move(event, buttons);
  return buttons;
}

function item(button) {
  const element = document.createElement("li");
  element.append(button);
  return element;
}

function button(suggestion) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = suggestion.proposed ? "suggestion" : "suggestion unlikely";
  element.setAttribute("aria-pressed", "false");
  element.dataset.tag = suggestion.id;
  const tick = span("tick", suggestion.proposed ? "✓" : "");
  tick.setAttribute("aria-hidden", "true");
  const label = span("label", suggestion.label);
  const sure = span("sure", percent.format(suggestion.probability));
  if (!suggestion.proposed) sure.append(span("unseen", ", peu probable"));
  const bar = span("bar", "");
  bar.setAttribute("aria-hidden", "true");
  const filled = document.createElement("i");
  filled.style.width = `${Math.round(100 * suggestion.probability)}%`;
  bar.append(filled);
  element.append(tick, label, bar, sure);
  return element;
}

function span(name, text) {
  const element = document.createElement("span");
  element.className = name;
  element.textContent = text;
  return element;
}

function move(event, buttons) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const here = buttons.indexOf(document.activeElement);
  buttons[(here + step + buttons.length) % buttons.length].focus();
}
