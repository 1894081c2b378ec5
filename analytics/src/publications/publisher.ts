/**
 * Publishes: takes what the store counts, has it counted again by the second engine, and seals it only when both agree. One at
 * a time in a process; between processes on one folder the rename decides who gets a number.
 */
import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Rule, Store } from '@mingcha/sql';
import type { Board, PublicationKind, PublishedFile, Restatement, Verification } from '../contract/index.ts';
import { BOARDS, STATISTIC_LEVELS } from '../contract/index.ts';
import { Failure } from '../failure.ts';
import { formatPeriod, type Period, parsePeriod } from '../periods/period.ts';
import type { Reader } from '../query/reader.ts';
import { periodBefore } from '../query/stretches.ts';
import { localToday, workingDayAfter } from '../rectification/due-day.ts';
import { openTurns } from '../turns.ts';
import { readmeOf } from './about.ts';
import { DEFINITIONS } from './definitions.ts';
import { ABOUT, type PublicationDocument } from './documents.ts';
import { EVIDENCE, evidenceFile } from './evidence.ts';
import { type Bundle, type Folder, nextNumber, openFolder, readBundle, sha256OfFile, writeOnce } from './folder.ts';
import { readRecords, record, recordIfMissing } from './records.ts';
import { restatementOf } from './restatement/restatement.ts';
import { RANKING, RESTATEMENT, STATISTICS } from './rows.ts';
import { objectionDays } from './settings.ts';
import { type Asked, numbersOf, type Taken, take } from './taking.ts';
import { titleOf } from './titles.ts';
import { type Recomputation, recompute } from './verification/recomputation.ts';
import { verifyBundle } from './verification/verify.ts';

/** The calendar publications are dated by. */
const CALENDAR = 'default';
const FORMAT_VERSION = 1;
/** Cases may change between one read and the next: so often it is taken again before a difference is believed. */
const TRIES = 3;

type Written = readonly PublicationDocument[];
/** As they are, or written of the numbers as of that moment: once these are agreed on, and again where they moved meanwhile. */
export type Documents = Written | ((asOf: Date) => Promise<Written>);

/** What whoever publishes says with it. */
interface Saying {
  publishedBy: string;
  title?: string;
  note?: string;
  documents?: Documents;
}

export interface Publishing extends Saying {
  kind: PublicationKind;
  period: Period;
  /** All four unless told. */
  boards?: readonly Board[];
}

/** The two engines do not agree, so nothing was published. */
export class PublicationRefused extends Error {
  readonly verification: Verification;
  constructor(verification: Verification) {
    super(verification.en);
    this.name = 'PublicationRefused';
    this.verification = verification;
  }
}

/** The period is not over, so it cannot be frozen. */
export class PeriodNotOver extends Error {
  readonly today: string;
  constructor(period: Period, today: string) {
    super(
      `${formatPeriod(period)} ends on ${period.to}, and today is ${today}; a period is published when it is over.`,
    );
    this.name = 'PeriodNotOver';
    this.today = today;
  }
}

/** Every number is as it was published. */
export class NothingToRestate extends Error {
  override readonly name = 'NothingToRestate';
}

/** What both engines agree on, in a draft, and the documents about it. */
interface Agreement {
  draft: string;
  taken: Taken;
  found: Recomputation;
  documents: Written;
}

export interface PublisherOptions {
  store: Store;
  reader: Reader;
  /** Where publications lie. */
  directory: string;
  rules: readonly Rule[];
  release: string;
  clock: () => Date;
}

export interface Publisher {
  readonly folder: Folder;
  /** Throws PeriodNotOver, PublicationRefused, and a Failure where the numbers move each time documents are written. */
  publish(publishing: Publishing): Promise<Bundle>;
  /** What the store says now beside what was published; undefined where there is no such publication. */
  restatement(number: string): Promise<Restatement | undefined>;
  /** Publishes that; undefined where there is no such publication. Throws NothingToRestate and PublicationRefused. */
  restate(number: string, saying: Saying): Promise<Bundle | undefined>;
  /** Undefined where there is no such publication. */
  verify(number: string): Promise<Verification | undefined>;
}

