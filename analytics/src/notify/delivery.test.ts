import { describe, expect, it } from 'vitest';
import { backOff, type DeliveryAction, type DeliveryRow, deliveryOf, messageId } from './delivery.ts';

const detail = JSON.stringify({ case_id: 'a', findings: [] });
/** Minutes after ten. */
const moment = (minute: number) => new Date(Date.UTC(2026, 2, 11, 10, minute)).toISOString();

function row(sequence: number, action: DeliveryAction, minute: number, more: Partial<DeliveryRow> = {}): DeliveryRow {
  const id = { message_id: 'm', receiver: 'r', case_id: 'a', grade: 'red' as const };
  const said = { post: '', status: 0, answer: '', detail: action === 'queued' ? detail : '', worker: 'w' };
  return { ...id, ...said, sequence, action, at: moment(minute), not_before: null, ...more };
}

const queued = row(1, 'queued', 0, { not_before: moment(5), worker: '' });
const claimed = row(2, 'claimed', 5, { not_before: moment(7) });
const refused = row(2, 'refused', 5, { not_before: moment(6) });

describe('a message', () => {
  it('waits from when it may be told', () => {
    expect(deliveryOf([queued])).toMatchObject({ state: 'waiting', notBefore: new Date(moment(5)), attempts: 0 });
    expect(deliveryOf([])).toBeUndefined();
    expect(deliveryOf([claimed])).toBeUndefined();
  });

  it('is claimed by whoever was first, until the claim ends or is answered', () => {
    const later = row(2, 'claimed', 6, { worker: 'a', not_before: moment(8) });
    expect(deliveryOf([queued, later, claimed])?.claim).toMatchObject({ worker: 'w', until: new Date(moment(7)) });
    const sameMoment = { ...claimed, worker: 'a' };
    expect(deliveryOf([queued, claimed, sameMoment])?.claim?.worker).toBe('a');
    const next = row(3, 'claimed', 9, { worker: 'z', not_before: moment(11) });
    expect(deliveryOf([queued, claimed, next])?.claim?.worker).toBe('z');
    expect(deliveryOf([queued, claimed, refused])?.claim).toBeUndefined();
  });

  it('waits for its next try, and tells a no from no answer', () => {
    const unreachable = row(3, 'unreachable', 7, { not_before: moment(9) });
    expect(deliveryOf([queued, claimed, refused, unreachable])).toMatchObject({
      state: 'waiting',
      attempts: 2,
      refusals: 1,
      notBefore: new Date(moment(9)),
      since: new Date(moment(5)),
    });
  });

  it('once delivered stays so, whatever another process wrote', () => {
    const delivered = row(2, 'delivered', 6);
    for (const after of [refused, row(2, 'dropped', 6), row(3, 'queued', 8), row(3, 'claimed', 8)]) {
      expect(deliveryOf([queued, claimed, after, delivered])?.state).toBe('delivered');
    }
  });

  it('that was dropped starts anew when it is queued again', () => {
    const dropped = row(2, 'dropped', 6);
    expect(deliveryOf([queued, claimed, dropped])?.state).toBe('dropped');
    const again = row(3, 'queued', 60, { not_before: moment(60) });
    expect(deliveryOf([queued, claimed, refused, dropped, again])).toMatchObject({
      state: 'waiting',
      attempts: 0,
      since: new Date(moment(60)),
    });
  });

  it('is the same in whatever order its actions are read', () => {
    const rows = [queued, claimed, refused, row(3, 'claimed', 6), row(3, 'unreachable', 7), row(4, 'delivered', 9)];
    const right = deliveryOf(rows);
    for (let turn = 0; turn < rows.length; turn += 1) {
      rows.push(rows.shift()!);
      expect(deliveryOf(rows)).toEqual(right);
      expect(deliveryOf([...rows].reverse())).toEqual(right);
    }
  });
});

it('one receiver, case and grade have one message', () => {
  const ids = ['r', 's'].flatMap((r) => ['a', 'b'].flatMap((c) => [messageId(r, c, 'red'), messageId(r, c, 'yellow')]));
  expect(new Set(ids).size).toBe(8);
  expect(messageId('r', 'a', 'red')).toBe(messageId('r', 'a', 'red'));
});

it('tries come later and later, an hour apart at most', () => {
  expect([1, 2, 3, 7, 8, 9, 1_000].map((n) => backOff(n) / 1_000)).toEqual([30, 60, 120, 1_920, 3_600, 3_600, 3_600]);
});
