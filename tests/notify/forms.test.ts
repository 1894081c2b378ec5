/** Each channel in the form its receiver documents: signed, addressed and worded so that it is taken. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  type HttpReceiver,
  type MailServer,
  startDingtalk,
  startFeishu,
  startMail,
  startWebhook,
  startWecom,
} from './receivers-here.ts';
import { card, openToldCity, PLATFORM, type ToldCity } from './told-city.ts';

let city: ToldCity;
const open: { close(): Promise<void> }[] = [];
beforeAll(async () => {
  city = await openToldCity();
});
afterEach(async () => {
  await city.clear();
  await Promise.all(open.splice(0).map((receiver) => receiver.close()));
});
afterAll(() => city?.close());

function opened<R extends { close(): Promise<void> }>(receiver: R): R {
  open.push(receiver);
  return receiver;
}

async function tell(...cards: ReturnType<typeof card>[]): Promise<void> {
  const notifier = await city.open();
  await notifier.tell(cards);
  await notifier.sendDue();
  expect(city.faults).toEqual([]);
}

/** 办件 of several grades, the yellow ones due on different days. */
const several = () => [
  card('T-2', { due_on: '2026-03-10' }),
  card('T-1', { due_on: '2026-03-09' }),
  card('T-3', { grade: 'red', rule: 'statutory_limit', rule_name: { zh: '法定时限', en: 'Statutory limit' } }),
];

async function answers(): Promise<unknown> {
  return city.store.query(
    `select toString(action) as action, status, answer from deliveries final where action != 'queued' and action != 'claimed'
    order by at, sequence`,
  );
}

describe('企业微信', () => {
  let robot: HttpReceiver;
  const listen = async () => {
    robot = opened(await startWecom('k-1'));
    city.environment['WECOM_KEY'] = 'k-1';
    await city.receiver({ receiver: 'r', channel: 'wecom', address: `${robot.url}?key=\${WECOM_KEY}` });
  };
  const content = () => JSON.parse(robot.taken[0]?.body ?? '{}').markdown?.content;

  it('gets one case in full, in words', async () => {
    await listen();
    await tell(card('T-1'));
    expect(content()).toBe(
      [
        '**【明察】<font color="warning">黄牌</font> 承诺时限**',
        '> 办件编号：T-1',
        '> 事项：建设工程规划许可',
        '> 单位：东县政务大厅 · 规划局 · 规划1号窗',
        '> 问题：承诺时限 5 个工作日，应于 2026-03-09 前办结，到期仍未办结。',
        '> 应办结日：2026-03-09',
        `[查看办件](${PLATFORM}/supervision?case=T-1)`,
      ].join('\n'),
    );
    expect(await answers()).toEqual([{ action: 'delivered', status: 200, answer: '{"errcode":0,"errmsg":"ok"}' }]);
  });

  it('gets several as a digest, the gravest and those due first at its head', async () => {
    await listen();
    await tell(...several());
    const lines = content().split('\n');
    expect(lines[0]).toBe('**【明察】监察提醒 3 件：红牌 1、黄牌 2**');
    expect(lines.slice(1, 4).map((line: string) => /T-\d/.exec(line)?.[0])).toEqual(['T-3', 'T-1', 'T-2']);
    expect(lines[4]).toBe(`[查看全部](${PLATFORM}/supervision)`);
  });

  it('gets of very many as many as it takes, and the number of the others', async () => {
    await listen();
    const long = { rule_name: { zh: '承诺时限'.repeat(20), en: 'x' } };
    await tell(...Array.from({ length: 120 }, (_, index) => card(`T-${index}`, long)));
    const shown = content().match(/^\d+\. /gm).length;
    expect(shown).toBeGreaterThan(5);
    expect(content()).toContain(`另有 ${120 - shown} 件，请到平台查看。`);
    expect(robot.asked).toBe(1);
  });

  it('gets the longest finding whole enough to be taken', async () => {
    await listen();
    const long = { sentence: { zh: '长'.repeat(5_000), en: 'x' }, rule_name: { zh: '长'.repeat(500), en: 'x' } };
    await tell(card('案'.repeat(100), long));
    expect(robot.taken).toHaveLength(1);
  });

  it('gets no markup out of what was written elsewhere', async () => {
    await listen();
    await tell(card('T-[1](http://x)', { sentence: { zh: '**甲**<font color="info">乙</font>', en: 'x' } }));
    expect(content()).toContain('> 办件编号：T-［1］(http://x)');
    // A bracket in it does not end the link.
    expect(content()).toContain(`[查看办件](${PLATFORM}/supervision?case=T-%5B1%5D%28http%3A%2F%2Fx%29)`);
    expect(content()).toContain('> 问题：＊＊甲＊＊＜font color="info"＞乙＜/font＞');
  });

  it('says no with status 200, which is no for us too', async () => {
    await listen();
    city.environment['WECOM_KEY'] = 'wrong';
    await tell(card('T-1'));
    expect(await answers()).toEqual([
      { action: 'refused', status: 200, answer: '{"errcode":93000,"errmsg":"invalid webhook url"}' },
    ]);
  });
});