async function askedFor(reader: Reader, { kind, period, boards = BOARDS }: Publishing): Promise<Asked> {
  const before = await periodBefore(reader, period, {});
  return {
    period: formatPeriod(period),
    from_on: period.from,
    to_on: period.to,
    before: { from_on: before.from, to_on: before.to },
    boards: BOARDS.filter((board) => boards.includes(board)),
    levels: kind === 'notice' ? [...STATISTIC_LEVELS] : [],
  };
}

export function openPublisher(options: PublisherOptions): Publisher {
  const { store, reader, directory, clock } = options;
  const folder = openFolder(directory);
  const inTurn = openTurns(1);

  /** Undefined where the numbers moved while they were written. */
  async function documentsOf({ documents = [] }: Saying, asked: Asked, taken: Taken, asOf: Date) {
    if (typeof documents !== 'function') return documents;
    const written = await documents(asOf);
    const { rankings, statistics } = taken;
    return isDeepStrictEqual(await numbersOf(reader, asked, asOf), { rankings, statistics }) ? written : undefined;
  }

  /**
   * Takes it until both engines agree, and documents written of it say the same; throws where the engines do not, though
   * nothing arrived meanwhile.
   */
  async function agreed(asked: Asked, saying: Saying, asOf: Date): Promise<Agreement> {
    for (let tried = 1; ; tried += 1) {
      const draft = await folder.draft();
      try {
        const taken = await take(draft, asked, asOf, options);
        const found = await recompute(draft, { ...asked, ...taken }, taken);
        if (found.differences.length === 0) {
          const documents = await documentsOf(saying, asked, taken, asOf);
          if (documents !== undefined) return { draft, taken, found, documents };
          if (tried === TRIES) throw stillMoving(asked);
        } else {
          const isMoving = (await reader.watermark()) !== taken.watermark;
          if (tried === TRIES || !isMoving) throw new PublicationRefused(refusal(asked, found));
        }
      } catch (error) {
        await folder.drop(draft);
        throw error;
      }
      await folder.drop(draft);
    }
  }

  async function publish(publishing: Publishing): Promise<Bundle> {
    const { kind, period } = publishing;
    const asOf = clock();
    const today = await localToday(store, CALENDAR, asOf);
    if (period.to >= today) throw new PeriodNotOver(period, today);
    const asked = await askedFor(reader, publishing);
    const agreement = await agreed(asked, publishing, asOf);
    try {
      return await seal(agreement, { kind, asked, saying: publishing, asOf });
    } finally {
      await folder.drop(agreement.draft);
    }
  }

  async function restate(number: string, saying: Saying): Promise<Bundle | undefined> {
    const bundle = await folder.read(number);
    if (bundle === undefined) return undefined;
    const { kind, period, from_on, to_on, before, boards, levels } = bundle.manifest;
    const asked: Asked = { period, from_on, to_on, before, boards, levels };
    const asOf = clock();
    const agreement = await agreed(asked, saying, asOf);
    try {
      const restatement = await restatementOf(store, bundle, agreement.draft, agreement.taken);
      if (!restatement.differs) throw new NothingToRestate();
      return await seal(agreement, { kind, asked, saying, asOf, restatement });
    } finally {
      await folder.drop(agreement.draft);
    }
  }

  interface Sealing {
    kind: PublicationKind;
    asked: Asked;
    saying: Saying;
    asOf: Date;
    restatement?: Restatement;
  }

  /** Adds what goes with the rows and the evidence, and makes the draft a publication under the next number. */
  async function seal({ draft, taken, found, documents }: Agreement, sealing: Sealing): Promise<Bundle> {
    const { kind, asked, asOf, restatement } = sealing;
    const { publishedBy, title, note = '' } = sealing.saying;
    for (const { name, bytes } of documents) await writeOnce(join(draft, name), Buffer.from(bytes));
    if (restatement !== undefined)
      await writeOnce(join(draft, RESTATEMENT), `${JSON.stringify(restatement, null, 1)}\n`);
    await writeOnce(join(draft, ABOUT), readmeOf());
    const names = [
      RANKING,
      ...(asked.levels.length > 0 ? [STATISTICS] : []),
      ...(restatement === undefined ? [] : [RESTATEMENT]),
      ...EVIDENCE.map(evidenceFile),
      ...documents.map(({ name }) => name),
      ABOUT,
    ];
    const files = await Promise.all(names.map((name) => describe(join(draft, name))));
    const restates = restatement?.restates ?? null;
    const today = await localToday(store, CALENDAR, asOf);
    const objections_until = await workingDayAfter(store, CALENDAR, asOf, await objectionDays(store, today));
    for (;;) {
      const last = (await folder.numbers()).at(-1);
      const previous = last === undefined ? null : await readBundle(join(directory, last));
      if (previous !== null) await recordIfMissing(store, previous, clock());
      const placed = await folder.place(draft, {
        format: 'mingcha-publication',
        format_version: FORMAT_VERSION,
        number: nextNumber(last, today.slice(0, 4)),
        kind,
        title: title === undefined ? titleOf(kind, parsePeriod(asked.period)!, restates) : { zh: title, en: title },
        note,
        ...asked,
        as_of: taken.as_of,
        watermark: taken.watermark,
        published_at: asOf.toISOString(),
        published_by: publishedBy,
        objections_until,
        restates,
        previous: previous === null ? null : { number: previous.manifest.number, sha256: previous.sha256 },
        definitions: [...DEFINITIONS],
        settings: taken.settings,
        versions: taken.versions,
        cases: found.cases,
        cards: found.cards,
        files,
      });
      if (placed === undefined) continue;
      await record(store, placed, clock());
      return placed;
    }
  }

  return {
    folder,
    publish: (publishing) => inTurn(() => publish(publishing)),
    restate: (number, saying) => inTurn(() => restate(number, saying)),
    async restatement(number) {
      const bundle = await folder.read(number);
      if (bundle === undefined) return undefined;
      const draft = await folder.draft();
      try {
        const taken = await take(draft, bundle.manifest, clock(), options);
        return await restatementOf(store, bundle, draft, taken);
      } finally {
        await folder.drop(draft);
      }
    },
    async verify(number) {
      if (!(await folder.numbers()).includes(number)) return undefined;
      const recorded = await readRecords(store, number);
      return verifyBundle(join(directory, number), { recorded });
    },
  };
}

async function describe(path: string): Promise<PublishedFile> {
  const name = basename(path);
  const { size } = await stat(path);
  return { name, bytes: size, sha256: await sha256OfFile(path), holds: kindOf(name) };
}

function kindOf(name: string): PublishedFile['holds'] {
  if (name === ABOUT) return 'about';
  if ([RANKING, STATISTICS, RESTATEMENT].includes(name)) return 'numbers';
  return EVIDENCE.some((each) => evidenceFile(each) === name) ? 'evidence' : 'document';
}

const stillMoving = ({ period }: Asked) =>
  new Failure(
    `${period} was not published: late data changed its numbers each of the ${TRIES} times its documents were written. Publish it again in a while.`,
  );

function refusal(asked: Asked, found: Recomputation): Verification {
  const n = found.differences.length;
  return {
    number: '',
    agrees: false,
    engine: found.engine,
    zh: `${asked.period}没有发布：两个引擎的计算有${n}处不一致。${found.differences[0]!.zh}`,
    en: `${asked.period} was not published: the two engines differ in ${n} places. ${found.differences[0]!.en}`,
    checks: found.checks,
    differences: found.differences.slice(0, 1000),
    differences_found: n,
  };
}
