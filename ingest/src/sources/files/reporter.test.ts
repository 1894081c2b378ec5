import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { Progress } from './ingest-files.ts';
import { openReporter } from './reporter.ts';

class Text extends Writable {
  text = '';
  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

const progress = (more: Partial<Progress> = {}): Progress => ({
  file: '/in/cases.csv.gz',
  bytes: 250,
  totalBytes: 1000,
  rows: 30_000,
  stored: 60_000,
  known: 0,
  rejected: 12,
  ...more,
});

describe('progress', () => {
  /** What is said of a file of 1,000,000 bytes after ten seconds at 10,000 bytes and 1,000 rows a second. */
  function afterTenSeconds(start: Partial<Progress>): string[] {
    const out = new Text();
    let now = 0;
    const reporter = openReporter(out, () => now);
    const { bytes = 0, rows = 0 } = start;
    for (; now <= 10_000; now += 1000) {
      reporter.progress(progress({ totalBytes: 1_000_000, bytes: bytes + now * 10, rows: rows + now }));
    }
    reporter.stop();
    return out.text.trimEnd().split('\n');
  }

  it('is a plain line every five seconds where there is no terminal', () => {
    expect(afterTenSeconds({ bytes: 20_000, rows: 2_000 })).toEqual([
      '/in/cases.csv.gz: 7 %, 7,000 rows, 1,000 rows/s, 12 rejected, 1 min 33 s left',
      '/in/cases.csv.gz: 12 %, 12,000 rows, 1,000 rows/s, 12 rejected, 1 min 28 s left',
    ]);
  });

  it('knows the time left after a resume: what was skipped is no measure', () => {
    // 600,000 bytes were skipped at once; the 300,000 left after ten seconds take half a minute.
    expect(afterTenSeconds({ bytes: 600_000 })).toEqual([
      '/in/cases.csv.gz: 65 %, 5,000 rows, 1,000 rows/s, 12 rejected, 35 s left',
      '/in/cases.csv.gz: 70 %, 10,000 rows, 1,000 rows/s, 12 rejected, 30 s left',
    ]);
  });

  it('says nothing of the time left before it is known', () => {
    const out = new Text();
    let now = 0;
    const reporter = openReporter(out, () => now);
    reporter.progress(progress());
    now = 6_000;
    reporter.progress(progress({ rows: 30_000 }));
    expect(out.text).toBe('/in/cases.csv.gz: 25 %, 30,000 rows, 0 rows/s, 12 rejected, – left\n');
  });

  it('is a bar on a terminal, with the file’s name, and makes way for a sentence', () => {
    const terminal = Object.assign(new Text(), { isTTY: true, columns: 120, cursorTo() {}, clearLine() {} });
    const reporter = openReporter(terminal as unknown as NodeJS.WriteStream, () => 10_000);
    reporter.progress(progress());
    reporter.say('The server is busy.');
    expect(terminal.text).toContain('cases.csv.gz [');
    expect(terminal.text).toContain('30,000 rows');
    expect(terminal.text).toMatch(/The server is busy\.\n$/);
  });
});
