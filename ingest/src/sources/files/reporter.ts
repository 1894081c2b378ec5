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

/** Rows a second and seconds left of a file; neither is known before there is something to compare with. */
export interface Pace {
  rowsPerSecond: number | undefined;
  secondsLeft: number | undefined;
}

/**
 * The pace from the first progress of a file on. What lies before it says nothing: after a resume most of the bytes were
 * skipped, which is many times as fast as reading them.
 */
function openPace(clock: () => number): (progress: Progress) => Pace {
  let first: { file: string; at: number; rows: number; bytes: number } | undefined;
  return ({ file, rows, bytes, totalBytes }) => {
    const at = clock();
    if (first?.file !== file) first = { file, at, rows, bytes };
    const seconds = (at - first.at) / 1000;
    const bytesRead = bytes - first.bytes;
    return {
      rowsPerSecond: seconds > 0 ? Math.round((rows - first.rows) / seconds) : undefined,
      secondsLeft: seconds > 0 && bytesRead > 0 ? Math.round(((totalBytes - bytes) / bytesRead) * seconds) : undefined,
    };
  };
}

function duration(seconds: number): string {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  if (hours > 0) return `${hours} h ${minutes} min`;
  return minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`;
}

function barReporter(stream: NodeJS.WritableStream, clock: () => number): Reporter {
  let bar: SingleBar | undefined;
  let file: string | undefined;
  const paceOf = openPace(clock);
  const stop = () => {
    bar?.stop();
    bar = undefined;
    file = undefined;
  };
  return {
    progress(progress) {
      const pace = paceOf(progress);
      if (file !== progress.file || !bar) {
        stop();
        file = progress.file;
        bar = new SingleBar({
          stream: stream as NodeJS.WriteStream,
          format: '{file} [{bar}] {percentage} % | {rows} rows, {rate} rows/s | {rejected} rejected | {left} left',
          barCompleteChar: '█',
          barIncompleteChar: '░',
          hideCursor: true,
          fps: 5,
        });
        bar.start(progress.totalBytes, 0, payload(progress, pace));
      }
      bar.update(progress.bytes, payload(progress, pace));
    },
    say(sentence) {
      stop();
      stream.write(`${sentence}\n`);
    },
    stop,
  };
}

function payload(progress: Progress, { rowsPerSecond, secondsLeft }: Pace): Record<string, string> {
  return {
    file: progress.file.split('/').at(-1)!,
    rows: number.format(progress.rows),
    rate: rowsPerSecond === undefined ? '–' : number.format(rowsPerSecond),
    rejected: number.format(progress.rejected),
    left: secondsLeft === undefined ? '–' : duration(secondsLeft),
  };
}

function lineReporter(stream: NodeJS.WritableStream, clock: () => number): Reporter {
  let file: string | undefined;
  let said = 0;
  const paceOf = openPace(clock);
  return {
    progress(progress) {
      const now = clock();
      const pace = paceOf(progress);
      if (file !== progress.file) {
        file = progress.file;
        said = now;
      }
      if (now - said < EVERY_MILLISECONDS) return;
      said = now;
      const percent = progress.totalBytes > 0 ? Math.round((progress.bytes / progress.totalBytes) * 100) : 100;
      const { rate, rows, rejected, left } = payload(progress, pace);
      stream.write(`${file}: ${percent} %, ${rows} rows, ${rate} rows/s, ${rejected} rejected, ${left} left\n`);
    },
    say(sentence) {
      stream.write(`${sentence}\n`);
    },
    stop: () => undefined,
  };
}
