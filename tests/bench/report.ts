/** What was measured, as Markdown. Goals stand beside the figures; nothing here judges them. */

export interface Line {
  what: string;
  value: string;
  /** Against what it is compared with on the same rows. */
  ratio?: string;
  goal?: string;
  note?: string;
}

export function whole(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

export function ms(value: number): string {
  return `${value < 10 ? value.toFixed(1) : whole(value)} ms`;
}

export function rate(events: number, seconds: number): string {
  return `${whole(events / seconds)} events/s`;
}

export function mebibytes(bytes: number): string {
  return `${whole(bytes / 2 ** 20)} MiB`;
}

export function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}

export function table(title: string, lines: readonly Line[]): string {
  const columns = ['what', 'value', 'ratio', 'goal', 'note'] as const;
  const used = columns.filter((column) => column === 'what' || lines.some((line) => line[column]));
  return grid(
    title,
    used.map((column) => (column === 'what' ? '' : column === 'value' ? 'measured' : column)),
    lines.map((line) => used.map((column) => line[column] ?? '')),
  );
}

export function grid(title: string, heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [`\n### ${title}\n`, row(heads), row(heads.map((_, i) => (i === 0 ? '---' : '---:'))), ...rows.map(row)].join(
    '\n',
  );
}
