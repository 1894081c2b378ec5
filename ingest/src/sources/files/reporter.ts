/** Progress for the person who waits: a bar on a terminal, else a plain line every few seconds. */

import { SingleBar } from 'cli-progress';
import type { Progress } from './ingest-files.ts';

const EVERY_MILLISECONDS = 5_000;
const number = new Intl.NumberFormat('en-US');

export interface Reporter {
  progress(progress: Progress): void;
  /** A sentence between the progress, such as why nothing moves. */
  say(sentence: string): void;
  stop(): void;
}

export function openReporter(
  stream: NodeJS.WriteStream | NodeJS.WritableStream,
  clock: () => number = () => Date.now(),
): Reporter {
  return 'isTTY' in stream && stream.isTTY ? barReporter(stream, clock) : lineReporter(stream, clock);
}

/** Rows a second and seconds left of a file, from what has been read of it since it was begun. */
export function paceOf(progress: Progress, milliseconds: number): { rowsPerSecond: number; secondsLeft: number } {
  const seconds = Math.max(milliseconds, 1) / 1000;
  const left = progress.bytes > 0 ? ((progress.totalBytes - progress.bytes) / progress.bytes) * seconds : 0;
  return { rowsPerSecond: Math.round(progress.rows / seconds), secondsLeft: Math.max(0, Math.round(left)) };
}

function duration(seconds: number): string {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  if (hours > 0) return `${hours} h ${minutes} min`;
  return minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`;
}

function barReporter(stream: NodeJS.WritableStream, clock: () => number): Reporter {
  let bar: SingleBar | undefined;
  let file: string | undefined;
  let begun = 0;
  const stop = () => {
    bar?.stop();
    bar = undefined;
    file = undefined;
  };
  return {
    progress(progress) {
      if (file !== progress.file || !bar) {
        stop();
        file = progress.file;
        begun = clock();
        bar = new SingleBar({
          stream: stream as NodeJS.WriteStream,
          format: '{file} [{bar}] {percentage} % | {rows} rows, {rate} rows/s | {rejected} rejected | {left} left',
          barCompleteChar: '█',
          barIncompleteChar: '░',
          hideCursor: true,
          fps: 5,
        });
        bar.start(progress.totalBytes, 0, payload(progress, 0));
      }
      bar.update(progress.bytes, payload(progress, clock() - begun));
    },
    say(sentence) {
      stop();
      stream.write(`${sentence}\n`);
    },
    stop,
  };
}

function payload(progress: Progress, milliseconds: number): Record<string, string> {
  const { rowsPerSecond, secondsLeft } = paceOf(progress, milliseconds);
  return {
    file: progress.file.split('/').at(-1)!,
    rows: number.format(progress.rows),
    rate: number.format(rowsPerSecond),
    rejected: number.format(progress.rejected),
    left: duration(secondsLeft),
  };
}

function lineReporter(stream: NodeJS.WritableStream, clock: () => number): Reporter {
  let file: string | undefined;
  let begun = 0;
  let said = 0;
  return {
    progress(progress) {
      const now = clock();
      if (file !== progress.file) {
        file = progress.file;
        begun = now;
        said = now;
      }
      if (now - said < EVERY_MILLISECONDS) return;
      said = now;
      const percent = progress.totalBytes > 0 ? Math.round((progress.bytes / progress.totalBytes) * 100) : 100;
      const { rate, rows, rejected, left } = payload(progress, now - begun);
      stream.write(`${file}: ${percent} %, ${rows} rows, ${rate} rows/s, ${rejected} rejected, ${left} left\n`);
    },
    say(sentence) {
      stream.write(`${sentence}\n`);
    },
    stop: () => undefined,
  };
}