describe('钉钉', () => {
  const listen = async (secret = 'SEC-1') => {
    const robot = opened(await startDingtalk('token', 'SEC-1', city.clock));
    city.environment['DING_TOKEN'] = 'token';
    city.environment['DING_SECRET'] = secret;
    const address = `${robot.url}?access_token=\${DING_TOKEN}`;
    await city.receiver({ receiver: 'r', channel: 'dingtalk', address, secret_env: 'DING_SECRET' });
    return robot;
  };

  it('takes what is signed with 加签', async () => {
    const robot = await listen();
    await tell(card('T-1'));
    const { markdown } = JSON.parse(robot.taken[0]?.body ?? '{}');
    expect(markdown.title).toBe('【明察】黄牌，承诺时限，T-1');
    expect(markdown.text).toContain('**【明察】黄牌 承诺时限**\n\n> 办件编号：T-1');
  });

  it('takes every signature, whatever signs Base64 puts into the address', async () => {
    const robot = await listen();
    const notifier = await city.open();
    for (let n = 0; n < 20; n += 1) {
      await notifier.tell([card(`S-${n}`)]);
      await notifier.sendDue();
      city.later(3_001);
    }
    expect(robot.taken).toHaveLength(20);
  });

  it('refuses another secret', async () => {
    const robot = await listen('SEC-2');
    await tell(card('T-1'));
    expect(robot.taken).toHaveLength(0);
    expect(await answers()).toMatchObject([
      { action: 'refused', answer: '{"errcode":310000,"errmsg":"sign not match"}' },
    ]);
  });

  it('is left alone for ten minutes when it says: too fast', async () => {
    const robot = await listen();
    robot.next.push({ body: '{"errcode":130101,"errmsg":"send too fast, exceed 20 times per minute"}' });
    const notifier = await city.open();
    await notifier.tell([card('T-1')]);
    await notifier.sendDue();
    city.later(9 * 60_000);
    await notifier.tell([card('T-2')]);
    await notifier.sendDue();
    expect(robot.asked).toBe(1);
    city.later(61_000);
    await notifier.sendDue();
    expect(robot.asked).toBe(2);
    expect(robot.taken[0]?.body).toContain('监察提醒 2 件：黄牌 2');
  });
});

