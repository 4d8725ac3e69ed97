/** What moves a terminal's cursor, colours it or turns its text around; tabs and line ends do not. */
const UNSEEN = /(?![\t\n])[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/**
 * A text as it may be printed: what somebody wrote into a tag must not act in the terminal of whoever
 * reads it. JSON stays JSON of the same value.
 */
export const visibleText = (text: string): string =>
  text.replaceAll(UNSEEN, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`);
