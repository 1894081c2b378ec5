/** Receivers as written in a YAML file; every mistake is named with its line, and then none is taken. */
import { type Spot, YamlReading } from '@mingcha/ingest';
import { Failure } from '../failure.ts';
import { faultsOf, type Receiver } from './receivers.ts';

/** What a receiver is where the file does not say. */
const UNLESS_TOLD = {
  name: '',
  level: 'everywhere',
  code: '',
  grades: '',
  secret_env: '',
  is_secret_in_address: 'false',
  language: 'zh',
  is_active: 'true',
} as const;
const KEYS = ['receiver', 'role', 'channel', 'address', ...Object.keys(UNLESS_TOLD)];

/** The receivers of a file's text. Throws a Failure that names every mistake; `file` is what it calls the file. */
export function receiversOf(text: string, file: string): Receiver[] {
  const reading = new YamlReading(text);
  const listed = reading.map(reading.root, ['receivers']).get('receivers');
  if (listed === undefined && reading.mistakes.length === 0) {
    reading.wrong(reading.root, 'There are no receivers; list them under “receivers:”.');
  }
  const receivers: Receiver[] = [];
  for (const spot of listed === undefined ? [] : reading.list(listed)) {
    const receiver = receiverAt(reading, spot);
    for (const fault of faultsOf(receiver)) reading.wrong(spot, fault);
    if (receivers.some((other) => other.receiver === receiver.receiver)) {
      reading.wrong(spot, `There are two receivers ${receiver.receiver}; give each a code of its own.`);
    }
    receivers.push(receiver);
  }
  if (reading.mistakes.length > 0) {
    const shown = reading.mistakes.map(
      ({ line, key, message }) => `  ${file} line ${line}, ${key || 'file'}: ${message}`,
    );
    throw new Failure(`No receiver was taken over:\n${shown.join('\n')}`);
  }
  return receivers;
}

function receiverAt(reading: YamlReading, spot: Spot): Receiver {
  const told = reading.map(spot, KEYS);
  const text = (key: string): string => {
    const own = told.get(key);
    const otherwise = key in UNLESS_TOLD ? UNLESS_TOLD[key as keyof typeof UNLESS_TOLD] : '';
    return own === undefined ? otherwise : (reading.text(own) ?? '');
  };
  const oneOf = (key: string, values: readonly string[]): string => {
    const value = text(key);
    if (!values.includes(value)) reading.wrong(told.get(key) ?? spot, `${key} must be ${values.join(' or ')}.`);
    return value;
  };
  const grades = told.get('grades');
  // Codes are checked by faultsOf, which names those there are.
  return {
    receiver: text('receiver'),
    name: text('name') || text('receiver'),
    level: text('level') as Receiver['level'],
    code: text('code'),
    role: text('role') as Receiver['role'],
    grades: (grades === undefined ? [] : reading.texts(grades)) as Receiver['grades'],
    channel: text('channel') as Receiver['channel'],
    address: text('address'),
    secret_env: text('secret_env'),
    is_secret_in_address: oneOf('is_secret_in_address', ['true', 'false']) === 'true',
    language: oneOf('language', ['zh', 'en']) as Receiver['language'],
    is_active: oneOf('is_active', ['true', 'false']) === 'true',
  };
}