describe('飞书', () => {
  const listen = async (secret = 'fs-1') => {
    const robot = opened(await startFeishu('hook-1', 'fs-1', city.clock));
    city.environment['FEISHU_URL'] = robot.url;
    city.environment['FEISHU_SECRET'] = secret;
    await city.receiver({ receiver: 'r', channel: 'feishu', address: `\${FEISHU_URL}`, secret_env: 'FEISHU_SECRET' });
    return robot;
  };

  it('takes what is signed, as rich text without markup', async () => {
    const robot = await listen();
    await tell(card('T-*1*'));
    expect(JSON.parse(robot.taken[0]?.body ?? '{}').content.post.zh_cn).toEqual({
      title: '【明察】黄牌，承诺时限，T-*1*',
      content: [
        [{ tag: 'text', text: '办件编号：T-*1*' }],
        [{ tag: 'text', text: '事项：建设工程规划许可' }],
        [{ tag: 'text', text: '单位：东县政务大厅 · 规划局 · 规划1号窗' }],
        [{ tag: 'text', text: '问题：承诺时限 5 个工作日，应于 2026-03-09 前办结，到期仍未办结。' }],
        [{ tag: 'text', text: '应办结日：2026-03-09' }],
        [{ tag: 'a', text: '查看办件', href: `${PLATFORM}/supervision?case=T-*1*` }],
      ],
    });
  });

  it('gets a digest that it takes', async () => {
    const robot = await listen();
    await tell(...Array.from({ length: 60 }, (_, index) => card(`T-${index}`)));
    const { title, content } = JSON.parse(robot.taken[0]?.body ?? '{}').content.post.zh_cn;
    expect(title).toBe('【明察】监察提醒 60 件：黄牌 60');
    expect(content).toHaveLength(32);
    expect(content[30]).toEqual([{ tag: 'text', text: '另有 30 件，请到平台查看。' }]);
  });

  it('refuses another secret', async () => {
    const robot = await listen('fs-2');
    await tell(card('T-1'));
    expect(robot.taken).toHaveLength(0);
    expect(JSON.stringify(await answers())).toContain('19021');
  });
});

/** A report that made itself, told to the one receiver. */
async function tellOfReport(): Promise<void> {
  const notifier = await city.open();
  const report = { run_id: 'run-1', name: '周排名', period: '2026-W10', format: 'xlsx', bytes: 34_253 };
  await notifier.tellOfReport(report, ['r']);
  await notifier.tellOfReport(report, ['r']);
  await notifier.sendDue();
  await notifier.sendDue();
  expect(city.faults).toEqual([]);
}

describe('a webhook', () => {
  const SECRET = `whsec_${Buffer.from('a secret of some length').toString('base64')}`;
  const listen = async (secret = SECRET) => {
    const hook = opened(await startWebhook(SECRET, city.clock));
    city.environment['HOOK_SECRET'] = secret;
    await city.receiver({ receiver: 'r', channel: 'webhook', address: hook.url, secret_env: 'HOOK_SECRET' });
    return hook;
  };

  it('is told of a report once, and which it is', async () => {
    const hook = await listen();
    await tellOfReport();
    expect(hook.taken).toHaveLength(1);
    const { type, data } = JSON.parse(hook.taken[0]?.body ?? '{}');
    expect(type).toBe('reports.made');
    expect(data.messages).toEqual([
      {
        message_id: expect.stringMatching(/^[0-9a-f]{32}$/),
        run_id: 'run-1',
        name: '周排名',
        period: '2026-W10',
        format: 'xlsx',
        bytes: 34_253,
        link: expect.stringContaining('/reports'),
      },
    ]);
  });

  it('gets all of it as data, signed by the standard', async () => {
    const hook = await listen();
    const told = card('T-1');
    await tell(told);
    expect(JSON.parse(hook.taken[0]?.body ?? '{}')).toEqual({
      type: 'cards.told',
      timestamp: '2026-03-11T02:00:00.000Z',
      data: {
        receiver: 'r',
        title: '【明察】黄牌，承诺时限，T-1',
        messages: [
          {
            message_id: expect.stringMatching(/^[0-9a-f]{32}$/),
            case_id: 'T-1',
            grade: 'yellow',
            item: { code: 'permit', name: '建设工程规划许可' },
            centre: { code: 'hall', name: '东县政务大厅' },
            department: { code: 'plan', name: '规划局' },
            window: { code: 'plan-1', name: '规划1号窗' },
            due_on: '2026-03-09',
            findings: [{ card_id: told.card_id, rule: told.rule, rule_name: told.rule_name, sentence: told.sentence }],
            link: `${PLATFORM}/supervision?case=T-1`,
          },
        ],
      },
    });
  });

  it('sees one id when the same is sent again', async () => {
    const hook = await listen();
    hook.next.push({ status: 503, body: 'busy', headers: { 'retry-after': '120' } });
    const notifier = await city.open();
    await notifier.tell(several());
    await notifier.sendDue();
    const [first] = await city.store.query<{ post: string }>(
      `select post from deliveries where action = 'unreachable'`,
    );
    city.later(119_000);
    await notifier.sendDue();
    expect(hook.taken).toHaveLength(0);
    city.later(1_000);
    await notifier.sendDue();
    expect(hook.taken[0]?.headers['webhook-id']).toBe(first?.post);
  });

  it('is not followed elsewhere', async () => {
    const hook = await listen();
    const elsewhere = opened(await startWebhook(SECRET, city.clock));
    hook.next.push({ status: 307, headers: { location: elsewhere.url }, body: '' });
    await tell(card('T-1'));
    expect(elsewhere.asked).toBe(0);
    expect(await answers()).toMatchObject([{ action: 'refused', status: 307 }]);
  });
});

