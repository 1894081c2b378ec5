/** Schedules as written in a YAML file; every mistake is named with its line, and then none is taken. */
import { type Spot, YamlReading } from '@mingcha/ingest';
import { Failure } from '../failure.ts';
import { faultsOf, partsOf, type Schedule } from './schedule.ts';

/** What a schedule is where the file does not say. */
const UNLESS_TOLD: Record<string, string> = {
  at: '08:30',
  calendar: 'default',
  format: 'xlsx',
  language: 'zh',
  is_active: 'true',
};
const KEYS = [
  'schedule',
  'name',
  'when',
  'report',
  'with',
  'period',
  'which',
  'receivers',
  ...Object.keys(UNLESS_TOLD),
];

/** The schedules of a file's text. Throws a Failure that names every mistake; `file` is what it calls the file. */
export function schedulesOf(text: string, file: string): Schedule[] {
  const reading = new YamlReading(text);
  const listed = reading.map(reading.root, ['schedules']).get('schedules');
  if (listed === undefined && reading.mistakes.length === 0) {
    reading.wrong(reading.root, 'There are no schedules; list them under “schedules:”.');
  }
  const schedules: Schedule[] = [];
  for (const spot of listed === undefined ? [] : reading.list(listed)) {
    const schedule = scheduleAt(reading, spot);
    for (const fault of faultsOf(schedule)) reading.wrong(spot, fault);
    if (schedules.some((other) => other.schedule === schedule.schedule)) {
      reading.wrong(spot, `There are two schedules ${schedule.schedule}; give each a code of its own.`);
    }
    schedules.push(schedule);
  }
  if (reading.mistakes.length > 0) {
    const shown = reading.mistakes.map(
      ({ line, key, message }) => `  ${file} line ${line}, ${key || 'file'}: ${message}`,
    );
    throw new Failure(`No schedule was taken over:\n${shown.join('\n')}`);
  }
  return schedules;
}

function scheduleAt(reading: YamlReading, spot: Spot): Schedule {
  const told = reading.map(spot, KEYS);
  const text = (key: string, otherwise = UNLESS_TOLD[key] ?? ''): string => {
    const own = told.get(key);
    return own === undefined ? otherwise : (reading.text(own) ?? '');
  };
  const oneOf = (key: string, values: readonly string[]): string => {
    const value = text(key);
    if (!values.includes(value)) reading.wrong(told.get(key) ?? spot, `${key} must be ${values.join(' or ')}.`);
    return value;
  };
  const parts = partsOf(text('when'));
  const [parameters, receivers] = [told.get('with'), told.get('receivers')];
  return {
    schedule: text('schedule'),
    name: text('name', text('schedule')),
    when: text('when'),
    at: text('at'),
    calendar: text('calendar'),
    report: text('report'),
    parameters:
      parameters === undefined
        ? {}
        : Object.fromEntries([...reading.map(parameters)].map(([key, value]) => [key, reading.text(value) ?? ''])),
    // What a report is about follows from when it is made, unless told: on the first day what ended, on the last what runs.
    period: text('period', parts?.unit) as Schedule['period'],
    which: text('which', parts?.which === 'last' ? 'running' : 'ended') as Schedule['which'],
    format: text('format') as Schedule['format'],
    language: oneOf('language', ['zh', 'en']) as Schedule['language'],
    receivers: receivers === undefined ? [] : reading.texts(receivers),
    is_active: oneOf('is_active', ['true', 'false']) === 'true',
  };
}
