/** Words: every phrase in the reader's language, and numbers as text by the rules of `sipabm.language`. */

export const LANGUAGES = { en: "English", da: "Dansk" };
const MOST_DECIMALS = 3;
const ROUNDED_TO_TWO = 1.95; // from here on a first digit is 2
const NOTHING = "–"; // where there is no number
const MINUS = "−";
const book = { phrases: {}, language: "en", money: { factor: 1, unit: {} } };

/** Take the book of phrases, each by its key in all languages, and in what money is told; both stay until others come. */
export function read(phrases, money) {
  Object.assign(book, { phrases, money });
}

/** Speak a language. */
export function speak(language) {
  book.language = language;
}

/** Return what amounts in million USD are multiplied by. */
export function moneyFactor() {
  return book.money.factor;
}

/** Return the language that is spoken. */
export function spoken() {
  return book.language;
}

/** Return a phrase with what stands in its {places}; {unit} is that of money. */
export function say(key, places = {}) {
  const phrase = book.phrases[key];
  if (!phrase) throw new Error(`no phrase '${key}'`);
  const known = { unit: book.money.unit[book.language], ...places };
  return phrase[book.language].replace(/\{(\w+)\}/g, (_, name) => known[name]);
}

/** Return whether there is a phrase of a key. */
export function isPhrase(key) {
  return key in book.phrases;
}

/** Return a text with its first letter large. */
export function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Return names as a list in a sentence. */
export function listed(names) {
  if (names.length < 2) return names.join("");
  return say("list.and", { first: names.slice(0, -1).join(", "), last: names.at(-1) });
}

/** Return a number with so many decimals, and no sign before a zero. */
export function number(value, digits = 0, sign = false) {
  if (!Number.isFinite(value)) return NOTHING;
  const [whole, part] = Math.abs(value).toFixed(digits).split(".");
  const isZero = Number(`${whole}.${part ?? 0}`) === 0;
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, book.language === "da" ? "." : ",");
  const text = part ? grouped + (book.language === "da" ? "," : ".") + part : grouped;
  return (isZero ? "" : value < 0 ? MINUS : sign ? "+" : "") + text;
}

/** Return a value that stands without an interval: large and whole ones without decimals. */
export function plain(value) {
  const size = Math.abs(value);
  return number(value, size >= 100 || Number.isInteger(value) ? 0 : size >= 1 ? 1 : 2);
}

/** Return a share in percent. */
export function percent(share, digits = 0) {
  return `${number(100 * share, digits)} %`;
}

/** Return the decimals for half an interval's first digit, a second one after a 1, and for an end beside zero. */
export function decimals(low, high) {
  const half = (high - low) / 2;
  if (!(half > 0)) return 1;
  const fromZero = Math.max(low, -high, 0);
  const power = 10 ** Math.floor(Math.log10(half));
  const digits = firstDigit(half < ROUNDED_TO_TWO * power ? half / 10 : half);
  // An end just beside zero would be rounded to it, and a finding would look like noise.
  return fromZero && Number(fromZero.toFixed(digits)) === 0 ? firstDigit(fromZero) : digits;
}

/** Return how many decimals show the first digit of a number, three at most. */
function firstDigit(size) {
  return Math.min(MOST_DECIMALS, Math.max(0, -Math.floor(Math.log10(size))));
}

/** Return a difference with its interval, times a factor: '+5.2 (+3.9 to +6.5)'. */
export function change({ difference, low, high }, factor = 1) {
  const digits = decimals(factor * low, factor * high);
  const [value, from, to] = [difference, low, high].map((end) => number(factor * end, digits, true));
  return Number.isNaN(low) ? value : say("number.interval", { value, low: from, high: to });
}
