// Makes elements. Text goes in as text: whatever an article holds, nothing of it is read as markup.

export const byId = (id) => document.getElementById(id);

/**
 * Return a new element: element("button", { type: "button", class: "plain", onclick: go }, "Aller").
 *
 * Properties whose names begin with "on" listen, `dataset` is an object, false and null leave an attribute out,
 * true sets it empty; the rest are attributes.
 */
export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (key === "dataset") Object.assign(made.dataset, value);
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

/** Return a bar that is filled up to a part of one; it repeats what is said in words beside it. */
export function bar(part) {
  const filled = element("i");
  filled.style.width = `${Math.round(100 * part)}%`; // a style attribute in markup would be refused by our policy
  return element("span", { class: "bar", "aria-hidden": "true" }, filled);
}

/** Whether someone is writing there, so that letters are letters and not shortcuts. */
export function isWriting(target) {
  return target instanceof HTMLElement && target.matches("textarea, select, input:not([type=checkbox], [type=range])");
}
