/** Strings that break stores which paste or half-escape: each has to come back exactly as it went in. */
export const nastyStrings: readonly string[] = [
  '',
  ' ',
  "'",
  "''",
  "\\'",
  '\\',
  '\\\\',
  '\\N',
  'NULL',
  '"double"',
  '`back`',
  'line\nbreak',
  'carriage\r\nreturn',
  'tab\tstop',
  'nul\0byte',
  '\b\f\v\u001f\u007f',
  "'); drop table students; --",
  '-- comment',
  '/* comment */',
  '{name:String}',
  '$tag$ $$',
  '[1,2]',
  "['a','b']",
  'a;b',
  '%27%20+&=#?',
  '--boundary\r\nContent-Disposition: form-data; name="query"\r\n\r\nselect 1',
  '\\x41\\u0041\\t',
  '行政许可·不动产登记',
  '𠮷野家 🏛️ e\u0301',
  '\ufeffbom',
  '\ufffd',
];

/** As many different ones as asked for. */
export function manyNastyStrings(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${nastyStrings[index % nastyStrings.length]}${index}`);
}
