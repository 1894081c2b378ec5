/** What a run did, in words that can be trusted, and the exit code that goes with it. */
import type { IngestSummary } from './ingest-files.ts';

const number = new Intl.NumberFormat('en-US');
const count = (value: number, one: string, many = `${one}s`) => `${number.format(value)} ${value === 1 ? one : many}`;

/** 0 all good, 2 some rows or events refused, by this run or an earlier one, 1 a file failed, was not read to its end or not begun. */
export function exitCode(summary: IngestSummary): 0 | 1 | 2 {
  const isWhole = summary.files.every(({ outcome }) => outcome !== 'failed' && outcome !== 'stopped');
  if (!isWhole || summary.notBegun.length > 0) return 1;
  return summary.files.some(({ rejected, rejectedBefore }) => rejected + rejectedBefore > 0) ? 2 : 0;
}

export function summaryText(summary: IngestSummary, seconds: number): string {
  const lines: string[] = [];
  const total = { rows: 0, stored: 0, known: 0, rejected: 0, silent: 0 };
  for (const file of summary.files) {
    total.rows += file.rows;
    total.stored += file.stored;
    total.known += file.known;
    total.rejected += file.rejected;
    total.silent += file.silentRows;
    const before = count(file.rowsBefore, 'row');
    if (file.outcome === 'already_done') {
      lines.push(
        file.rowsBefore === 0
          ? `${file.file}: read to its end before; nothing was read again. --again reads it anew.`
          : `${file.file}: all of its ${before} were read before; nothing was read again. --again reads it anew.`,
      );
    } else if (file.rowsBefore > 0) lines.push(`${file.file}: went on after ${before} read before.`);
    if (file.rejectedBefore > 0) {
      const were = file.rejectedBefore === 1 ? 'was' : 'were';
      lines.push(
        `${file.file}: ${count(file.rejectedBefore, 'line')} of this file ${were} refused earlier; see /api/v1/rejects.`,
      );
    }
    if (file.outcome === 'failed') lines.push(`${file.file}: failed. ${file.error?.message ?? ''}`);
    if (file.outcome === 'stopped') {
      lines.push(
        summary.canGoOn
          ? `${file.file}: stopped. The same command goes on after row ${number.format(file.rowsBefore + file.rows)}.`
          : `${file.file}: stopped. The same command sends it again from its start; what arrived is known and counts once.`,
      );
    }
  }
  if (summary.notBegun.length > 0) lines.push(`${count(summary.notBegun.length, 'file')} after it not begun.`);
  const rate = seconds > 0 ? Math.round((total.stored + total.known) / seconds) : 0;
  lines.push(
    `${count(total.rows, 'row')} read: ${count(total.stored, 'event')} stored, ${number.format(total.known)} already known, ${number.format(total.rejected)} rejected, in ${seconds.toFixed(1)} s (${number.format(rate)} events/s).`,
  );
  if (total.silent > 0) lines.push(`${count(total.silent, 'row')} made no event, as no “when” of the mapping held.`);
  for (const { count: times, code, field, example } of summary.reasons.slice(0, 3)) {
    lines.push(
      `  ${number.format(times)} × ${code}${field ? ` in ${field}` : ''}, first in ${example.file} line ${example.line}: ${example.message}`,
    );
  }
  if (summary.reasons.length > 3) lines.push(`  and ${count(summary.reasons.length - 3, 'other reason')}.`);
  return lines.join('\n');
}
