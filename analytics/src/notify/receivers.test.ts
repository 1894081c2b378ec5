import { describe, expect, it } from 'vitest';
import { faultsOf, type Receiver, secretsOf } from './receivers.ts';

const robot: Receiver = {
  receiver: 'plan-group',
  name: '规划局群',
  level: 'department',
  code: 'plan',
  role: 'leader',
  grades: [],
  channel: 'dingtalk',
  address: `https://oapi.dingtalk.com/robot/send?access_token=\${DING_TOKEN}`,
  secret_env: 'DING_SECRET',
  is_secret_in_address: false,
  language: 'zh',
  is_active: true,
};
const mailbox: Receiver = { ...robot, channel: 'email', address: 'zhang@example.gov.cn', secret_env: 'MAIL_SERVER' };

describe('a receiver', () => {
  it.each([
    ['a robot', robot],
    ['a robot whose whole address is secret', { ...robot, address: `\${ROBOT_URL}` }],
    ['a robot that is not signed', { ...robot, secret_env: '' }],
    [
      'a robot with its key in the store, which somebody meant',
      { ...robot, address: 'https://h/x?key=1', is_secret_in_address: true },
    ],
    ['a webhook of the office network', { ...robot, channel: 'webhook', address: 'http://10.1.2.3:8080/cards' }],
    ['a mailbox', mailbox],
  ] as [string, Receiver][])('is taken: %s', (_, receiver) => {
    expect(faultsOf(receiver)).toEqual([]);
  });

  it.each([
    ['code must name the department', { code: '' }],
    ['code must be empty', { level: 'everywhere' }],
    ['level must be one of', { level: 'room' }],
    ['role must be one of', { role: 'king' }],
    ['grades: “green” is none', { grades: ['green'] }],
    ['channel must be one of', { channel: 'fax' }],
    ['never the secret itself', { secret_env: 'SEC0a1b2c' }],
    ['holds a secret', { address: 'https://oapi.dingtalk.com/robot/send?access_token=abc' }],
    ['holds a secret', { channel: 'wecom', address: 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6' }],
    ['holds a secret', { channel: 'feishu', address: 'https://open.feishu.cn/open-apis/bot/v2/hook/0a1b' }],
    ['holds a secret', { channel: 'webhook', address: 'https://user:word@example.gov.cn/' }],
    ['must begin with https://', { address: 'file:///etc/passwd' }],
    ['secret_env is missing', { channel: 'webhook', secret_env: '' }],
    ['one mailbox', { ...mailbox, address: 'zhang@example.gov.cn, li@example.gov.cn' }],
    ['one mailbox', { ...mailbox, address: 'zhang@example.gov.cn\r\nBcc: x@example.com' }],
  ])('is refused with a reason: %s', (reason, wrong) => {
    expect(faultsOf({ ...robot, ...wrong } as Receiver).join(' ')).toContain(reason);
  });

  it('has its secrets filled in from the environment, and a name that is not set is told', () => {
    const environment = { DING_TOKEN: 't', DING_SECRET: 's' };
    expect(secretsOf(robot, environment)).toEqual({
      address: 'https://oapi.dingtalk.com/robot/send?access_token=t',
      secret: 's',
      secrets: ['t', 's'],
    });
    expect(() => secretsOf(robot, { DING_TOKEN: 't' })).toThrow('DING_SECRET of the receiver plan-group is not set');
    const server = 'smtps://u:p%40ss@mail.example.gov.cn';
    expect(secretsOf(mailbox, { MAIL_SERVER: server }).secrets).toEqual([server, 'p@ss']);
  });
});
