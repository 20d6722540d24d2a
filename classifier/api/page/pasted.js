// What a pasted text is: the source of a page, or an article whose first line is its title.

const LONGEST_TITLE = 250; // characters; a longer first line is a paragraph
const LONGEST_DAY = 120; //   of the line that holds the day: « mardi 3 avril 2012, par … »
const HEAD = 4; // lines among which the day stands
const MONTHS = "janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre".split("|");
const LONG = new RegExp(`(?:^|\\D)(\\d{1,2})(?:er)? (${MONTHS.join("|")}) (\\d{4})(?:\\D|$)`);
const NUMBERS = /(?:^|[^\d/])(\d{1,2})\/(\d{1,2})\/(\d{4})(?:[^\d/]|$)/;

/** Whether a text is the source of a page: it begins as one, and is not an article that speaks of HTML. */
export function isSource(text) {
  return /^\s*(?:<\?xml[^>]*>\s*)?(?:<!doctype\s+html|<html[\s>]|<head[\s>])/i.test(text);
}

/** Return a pasted text as an article: { title, text, date }, where there are title and date to be told. */
export function articleOf(pasted) {
  const whole = pasted.replace(/\r\n?/g, "\n").trim();
  const end = whole.indexOf("\n");
  const first = whole.slice(0, end).trim();
  const date = dayOf(whole);
  if (end < 0 || first.length > LONGEST_TITLE) return { title: "", text: whole, date };
  return { title: first, text: whole.slice(end).trim(), date };
}

/** Return the day that the head of an article writes out, as YYYY-MM-DD, or "". */
export function dayOf(text) {
  for (const line of text.split("\n").filter((one) => one.trim()).slice(0, HEAD)) {
    if (line.length > LONGEST_DAY) continue;
    const plain = line.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/\s+/g, " ");
    const long = plain.match(LONG);
    const found = long ? [long[1], MONTHS.indexOf(long[2]) + 1, long[3]] : plain.match(NUMBERS)?.slice(1);
    if (found) return iso(...found.map(Number));
  }
  return "";
}

function iso(day, month, year) {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCDate() === day && date.getUTCMonth() === month - 1 ? date.toISOString().slice(0, 10) : "";
}
