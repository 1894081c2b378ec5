/** Publications of nothing but bytes, to be placed and killed at. */
import { createHash } from 'node:crypto';
import type { PublicationManifest } from '@mingcha/analytics';
import type { Bundle } from '@mingcha/analytics/publications';

const FILES = 12;
const BYTES = 40_000;

/** The next after another: its manifest, and files that are what it says. */
export function bundleOf(last: Bundle | undefined): { manifest: PublicationManifest; files: Record<string, Buffer> } {
  const count = last === undefined ? 1 : Number(last.manifest.number.slice(5)) + 1;
  const files = Object.fromEntries(
    Array.from({ length: FILES }, (_, at) => [`part-${at}.bin`, Buffer.alloc(BYTES, `${count}/${at} `)]),
  );
  const day = '2026-03-02';
  const moment = '2026-03-11T09:30:00.000Z';
  return {
    files,
    manifest: {
      format: 'mingcha-publication',
      format_version: 1,
      number: `2026-${String(count).padStart(3, '0')}`,
      kind: 'ranking',
      title: { zh: '', en: '' },
      note: '',
      period: '2026-W10',
      from_on: day,
      to_on: day,
      before: { from_on: day, to_on: day },
      boards: [],
      levels: [],
      as_of: moment,
      watermark: null,
      published_at: moment,
      published_by: '督查室',
      objections_until: day,
      restates: null,
      previous: last === undefined ? null : { number: last.manifest.number, sha256: last.sha256 },
      definitions: [],
      settings: {},
      versions: { release: '', models: '', rules: [], calendars: [], directory: [] },
      cases: 0,
      cards: 0,
      files: Object.entries(files).map(([name, content]) => ({
        name,
        bytes: content.length,
        sha256: createHash('sha256').update(content).digest('hex'),
        holds: 'evidence' as const,
      })),
    },
  };
}
