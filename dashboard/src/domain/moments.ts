/** Moments and days of the centre's zone. Every number the API sends is read in this zone, wherever the reader sits. */
export const ZONE = 'Asia/Shanghai';

const dayParts = new Intl.DateTimeFormat('en-CA', {
  timeZone: ZONE,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** ISO day on which a moment falls in the centre's zone. */
export const dayOf = (moment: Date | string): string => dayParts.format(new Date(moment));

export const secondsBetween = (from: Date | string, to: Date | string): number =>
  (new Date(to).getTime() - new Date(from).getTime()) / 1000;
