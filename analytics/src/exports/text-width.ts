/** How wide text stands, in digits: a Chinese character takes two. */
export function digitsOf(text: string): number {
  let width = 0;
  for (const character of text) width += character.codePointAt(0)! > 0x2e7f ? 2 : 1;
  return width;
}
