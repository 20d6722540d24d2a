// Finds tags by any of their names, with or without accents, from the beginnings of words.

const SIZE = 8; // names shown at once
const LIGATURES = { œ: "oe", æ: "ae" };

/** Return a text without case, accents, ligatures and punctuation. */
export function fold(text) {
  const plain = text.toLowerCase().replace(/[œæ]/g, (one) => LIGATURES[one]);
  return plain.normalize("NFD").replace(/\p{M}/gu, "").replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

/** Return the tags that a query finds, best first: { tag, name, kind }, the name by which each was found. */
export function find(tags, query) {
  const asked = fold(query);
  if (!asked) return [];
  const found = tags.map((tag) => best(tag, asked)).filter(Boolean);
  return found.sort((a, b) => a.rank - b.rank || b.tag.count - a.tag.count).slice(0, SIZE);
}

function best(tag, asked) {
  const names = [
    ["", [tag.label]],
    ["synonyme", tag.synonyms],
    ["ancien nom", tag.former],
    ["nom venu ensuite", tag.later],
  ];
  let result = null;
  names.forEach(([kind, some], order) => {
    for (const name of some) {
      const fit = fits(fold(name), asked);
      if (fit === null) continue;
      const rank = 10 * fit + order;
      if (!result || rank < result.rank) result = { tag, name, kind, rank };
    }
  });
  return result;
}

// 0: the very name; 1: its beginning; 2: beginnings of its words; 3: somewhere in it
function fits(name, asked) {
  if (name === asked) return 0;
  if (name.startsWith(asked)) return 1;
  const words = name.split(" ");
  if (asked.split(" ").every((part) => words.some((word) => word.startsWith(part)))) return 2;
  return asked.length > 2 && name.includes(asked) ? 3 : null;
}