describe('a mailbox', () => {
  const listen = async (password = 'p@ss word') => {
    const server: MailServer = opened(await startMail('mingcha@example.gov.cn', 'p@ss word'));
    const login = `mingcha%40example.gov.cn:${encodeURIComponent(password)}`;
    city.environment['MAIL_SERVER'] = `smtp://${login}@127.0.0.1:${server.port}`;
    await city.receiver({
      receiver: 'r',
      channel: 'email',
      address: 'zhang@example.gov.cn',
      secret_env: 'MAIL_SERVER',
    });
    return server;
  };

  it('gets a case as plain text', async () => {
    const server = await listen();
    await tell(card('T-1'));
    const [mail] = server.mails;
    expect(mail).toMatchObject({
      from: 'mingcha@example.gov.cn',
      to: ['zhang@example.gov.cn'],
      subject: '【明察】黄牌，承诺时限，T-1',
    });
    expect(mail?.text).toBe(
      `办件编号：T-1
事项：建设工程规划许可
单位：东县政务大厅 · 规划局 · 规划1号窗
问题：承诺时限 5 个工作日，应于 2026-03-09 前办结，到期仍未办结。
应办结日：2026-03-09
查看办件：${PLATFORM}/supervision?case=T-1`,
    );
    expect(mail?.raw).toMatch(/^Auto-Submitted: auto-generated/m);
    expect(await answers()).toMatchObject([{ action: 'delivered', status: 250 }]);
  });

  it('gets a digest with every case and its link, in the language it asked for', async () => {
    const server = await listen();
    const receiver = { receiver: 'r', channel: 'email', address: 'zhang@example.gov.cn' } as const;
    await city.receiver({ ...receiver, secret_env: 'MAIL_SERVER', language: 'en' });
    await tell(...several());
    expect(server.mails[0]?.subject).toBe('【明察 Mingcha】3 findings: Red card 1, Yellow card 2');
    expect(server.mails[0]?.text).toContain(`1. Red card：T-3`);
    expect(server.mails[0]?.text).toContain(`${PLATFORM}/supervision?case=T-2`);
  });

  it('is not sent to where its password would go over a network in the clear', async () => {
    // For the rule, any address but this machine's own name; 127.0.0.2 is one that tests can listen on.
    const server = opened(await startMail('u', 'p', '127.0.0.2'));
    city.environment['MAIL_SERVER'] = `smtp://u:p@127.0.0.2:${server.port}?from=m@example.gov.cn`;
    await city.receiver({ receiver: 'r', channel: 'email', address: 'z@example.gov.cn', secret_env: 'MAIL_SERVER' });
    await tell(card('T-1'));
    expect(server.logins).toEqual([]);
    expect(server.mails).toEqual([]);
    expect(await answers()).toMatchObject([{ action: 'unreachable' }]);
  });

  it('refuses for good, refuses for now, or is not to be logged in to; each is told apart', async () => {
    const server = await listen();
    server.refuse.push(550, 451);
    const notifier = await city.open();
    await notifier.tell([card('T-1')]);
    await notifier.sendDue();
    city.later(3_600_000);
    await notifier.sendDue();
    city.environment['MAIL_SERVER'] = `smtp://mingcha%40example.gov.cn:wrong-word@127.0.0.1:${server.port}`;
    city.at('2026-03-11T15:00');
    await notifier.sendDue();
    expect(await answers()).toMatchObject([
      { action: 'refused', status: 550 },
      { action: 'unreachable', status: 451 },
      { action: 'unreachable', status: 535 },
    ]);
    expect(JSON.stringify(await answers())).not.toContain('wrong-word');
    expect(server.mails).toHaveLength(0);
  });
});
