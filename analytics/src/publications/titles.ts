/** What a publication is called where nobody gave it a title. */
import type { PublicationKind, Sentence } from '../contract/index.ts';
import type { Period } from '../periods/period.ts';
import { sayPeriod } from '../words/period-words.ts';
import { speechOf } from '../words/speech.ts';

const KINDS: Readonly<Record<PublicationKind, Sentence>> = {
  ranking: { zh: '政务服务排名', en: 'Ranking' },
  notice: { zh: '政务服务情况通报', en: 'Notice' },
};

export function titleOf(kind: PublicationKind, period: Period, restates: string | null): Sentence {
  const what = KINDS[kind];
  const zh = `${sayPeriod(period, speechOf('zh', 'UTC'))}${what.zh}`;
  const en = `${what.en} for ${sayPeriod(period, speechOf('en', 'UTC'))}`;
  if (restates === null) return { zh, en };
  return { zh: `${zh}（更正${restates}）`, en: `${en} (restates ${restates})` };
}
