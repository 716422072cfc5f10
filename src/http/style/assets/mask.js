// A coarse mask for what the browser keeps while the server does not know it yet: drafts, and records on their way.
//
// The server masks what it is sent, and well; a question on the screen comes back from it masked and is kept so. What it
// has not seen is kept in memory as it was typed, and on this machine only as this leaves it. So this takes out too
// much rather than too little: every number of six digits, however it is written, whatever looks like an address, and
// every word with a capital that is no street.

const UNSEEN = /[\u00ad\u034f\u061c\u115f\u1160\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0]/g;

const NUMERALS =
  "zero|jeden|dwa|trzy|cztery|pi[eę][cć]|sze[sś][cć]|siedem|osiem|dziewi[eę][cć]|\\p{L}+na[sś]cie|dziesi[eę][cć]|\\p{L}+dzie[sś]ci|\\p{L}+dzie[sś]cia|\\p{L}+dziesi[aą]t|sto|dwie[sś]cie|\\p{L}+sta|\\p{L}+set";

const PEOPLE =
  "nazywam\\s+si[eę]|nazwisko|imi[eę]|pan|pani|pana|panu|pa[nń]stwo|s[aą]siad\\p{L}*|[zż]on\\p{L}|m[aą][zż]|syn|c[oó]rk\\p{L}|matk\\p{L}|mam\\p{L}|ojciec|tata|brat|siostra|dzwoni|m[oó]wi|tu";

const FORMS = [
  [/[\p{L}\p{Nd}"„”._%+-]+\s*(?:@|[([{]\s*(?:at|ma[lł]pa|@)\s*[)\]}]|\s(?:ma[lł]pa|at)\s)\s*[\p{L}\p{Nd}.\s-]*/giu, "[e-mail]"],
  [/(?:(?<!\p{L})\p{L}{1,3}[\s-]?)?\p{Nd}(?:[^\p{L}\p{Nd}]{0,3}[\p{Nd}OolI]){5,}/gu, "[numer]"],
  [/(?<![\p{L}\p{Nd}])\p{L}{1,3}[\s-]?(?=[\p{L}]{0,4}\p{Nd}[\p{L}]*\p{Nd})[\p{L}\p{Nd}]{4,6}(?![\p{L}\p{Nd}])/gu, "[numer]"],
  [/(?<=\p{Nd}\p{L}?\s*)(?:\/|,?\s*(?:m|mieszkanie|lok|lokal)\.?\s*(?:nr\s*)?)\p{Nd}{1,3}\p{L}?/giu, " [lokal]"],
  [new RegExp(`(?<!\\p{L})(?:(?:${NUMERALS})(?:[\\s,.-]+(?:i\\s+)?|$)){4,}`, "giu"), "[numer] "],
  [new RegExp(`(?<!\\p{L})(${PEOPLE})([\\s:.-]+)(?!\\[)\\p{L}{3,}(?:[\\s-]+\\p{L}{3,})?`, "giu"), "$1$2[imię i nazwisko]"],
  // A word with a capital beside another, or in the middle of a sentence; a street may be told.
  [/(?<![\p{L}.])\p{Lu}[\p{L}'’-]+(?:[\s,_-]+\p{Lu}[\p{L}'’-]+)+/gu, "[imię i nazwisko]"],
  [/(?<=[\p{L}\p{Nd},:]\s+)(?<!(?:ul|al|os|pl|ulica|ulicy|rondo|rondzie|rynek|plac|placu|przy|na)\.?\s+)\p{Lu}[\p{L}'’-]{2,}/gu, "[imię i nazwisko]"],
];

export const mask = (text) => {
  const seen = text.normalize("NFKC").replace(UNSEEN, "");
  const masked = FORMS.reduce((left, [form, name]) => left.replace(form, name), seen);
  return masked === seen ? text : masked;
};
