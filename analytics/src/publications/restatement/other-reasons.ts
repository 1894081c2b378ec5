/** Why numbers differ besides events of cases: weights, versions of what counts them, cards acted on. */
import { join } from 'node:path';
import type { PublicationManifest, Sentence } from '../../contract/index.ts';
import { speechOf } from '../../words/speech.ts';
import { evidenceFile } from '../evidence.ts';
import { openScratch } from '../verification/second-engine.ts';

type Counted = Pick<PublicationManifest, 'settings' | 'versions'>;

/** Cards told one by one. */
const MOST_CARDS = 200;

function ofSettings(was: Counted, is: Counted): Sentence[] {
  return Object.keys({ ...was.settings, ...is.settings }).flatMap((key) => {
    const [old, now] = [was.settings[key]?.value, is.settings[key]?.value];
    if (old === now) return [];
    return [
      {
        zh: `设置${key}由${old ?? '无'}变为${now ?? '无'}。`,
        en: `The setting ${key} was ${old ?? 'not there'} and is ${now ?? 'not there'}.`,
      },
    ];
  });
}

function ofVersions(was: Counted['versions'], is: Counted['versions']): Sentence[] {
  const found: Sentence[] = [];
  const differ = (zh: string, en: string, old: string | undefined, now: string | undefined) => {
    if (old !== now)
      found.push({
        zh: `${zh}由${old ?? '无'}变为${now ?? '无'}。`,
        en: `${en} was ${old ?? 'not there'} and is ${now ?? 'not there'}.`,
      });
  };
  differ('软件版本', 'The release', was.release, is.release);
  differ('计算模型', 'The version of the models', was.models, is.models);
  const keyed = <Row>(rows: readonly Row[], key: (row: Row) => string, value: (row: Row) => string) =>
    new Map(rows.map((row) => [key(row), value(row)]));
  const lists: [zh: string, en: string, was: Map<string, string>, is: Map<string, string>][] = [
    [
      '规则',
      'The rule',
      ...([was, is].map(({ rules }) =>
        keyed(
          rules,
          ({ id }) => id,
          ({ version, settings }) => `${version}/${settings}`,
        ),
      ) as [Map<string, string>, Map<string, string>]),
    ],
    [
      '工作日历',
      'The calendar',
      ...([was, is].map(({ calendars }) =>
        keyed(
          calendars,
          ({ calendar }) => calendar,
          ({ version }) => version,
        ),
      ) as [Map<string, string>, Map<string, string>]),
    ],
    [
      '名录',
      'The directory table',
      ...([was, is].map(({ directory }) =>
        keyed(
          directory,
          ({ table }) => table,
          ({ version }) => version,
        ),
      ) as [Map<string, string>, Map<string, string>]),
    ],
  ];
  for (const [zh, en, old, now] of lists) {
    for (const key of new Set([...old.keys(), ...now.keys()])) {
      differ(`${zh}${key}的版本`, `${en} ${key}, by its version,`, old.get(key), now.get(key));
    }
  }
  return found;
}

/** Acts on cards that the publication did not know of. */
async function ofCards(old: string, now: string, zone: string): Promise<Sentence[]> {
  const scratch = await openScratch();
  try {
    await scratch.load('was', join(old, evidenceFile('cards')));
    await scratch.load('is', join(now, evidenceFile('cards')));
    const rows = await scratch.query(`
      select n.case_id as case_id, n."action" as act, n.grade as grade, n.rule as rule, epoch_ms(n."at") as at_ms
      from "is" as n anti join was on was.card_id = n.card_id and was."sequence" = n."sequence"
      where n."action" in ('issue', 'cancel', 'revoke', 'lapse')
      order by n."at", n.card_id limit ${MOST_CARDS}`);
    const [zh, en] = [speechOf('zh', zone), speechOf('en', zone)];
    return rows.map((row) => {
      const [act, grade, at] = [String(row['act']), String(row['grade']), new Date(Number(row['at_ms'])).toISOString()];
      return {
        zh: `办件${row['case_id']}的${zh.code('card_grade', grade)}于${zh.moment(at)}${zh.code('card_action', act)}。`,
        en: `The ${en.code('card_grade', grade)} on case ${row['case_id']}: ${en.code('card_action', act)} on ${en.moment(at)}.`,
      };
    });
  } finally {
    scratch.close();
  }
}

export async function otherReasons(
  was: Counted & { folder: string },
  is: Counted & { folder: string },
  zone: string,
): Promise<Sentence[]> {
  return [
    ...ofSettings(was, is),
    ...ofVersions(was.versions, is.versions),
    ...(await ofCards(was.folder, is.folder, zone)),
  ];
}
