/**
 * Where a key leads from a cell of a grid (WAI-ARIA grid pattern). Only cells with something to act on are stops; a cell may hold
 * several, which follow one another.
 */
export interface Stop {
  row: number;
  column: number;
  /** Place among the stops of its cell, from the last, which is the figure itself. */
  fromLast: number;
}

const PAGE_ROWS = 10;

/** The stop a key leads to, as its place among them all; null where the key means nothing here or leads nowhere. */
export function walk(stops: readonly Stop[], at: number, key: string, isWhole = false): number | null {
  const from = stops[at];
  if (from === undefined) return null;
  const ofRow = stops.flatMap(({ row }, place) => (row === from.row ? [place] : []));
  const to = ((): number | undefined => {
    switch (key) {
      case 'ArrowLeft':
        return ofRow[ofRow.indexOf(at) - 1];
      case 'ArrowRight':
        return ofRow[ofRow.indexOf(at) + 1];
      case 'Home':
        return isWhole ? 0 : ofRow[0];
      case 'End':
        return isWhole ? stops.length - 1 : ofRow.at(-1);
      case 'ArrowUp':
      case 'ArrowDown':
      case 'PageUp':
      case 'PageDown':
        return vertical(stops, from, key);
      default:
        return undefined;
    }
  })();
  return to === undefined || to === at ? null : to;
}

/** In the row so many further, or the last there is: the stop nearest to the column. */
function vertical(stops: readonly Stop[], from: Stop, key: string): number | undefined {
  const isDown = key.endsWith('Down');
  const rows = [...new Set(stops.map(({ row }) => row))]
    .filter((row) => (isDown ? row > from.row : row < from.row))
    .sort((a, b) => (isDown ? a - b : b - a));
  const row = key.startsWith('Page') ? (rows[PAGE_ROWS - 1] ?? rows.at(-1)) : rows[0];
  const away = ({ column, fromLast }: Stop) =>
    100 * Math.abs(column - from.column) + Math.abs(fromLast - from.fromLast);
  return stops
    .flatMap((stop, place) => (stop.row === row ? [{ place, away: away(stop) }] : []))
    .sort((a, b) => a.away - b.away)[0]?.place;
}
