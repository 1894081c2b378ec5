/** All channels, by name. */
import type { ChannelName } from '../receivers.ts';
import type { Channel } from './channel.ts';
import { dingtalk } from './dingtalk.ts';
import { email } from './email.ts';
import { feishu } from './feishu.ts';
import { webhook } from './webhook.ts';
import { wecom } from './wecom.ts';

export const channels: Readonly<Record<ChannelName, Channel>> = { wecom, dingtalk, feishu, webhook, email };
