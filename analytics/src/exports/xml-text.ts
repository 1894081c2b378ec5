/** What office files cannot hold, in the one place all of them take it from. */

/** Characters XML cannot hold: controls, halves of a pair, and two that are none. */
const FORBIDDEN = /(?![\t\n\r])\p{Cc}|\p{Cs}|[\ufffe\uffff]/gu;

/** The text with a mark for each character that would keep the file from opening. */
export const holdable = (text: string): string => text.replace(FORBIDDEN, '\ufffd');
