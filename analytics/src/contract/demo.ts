/** Whether what is shown is invented: the demo city of a first start. */
import Type, { type Static } from 'typebox';

export const DEMO_STATES = ['none', 'founding', 'running', 'left'] as const;
export type DemoState = (typeof DEMO_STATES)[number];

export const Demo = Type.Object({
  state: Type.Enum(DEMO_STATES, {
    description:
      'none: no demo city in this store that its server knows of. founding: its invented cases are still coming in, so that ' +
      'figures grow. running: all cases are invented, and new ones come. left: it goes on no more, since others sent events, ' +
      'but its invented cases count.',
  }),
});
export type Demo = Static<typeof Demo>;
