/**
 * A name cut in its middle: units of one office differ at the end, 市市场监督管理局许可窗口 and 注册窗口, and those of one kind at
 * the beginning. `most` counts the sign for what is left out, too.
 */
export function shortName(name: string, most: number): string {
  const signs = [...name];
  if (signs.length <= most) return name;
  const tail = Math.floor((most - 1) / 2);
  return `${signs.slice(0, most - 1 - tail).join('')}…${signs.slice(-tail).join('')}`;
}
