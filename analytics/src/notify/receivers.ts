/**
 * Who is told of cards: receivers as kept in the store, checked before they are. A receiver is a place (a group's robot, a
 * webhook, a mailbox) and what it hears of: the cards of a unit, in the grades of its role unless others are named.
 *
 * Secrets stay in the environment of the process. The store knows the names of variables: `secret_env` for what a channel
 * signs or logs in with, `${NAME}` in an address for what is secret there.
 */
import type { Store } from '@mingcha/sql';
import { CARD_GRADES, type CardGrade, LINE_OF_ROLE, ROLES, type Role } from '../contract/codes.ts';

export const CHANNELS = ['wecom', 'dingtalk', 'feishu', 'webhook', 'email'] as const;
export type ChannelName = (typeof CHANNELS)[number];

/** The gravest first: in this order people are told. */
export const GRADES_TOLD: readonly CardGrade[] = CARD_GRADES.toReversed();

export const RECEIVER_LEVELS = ['everywhere', 'county', 'centre', 'department', 'window', 'staff'] as const;

/** The grades a role is told of, 一岗三责: those from its own on, the gravest first. */
export const gradesOfRole = (role: Role): readonly CardGrade[] =>
  GRADES_TOLD.slice(0, GRADES_TOLD.indexOf(LINE_OF_ROLE[role].told_from) + 1);

export interface Receiver {
  receiver: string;
  name: string;
  level: (typeof RECEIVER_LEVELS)[number];
  /** Code of the unit; empty for everywhere. */
  code: string;
  role: Role;
  /** Empty: those of the role. */
  grades: readonly CardGrade[];
  channel: ChannelName;
  /** URL, or for e-mail one mailbox; `${NAME}` is filled from the environment. */
  address: string;
  /** Name of a variable: the secret a robot or webhook is signed with, the mail server's URL. Empty for an unsigned robot. */
  secret_env: string;
  /** Says that the secret in the address is meant to be in the store. */
  is_secret_in_address: boolean;
  language: 'zh' | 'en';
  is_active: boolean;
}

/** The unit a card is about, by the codes of its levels. */
export type UnitOfCard = Record<'county' | 'centre' | 'department' | 'window' | 'staff', string>;

/** Whether a receiver is told of a card of this grade and unit. */
export function hears(receiver: Receiver, card: UnitOfCard & { grade: CardGrade }): boolean {
  const grades: readonly CardGrade[] = receiver.grades.length > 0 ? receiver.grades : gradesOfRole(receiver.role);
  const isItsUnit = receiver.level === 'everywhere' || card[receiver.level] === receiver.code;
  return receiver.is_active && isItsUnit && grades.includes(card.grade);
}

const variable = /^[A-Z][A-Z0-9_]*$/;
const mailbox = /^[^\s@<>,;"]+@[^\s@<>,;"]+$/;
/** Where the robots and common webhooks carry what must not be known: key=…, access_token=…, /hook/…, user:password@. */
const secretInUrl = /[?&](?:key|access_token|token|secret)=[^$&]|\/hook\/[^$]|\/\/[^/@$]*:[^/@$]+@/i;

