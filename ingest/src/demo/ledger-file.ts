/** ledger.json: what was generated, the city's figures, and the true answers as tables (see ledger-tables.ts). */
import { told } from './event-voice.ts';
import type { CityStream } from './generator.ts';
import { LEVELS, type Ledger } from './ledger.ts';
import { BOARDS, type Board, dailyTable, earlyTable, qualityTable, type Table, weeklyTable } from './ledger-tables.ts';

/** Figures of the whole city, for the eye and against the published ones. Rates are numerator and denominator. */
export function cityFigures(ledger: Ledger) {
  const { centres, regions } = ledger.city;
  const hall = centres[0]!;
  const windows = hall.departments.flatMap((department) => department.windows);
  const total = (measure: Parameters<Ledger['total']>[0]) => ledger.total(measure);
  return {
    hall: {
      departments: hall.departments.length,
      windows: windows.length,
      staff: windows.reduce((sum, window) => sum + window.staff.length, 0),
      items: hall.items.length,
    },
    counties: regions.filter(({ level }) => level === 'county').length,
    centres: centres.length,
    cases: ledger.cases,
    early_rate: [total('commitment_early'), total('commitment_completed')],
    speed_up: [total('promised_days_sum') - total('used_days_sum'), total('promised_days_sum')],
    within_limit: [total('early') + total('on_time'), total('completed_with_limit')],
    instant_share: [total('instant_accepted'), total('instant_accepted') + total('commitment_accepted')],
    satisfaction: [total('satisfied'), total('rated')],
    overdue: total('overdue'),
    open: total('opened') - total('closed'),
  };
}

const table = ({ columns, rows }: Table): string =>
  `{"columns":${JSON.stringify(columns)},"rows":[\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]}`;

/** Which case gets which card, and from when: in pieces, since a large city has many. */
function* cardsTable({ cards }: Ledger): Generator<string> {
  yield `{"columns":["rule","grade","case_id","found_at"],"rows":[`;
  for (const [i, { rule, grade, case_id, foundAt }] of cards.cards.entries()) {
    yield `${i === 0 ? '\n' : ',\n'}${JSON.stringify([rule, grade, case_id, told(foundAt)])}`;
  }
  yield '\n]}';
}

/** The file in pieces; no piece is larger than one table. */
export function* ledgerJson(stream: CityStream, seed: number): Generator<string> {
  const { ledger, from, to, asOf, progress } = stream;
  const head = {
    seed,
    from,
    to,
    as_of: asOf,
    cases: progress.cases,
    events: progress.events,
    figures: cityFigures(ledger),
  };
  yield `{"about":${JSON.stringify(head)},\n"daily":{`;
  for (const [i, level] of LEVELS.filter((one) => one !== 'item').entries()) {
    yield `${i === 0 ? '' : ',\n'}"${level}":${table(dailyTable(ledger, level))}`;
  }
  yield '},\n"weekly":{';
  for (const [i, board] of (Object.keys(BOARDS) as Board[]).entries()) {
    yield `${i === 0 ? '' : ',\n'}"${board}":${table(weeklyTable(ledger, board))}`;
  }
  yield `},\n"early_completion":${table(earlyTable(ledger))},\n"data_quality":${table(qualityTable(ledger))},\n"open_cases":`;
  const columns = ['case_id', 'grade', 'due_on', 'remaining'];
  const rows = ledger.open
    .map((open) => [open.case_id, open.grade, open.due_on, open.remaining])
    .sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1));
  yield `${table({ columns, rows })},\n"cards":`;
  yield* cardsTable(ledger);
  yield '}\n';
}
