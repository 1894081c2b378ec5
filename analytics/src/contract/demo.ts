/** Whether what is shown is invented: the demo city of a first start. */
import Type, { type Static } from 'typebox';

export const DEMO_STATES = ['none', 'founding', 'running', 'still'] as const;
export type DemoState = (typeof DEMO_STATES)[number];

export const Demo = Type.Object({
  state: Type.Enum(DEMO_STATES, {
    description:
      'none: the store held no invented case when the server started. founding: those of the demo city are still coming in, ' +
      'so figures grow. running: they are there, and new ones come. still: they are there, and no new ones come. Cases of ' +
      'others may lie beside them in all three.',
  }),
});
export type Demo = Static<typeof Demo>;
