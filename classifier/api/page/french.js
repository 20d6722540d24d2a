// How French writes numbers, shares and days.

const whole = new Intl.NumberFormat("fr");
const share = new Intl.NumberFormat("fr", { style: "percent", maximumFractionDigits: 0 });
const fine = new Intl.NumberFormat("fr", { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 });
const day = new Intl.DateTimeFormat("fr", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
const shortDay = new Intl.DateTimeFormat("fr", { day: "numeric", month: "short", timeZone: "UTC" });

export const number = (value) => whole.format(value);

/** Return a part of one as per cent, or a dash where nothing is known. */
export const percent = (value) => (value === null || value === undefined ? "–" : share.format(value));

export const finePercent = (value) => fine.format(value);

export const dayOf = (value) => day.format(new Date(value)).replace(/^1 /, "1er ");

export const shortDayOf = (value) => shortDay.format(new Date(value)).replace(/^1 /, "1er ");

/** Return how many there are of something, its name in the plural from two on: count(2, "article"). */
export function count(value, one, many = `${one}s`) {
  return `${number(value)} ${Math.abs(value) < 2 ? one : many}`;
}

/** Return a text without accents and capitals, to search in. */
export const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replaceAll("’", "'").toLowerCase();
