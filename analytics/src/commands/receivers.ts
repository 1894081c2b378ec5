/** `mingcha receivers import|list|test`: who is told of cards, and whether a message reaches them. */
import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import { Command } from 'commander';
import { Failure } from '../failure.ts';
import type { Delivery } from '../notify/delivery.ts';
import { openPoster } from '../notify/poster.ts';
import { gradesOfRole, type Receiver, readReceivers, saveReceiver } from '../notify/receivers.ts';
import { receiversOf } from '../notify/receivers-file.ts';
import { givenFile } from './given-file.ts';
import { dataOption, withEngine } from './options.ts';

const ANSWER_WITHIN_MS = 15_000;

export function receiversCommand(): Command {
  const command = new Command('receivers').description('who is told of cards: groups, webhooks, mailboxes');
  command
    .command('import')
    .description('take over the receivers of a YAML file, all of them or, when one has a mistake, none')
    .argument('<file>', 'YAML file with a list under “receivers:”')
    .option('--reason <text>', 'why, kept with each', 'mingcha receivers import')
    .addOption(dataOption())
    .action(importReceivers);
  command
    .command('list')
    .description('show who is told of what; secrets are not in the store')
    .addOption(dataOption())
    .action(({ data }: { data: string }) =>
      withEngine(data, async ({ store }) => {
        const receivers = await readReceivers(store);
        const lines = receivers.map(lineOf);
        process.stdout.write(lines.length === 0 ? 'There are no receivers yet.\n' : `${lines.join('\n')}\n`);
      }),
    );
  command
    .command('test')
    .description('send one message that says it is a test, and show the answer; nothing is recorded')
    .argument('<receiver>', 'code of the receiver')
    .addOption(dataOption())
    .action(testReceiver);
  return command;
}

async function importReceivers(file: string, { data, reason }: { data: string; reason: string }): Promise<void> {
  const receivers = receiversOf(String(await givenFile('The file of receivers', file)), file);
  await withEngine(data, async ({ store }) => {
    const by = { set_by: userInfo().username, set_at: new Date(), reason };
    for (const receiver of receivers) await saveReceiver(store, receiver, by);
  });
  process.stdout.write(`${receivers.length} receivers taken over.\n`);
}

/** One receiver in a line, in the words of the file it comes from. */
function lineOf(receiver: Receiver): string {
  const { name, level, code, role, grades, channel, address, is_active } = receiver;
  const told = grades.length > 0 ? grades : gradesOfRole(role);
  const unit = level === 'everywhere' ? level : `${level} ${code}`;
  // An address with a key in it, which somebody meant, is no more shown than written down elsewhere.
  const shown = receiver.is_secret_in_address ? '…' : address;
  const parts = [
    receiver.receiver,
    name,
    unit,
    role,
    told.join(' '),
    channel,
    shown,
    is_active ? 'active' : 'inactive',
  ];
  return parts.join('\t');
}

async function testReceiver(code: string, { data }: { data: string }): Promise<void> {
  let receiver: Receiver | undefined;
  await withEngine(data, async ({ store }) => {
    receiver = (await readReceivers(store)).find((each) => each.receiver === code);
  });
  if (receiver === undefined) throw new Failure(`There is no receiver ${code}; mingcha receivers list shows all.`);
  const now = new Date();
  const poster = openPoster({ environment: process.env, platform: undefined, answerWithinMs: ANSWER_WITHIN_MS });
  const { outcome, status, text } = await poster.post(
    receiver,
    randomUUID().replaceAll('-', ''),
    [trial(code, now)],
    now,
  );
  const answer = [status === 0 ? '' : String(status), text].filter((part) => part !== '').join(' ');
  if (outcome !== 'delivered') throw new Failure(`${code} was not reached: ${answer || outcome}`);
  process.stdout.write(`${code} took the message${answer === '' ? '.' : `: ${answer}`}\n`);
}

/** A message about no case at all. */
function trial(receiver: string, now: Date): Delivery {
  const named = { code: '', name: '' };
  const finding = {
    card_id: '',
    rule: 'test',
    rule_name: { zh: '测试', en: 'Test' },
    sentence: { zh: '这是一条测试消息，不涉及任何办件。', en: 'This is a test message; it is about no case.' },
  };
  const about = { item: named, centre: named, department: named, window: named, due_on: null, calendar: '' };
  const [case_id, grade] = ['TEST', 'notice'] as const;
  return {
    message_id: randomUUID().replaceAll('-', ''),
    receiver,
    case_id,
    grade,
    state: 'waiting',
    sequence: 0,
    entry: { case_id, grade, ...about, findings: [finding] },
    since: now,
    notBefore: now,
    attempts: 0,
    refusals: 0,
    claim: undefined,
  };
}