/** What is wrong with a receiver, in sentences; empty when nothing is. */
export function faultsOf(receiver: Receiver): string[] {
  const { level, code, channel, address, secret_env } = receiver;
  const faults: string[] = [];
  if (receiver.receiver === '') faults.push('receiver is empty; give it a code of its own.');
  if (!CHANNELS.includes(channel)) faults.push(`channel must be one of ${CHANNELS.join(', ')}.`);
  if (!RECEIVER_LEVELS.includes(level)) faults.push(`level must be one of ${RECEIVER_LEVELS.join(', ')}.`);
  if (!ROLES.includes(receiver.role)) faults.push(`role must be one of ${ROLES.join(', ')}.`);
  const unknown = receiver.grades.find((grade) => !GRADES_TOLD.includes(grade));
  if (unknown !== undefined) faults.push(`grades: “${unknown}” is none; they are ${GRADES_TOLD.join(', ')}.`);
  if ((level === 'everywhere') !== (code === '')) {
    faults.push(`code must ${level === 'everywhere' ? 'be empty for everywhere' : `name the ${level}`}.`);
  }
  if (secret_env !== '' && !variable.test(secret_env)) {
    faults.push('secret_env must be the name of an environment variable, like ROBOT_SECRET, never the secret itself.');
  }
  if ((channel === 'webhook' || channel === 'email') && secret_env === '') {
    const what = channel === 'webhook' ? 'the secret that signs' : 'the URL of the mail server';
    faults.push(`secret_env is missing: name the variable that holds ${what}.`);
  }
  const written = address.replace(/\$\{[A-Z][A-Z0-9_]*\}/g, 'x');
  if (channel === 'email') {
    if (!mailbox.test(written)) faults.push('address must be one mailbox, like zhang@example.gov.cn.');
  } else if (!(URL.canParse(written) && /^https?:/.test(written)) && !/^\$\{[A-Z][A-Z0-9_]*\}$/.test(address)) {
    faults.push('address must begin with https:// or http://.');
  } else if (!receiver.is_secret_in_address && secretInUrl.test(address)) {
    faults.push(
      `address holds a secret; write \${NAME} in its place and put it into that environment variable, or say is_secret_in_address.`,
    );
  }
  return faults;
}

const COLUMNS = [
  'receiver',
  'name',
  'level',
  'code',
  'role',
  'grades',
  'channel',
  'address',
  'secret_env',
  'is_secret_in_address',
  'language',
  'is_active',
] as const satisfies (keyof Receiver)[];

/** Keeps a receiver as it is from now on. Throws a sentence for each thing that is wrong with it. */
export async function saveReceiver(
  store: Store,
  receiver: Receiver,
  by: { set_by: string; set_at: Date; reason: string },
): Promise<void> {
  const faults = faultsOf(receiver);
  if (faults.length > 0) throw new Error(`The receiver ${receiver.receiver}: ${faults.join(' ')}`);
  const set_at = by.set_at.toISOString().replace('T', ' ').replace('Z', '');
  const row = { ...receiver, ...by, set_at, version: by.set_at.getTime() };
  const columns = [...COLUMNS, 'set_by', 'set_at', 'reason', 'version'] as const;
  const kept = Object.fromEntries(columns.map((column) => [column, row[column]]));
  await store.insert('notification_receivers', columns, JSON.stringify(kept), 'JSONEachRow');
}

/** All receivers, the inactive ones too. */
export async function readReceivers(store: Store): Promise<Receiver[]> {
  return store.query<Receiver>(
    `select ${COLUMNS.join(', ')} from notification_receivers final order by receiver
     settings prefer_column_name_to_alias = 1`,
  );
}

/**
 * A receiver's address and secret with the environment filled in, and all that must not be repeated. Throws a sentence that
 * names a variable not set.
 */
export function secretsOf(
  receiver: Receiver,
  environment: Readonly<Record<string, string | undefined>>,
): { address: string; secret: string; secrets: string[] } {
  const secrets: string[] = [];
  const variableOf = (name: string): string => {
    const value = environment[name];
    if (!value) throw new Error(`The environment variable ${name} of the receiver ${receiver.receiver} is not set.`);
    secrets.push(value);
    return value;
  };
  const address = receiver.address.replace(/\$\{([A-Z][A-Z0-9_]*)\}/g, (_, name: string) => variableOf(name));
  const secret = receiver.secret_env === '' ? '' : variableOf(receiver.secret_env);
  // A mail server's URL is never repeated as a whole, its password might be.
  if (URL.canParse(secret)) secrets.push(decodeURIComponent(new URL(secret).password));
  return { address, secret, secrets: secrets.filter((each) => each !== '') };
}
