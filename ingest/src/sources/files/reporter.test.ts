import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { Progress } from './ingest-files.ts';
import { openReporter, paceOf } from './reporter.ts';

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
  it('knows rows a second and the time left from what was read', () => {
    expect(paceOf(progress(), 10_000)).toEqual({ rowsPerSecond: 3000, secondsLeft: 30 });
    expect(paceOf(progress({ bytes: 0, rows: 0 }), 0)).toEqual({ rowsPerSecond: 0, secondsLeft: 0 });
  });

  it('is a plain line every five seconds where there is no terminal', () => {
    const out = new Text();
    let now = 0;
    const reporter = openReporter(out, () => now);
    for (; now <= 10_000; now += 1000) reporter.progress(progress());
    reporter.stop();
    expect(out.text.split('\n')).toEqual([
      '/in/cases.csv.gz: 25 %, 30,000 rows, 6,000 rows/s, 12 rejected, 15 s left',
      '/in/cases.csv.gz: 25 %, 30,000 rows, 3,000 rows/s, 12 rejected, 30 s left',
      '',
    ]);
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
