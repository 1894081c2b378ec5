/** The Node that is too old is told so in a sentence, before anything else is tried. */
import { describe, expect, it } from 'vitest';

const { checkNode } = (await import(new URL('../../analytics/bin/prepare.mjs', import.meta.url).href)) as {
  checkNode: (version: string) => void;
};

describe('Node', () => {
  it.each(['20.19.0', '20.20.2', '22.1.0', '24.0.0'])('%s will do', (version) => {
    expect(() => checkNode(version)).not.toThrow();
  });

  it.each(['18.20.0', '20.18.3', '16.0.0'])('%s is refused with what to install', (version) => {
    expect(() => checkNode(version)).toThrow(`Mingcha needs Node 20.19 or newer, and this is Node ${version}.`);
  });
});
