/**
 * `mingcha generate`: a city's events over a period, its directory, and beside them the ledger of true answers.
 *
 * Truth first: each case is planned, then told as events, and the ledger sums the plans. The stream has what real
 * streams have: duplicates, late and out-of-order arrivals, corrections, retractions. Same options, same bytes.
 * Memory holds the cases under way and the ledger's counters, so six million cases are as good as twenty thousand.
 */
import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { makeDirectory } from '@mingcha/sql';
import { ArrivalOrder } from './arrival-order.ts';
import { buildCity } from './build-city.ts';
import { CaseDrawer } from './case-drawer.ts';
import { Teller } from './case-events.ts';
import { DAY } from './case-plan.ts';
import type { City } from './city.ts';
import { casesPerDay } from './day-plan.ts';
import { directoryFiles } from './directory-files.ts';
import { DEMO_SOURCE } from './founded-city.ts';
import { Ledger } from './ledger.ts';
import { ledgerJson } from './ledger-file.ts';
import { nationalCalendar } from './national-calendar.ts';
import { numbering } from './numbering.ts';
import { Random } from './random.ts';
import { type CalendarDay, dayOf, isoOf, WorkingDays } from './working-days.ts';

export interface StreamOptions {
  cases: number;
  seed: number;
  /** First and last day on which cases begin, ISO. Default: the year that ends on 2026-02-28. */
  from?: string;
  to?: string;
  /** Moment the ledger looks from, RFC 3339 with +08:00, on day `to`; nothing later is told. Default: 17:30 of `to`. */
  asOf?: string;
  /** False: count nothing (for streams of which only the events are wanted). */
  withLedger?: boolean;
  /** Default: the national calendar. */
  calendar?: readonly CalendarDay[];
}

export interface CityStream {
  city: City;
  ledger: Ledger;
  /** As of, RFC 3339. */
  asOf: string;
  from: string;
  to: string;
  /** NDJSON lines in order of arrival, in pieces of whole lines. */
  pieces: Generator<Buffer>;
  /** What has been produced so far. */
  progress: { cases: number; events: number };
}

const DEFAULT_TO = '2026-02-28';

/** What was asked for cannot be made; the sentence names the option. */
export class GenerateError extends Error {
  override name = 'GenerateError';
}

function dayGiven(option: string, iso: string): number {
  try {
    return dayOf(iso);
  } catch {
    throw new GenerateError(`${option} ${iso} is not a day. Write it like 2026-03-02.`);
  }
}

/** Days before `day` that make it a year's last. */
function yearBefore(iso: string): string {
  const date = new Date(`${iso}T00:00:00Z`);
  date.setUTCFullYear(date.getUTCFullYear() - 1);
  return isoOf(date.getTime() / 86_400_000 + 1);
}

function localSeconds(moment: string, to: string): number {
  const ms = Date.parse(moment);
  const local = Math.floor(ms / 1000) + 8 * 3600;
  if (Number.isNaN(ms) || Math.floor(local / DAY) !== dayOf(to)) {
    throw new GenerateError(
      `--as-of '${moment}' must be a moment on the last day, ${to}. Write it like ${to}T17:30:00+08:00.`,
    );
  }
  return local;
}

/** The moment the ledger looks from, RFC 3339: nothing later is told. */
export function lastMoment({ asOf, to = DEFAULT_TO }: Pick<StreamOptions, 'asOf' | 'to'>): string {
  return asOf ?? `${to}T17:30:00+08:00`;
}

/** The stream itself, lazily: pull `pieces` to the end, then read the ledger. */
export function cityStream(options: StreamOptions): CityStream {
  const { cases, seed, to = DEFAULT_TO, withLedger = true } = options;
  if (!Number.isInteger(cases) || cases < 1) throw new GenerateError(`--cases ${cases} is not a whole number above 0.`);
  const last = dayGiven('--to', to);
  const from = options.from ?? yearBefore(to);
  const first = dayGiven('--from', from);
  if (first > last) throw new GenerateError(`--from ${from} lies after --to ${to}: the period has no day.`);
  const asOf = lastMoment(options);
  const until = localSeconds(asOf, to);
  const calendar = new WorkingDays(options.calendar ?? nationalCalendar());
  const city = buildCity({ seed, changesOn: isoOf(first + Math.floor((last - first) / 2)) });
  const ledger = new Ledger({ city, calendar, from: first, asOf: until });
  const drawer = new CaseDrawer({ city, calendar, seed, unfinished: { at: until, share: 0.03 } });
  const teller = new Teller({ source: DEMO_SOURCE, until });
  const progress = { cases: 0, events: 0 };

  function* pieces(): Generator<Buffer> {
    const order = new ArrivalOrder(3600);
    const sink = (arrivesAt: number, line: string) => {
      progress.events += 1;
      order.add(arrivesAt, line);
    };
    const days = Array.from({ length: last - first + 1 }, (_, i) => first + i);
    const counts = casesPerDay(cases, days, calendar, seed);
    for (const [i, day] of days.entries()) {
      const random = new Random('day', seed, day);
      const name = numbering(day);
      for (let left = counts[i]!; left > 0; left -= 1) {
        const moment = drawer.applicationMoment(random, day);
        // Applied early enough to be in the stream at all.
        const latest = until - 1800;
        const receivedAt =
          moment <= latest ? moment : day * DAY + Math.floor(random.next() * Math.max(1, latest - day * DAY));
        const plan = drawer.draw(random, receivedAt, name);
        const entry = teller.tell(plan, random, sink);
        if (withLedger) ledger.add(plan, entry);
        progress.cases += 1;
      }
      ledger.cards.through(day);
      yield* order.before((day + 1) * DAY);
    }
    ledger.cards.finish();
    yield* order.rest();
  }
  return { city, ledger, asOf, from, to, pieces: pieces(), progress };
}

export interface GenerateOptions extends StreamOptions {
  /** Directory to write to; made when missing. */
  out: string;
  /** Write events.ndjson.gz instead of events.ndjson. */
  gzip?: boolean;
  /** Told now and then how far it is. */
  onProgress?: (progress: { cases: number; events: number; of: number }) => void;
}

export interface Generated {
  cases: number;
  events: number;
  eventsFile: string;
  directory: string;
  ledgerFile: string | null;
  asOf: string;
}

/** Writes directory/*.csv, events.ndjson[.gz] and ledger.json to `out`. */
export async function generate(options: GenerateOptions): Promise<Generated> {
  const { out, gzip = false, withLedger = true } = options;
  const stream = cityStream(options);
  const directory = path.join(out, 'directory');
  makeDirectory(directory);
  for (const [name, text] of Object.entries(directoryFiles(stream.city)))
    await writeFile(path.join(directory, name), text);

  const eventsFile = path.join(out, gzip ? 'events.ndjson.gz' : 'events.ndjson');
  const lines = function* () {
    for (const piece of stream.pieces) {
      options.onProgress?.({ ...stream.progress, of: options.cases });
      yield piece;
    }
  };
  const target = createWriteStream(eventsFile, { highWaterMark: 1 << 20 });
  const source = Readable.from(lines(), { objectMode: true, highWaterMark: 4 });
  if (gzip) await pipeline(source, createGzip({ level: 3 }), target);
  else await pipeline(source, target);

  let ledgerFile: string | null = null;
  if (withLedger) {
    ledgerFile = path.join(out, 'ledger.json');
    await pipeline(Readable.from(ledgerJson(stream, options.seed)), createWriteStream(ledgerFile));
  }
  return { ...stream.progress, eventsFile, directory, ledgerFile, asOf: stream.asOf };
}
