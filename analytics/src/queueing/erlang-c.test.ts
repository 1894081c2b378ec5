import { describe, expect, it } from 'vitest';
import { offeredLoad, waitingAt, windowsFor } from './erlang-c.ts';

describe('Erlang C', () => {
  it('agrees with closed forms: one window waits as often as it is busy, two and three as in textbooks', () => {
    expect(waitingAt({ arrivalsPerHour: 6, handlingMinutes: 7 }, 1, 0).probability).toBeCloseTo(0.7, 12);
    // M/M/2: 2ρ² / (1 + ρ) with ρ = 1/2.
    expect(waitingAt({ arrivalsPerHour: 6, handlingMinutes: 10 }, 2, 0).probability).toBeCloseTo(1 / 3, 12);
    // Gross & Harris, the eye clinic: 6 an hour, 3 doctors of 20 minutes, mean wait 4/27 of an hour.
    const clinic = waitingAt({ arrivalsPerHour: 6, handlingMinutes: 20 }, 3, 0);
    expect(clinic.probability).toBeCloseTo(4 / 9, 12);
    expect(clinic.meanMinutes).toBeCloseTo((60 * 4) / 27, 10);
  });

  it.each([
    // 200 calls an hour of 180 s, 14 agents: 17.4 % wait, 88.8 % within 20 s, 7.8 s on average (published worked example).
    [{ arrivalsPerHour: 200, handlingMinutes: 3 }, 14, 20 / 60, 0.174, 0.888, 7.8],
    // 720 calls an hour of 240 s, 55 agents: 0.239 wait, 84.5 % within 15 s, 8.2 s on average (published worked example).
    [{ arrivalsPerHour: 720, handlingMinutes: 4 }, 55, 15 / 60, 0.239, 0.845, 8.2],
  ])('agrees with published worked examples: %o at %i', (demand, windows, target, probability, within, seconds) => {
    const found = waitingAt(demand, windows, target);
    // Within one of the last digit printed: some round, some cut.
    expect(Math.abs(found.probability - probability)).toBeLessThan(0.001);
    expect(Math.abs(found.servedWithin - within)).toBeLessThan(0.001);
    expect(Math.abs(60 * found.meanMinutes - seconds)).toBeLessThan(0.1);
  });

  it('agrees with the table of 10 erlangs', () => {
    const tabulated = [0.6821, 0.4494, 0.2853, 0.1741, 0.102];
    const found = [11, 12, 13, 14, 15].map(
      (windows) => waitingAt({ arrivalsPerHour: 60, handlingMinutes: 10 }, windows, 0).probability,
    );
    for (const [index, value] of tabulated.entries()) expect(found[index]).toBeCloseTo(value, 4);
  });

  it('says that the line grows without end where more comes than the windows can take', () => {
    const full = { probability: 1, meanMinutes: Number.POSITIVE_INFINITY, servedWithin: 0 };
    expect(waitingAt({ arrivalsPerHour: 12, handlingMinutes: 10 }, 2, 10)).toEqual(full);
    expect(waitingAt({ arrivalsPerHour: 12, handlingMinutes: 10 }, 0, 10)).toEqual(full);
  });

  it('stays a number at loads whose factorials are none', () => {
    const { probability, servedWithin } = waitingAt({ arrivalsPerHour: 6000, handlingMinutes: 9.5 }, 960, 5);
    expect(probability).toBeGreaterThan(0);
    expect(probability).toBeLessThan(1);
    expect(servedWithin).toBeGreaterThan(1 - probability);
  });

  it('refuses figures that are none, in a sentence', () => {
    expect(() => offeredLoad({ arrivalsPerHour: -1, handlingMinutes: 5 })).toThrow(/0 or more, not -1/);
    expect(() => offeredLoad({ arrivalsPerHour: 1, handlingMinutes: 0 })).toThrow(/above 0, not 0/);
    expect(() => windowsFor({ arrivalsPerHour: 1, handlingMinutes: 5 }, { waitMinutes: 5, share: 1 })).toThrow(
      /between 0 and 1, not 1/,
    );
  });
});

describe('windows for a target', () => {
  it('is the least number: one fewer misses the target', () => {
    for (const arrivalsPerHour of [0.5, 3, 11, 40, 180]) {
      for (const handlingMinutes of [4, 12, 35]) {
        for (const target of [
          { waitMinutes: 0, share: 0.5 },
          { waitMinutes: 10, share: 0.8 },
          { waitMinutes: 15, share: 0.95 },
        ]) {
          const demand = { arrivalsPerHour, handlingMinutes };
          const { windows, servedWithin } = windowsFor(demand, target);
          expect(servedWithin).toBeGreaterThanOrEqual(target.share);
          expect(waitingAt(demand, windows, target.waitMinutes).servedWithin).toBe(servedWithin);
          if (windows > 1)
            expect(waitingAt(demand, windows - 1, target.waitMinutes).servedWithin).toBeLessThan(target.share);
        }
      }
    }
  });

  it('keeps one window open where nobody has come yet', () => {
    const found = windowsFor({ arrivalsPerHour: 0, handlingMinutes: 10 }, { waitMinutes: 10, share: 0.8 });
    expect(found).toMatchObject({ windows: 1, meanMinutes: 0, servedWithin: 1 });
  });
});

/** Numbers in (0, 1), the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (((mixed ^ (mixed >>> 14)) >>> 0) + 0.5) / 2 ** 32;
  };
}

describe('a simulated counter', () => {
  it.each([
    [{ arrivalsPerHour: 24, handlingMinutes: 6 }, 3],
    [{ arrivalsPerHour: 10, handlingMinutes: 15 }, 4],
    [{ arrivalsPerHour: 5, handlingMinutes: 8 }, 1],
  ])('of %o at %i windows waits as the formula says', (demand, windows) => {
    const random = randomFrom(20_260_302);
    const drawn = (mean: number) => -mean * Math.log(random());
    const freeAt = Array.from({ length: windows }, () => 0);
    const people = 400_000;
    let [now, waited, within, total] = [0, 0, 0, 0];
    for (let i = 0; i < people; i += 1) {
      now += drawn(60 / demand.arrivalsPerHour);
      const first = freeAt.indexOf(Math.min(...freeAt));
      const wait = Math.max(0, freeAt[first]! - now);
      freeAt[first] = now + wait + drawn(demand.handlingMinutes);
      total += wait;
      if (wait > 0) waited += 1;
      if (wait <= 10) within += 1;
    }
    const expected = waitingAt(demand, windows, 10);
    expect(Math.abs(waited / people - expected.probability)).toBeLessThan(0.01);
    expect(Math.abs(within / people - expected.servedWithin)).toBeLessThan(0.01);
    expect(Math.abs(total / people / expected.meanMinutes - 1)).toBeLessThan(0.03);
  });
});
