/** 简体中文。中文与数字之间不写空格，由样式处理。 */
import card from './card.ts';
import casePanel from './case-panel.ts';

import cases from './cases.ts';
import daily from './daily.ts';
import dispatch from './dispatch.ts';
import exports from './export.ts';
import figures from './figures.ts';
import notices from './notices.ts';
import quality from './quality.ts';
import ranking from './ranking.ts';
import rectifications from './rectifications.ts';
import reports from './reports.ts';
import review from './review.ts';
import rules from './rules.ts';
import shell from './shell.ts';
import supervision from './supervision.ts';
import terms from './terms.ts';
import wall from './wall.ts';

export default {
  ...shell,
  ...terms,
  ...supervision,
  ...casePanel,
  ...card,
  ...notices,
  ...quality,
  ...rectifications,
  ...reports,
  ...review,
  ...rules,
  ...exports,
  ...figures,
  ...daily,
  ...ranking,
  ...wall,
  ...cases,
  ...dispatch,
};
