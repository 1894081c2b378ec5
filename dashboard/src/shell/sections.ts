/** The sections of the application, in the order of the rail. The rail, the search, the keys and the pages' marks read them here. */
export const SECTIONS = [
  { name: 'supervision', key: 's' },
  { name: 'daily', key: 'd', hasPeriod: true },
  { name: 'ranking', key: 'w', hasPeriod: true },
  { name: 'dispatch', key: 't', hasPeriod: true },
  { name: 'review', key: 'm' },
  { name: 'rectifications', key: 'z' },
  { name: 'notices', key: 'n', hasPeriod: true },
  { name: 'quality', key: 'q' },
  { name: 'reports', key: 'b' },
  { name: 'rules', key: 'r' },
  { name: 'wall', key: 'p' },
] as const satisfies readonly { name: string; key: string; hasPeriod?: boolean }[];

export type Section = (typeof SECTIONS)[number]['name'];

/** Whether its pages show a period of their own, which then goes along from one to the other. */
export const hasPeriod = (section: (typeof SECTIONS)[number]): boolean => 'hasPeriod' in section;
