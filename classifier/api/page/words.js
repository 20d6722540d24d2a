// French for figures: how sure, how many, lists of words.

const percent = new Intl.NumberFormat("fr", { style: "percent", maximumFractionDigits: 0 });
const list = new Intl.ListFormat("fr", { type: "conjunction" });
const plural = new Intl.PluralRules("fr");
// from which probability a word fits; they are calibrated, so « probable » comes true more often than not
const SURE = [
  [0.95, "presque sûr"],
  [0.75, "très probable"],
  [0.5, "probable"],
  [0.2, "possible"],
  [0, "peu probable"],
];

/** Return how sure a probability is: « presque sûr ». */
export const inWords = (probability) => SURE.find(([from]) => Math.round(100 * probability) >= 100 * from)[1];

/** Return a part of one as « 93 % ». */
export const asPercent = (part) => percent.format(part);

/** Return words as « a, b et c ». */
export const together = (words) => list.format(words);

/** Return « 1 proposé », « 3 proposés »: one(1, "proposé", "proposés"). */
export const count = (number, one, many) => `${number} ${plural.select(number) === "one" ? one : many}`;

/** Return a text whose signs stay with their words: no line begins with « : », none ends with an opening quote. */
export const typeset = (text) =>
  text.replace(/ ([:»])/g, "\u00a0$1").replace(/« /g, "«\u00a0").replace(/ ([;!?])/g, "\u202f$1");

/** Return a sentence that begins as sentences do. */
export const capitalised = (sentence) => sentence.charAt(0).toUpperCase() + sentence.slice(1);

/** Return some words in French quotes. */
export const quoted = (words) => `«\u00a0${words}\u00a0»`;

/** Return « 1er », « 2e ». */
export const rank = (number) => (number === 1 ? "1er" : `${number}e`);
