import { expect, test } from 'vitest';
import { ArrivalOrder } from './arrival-order.ts';

const text = (pieces: Iterable<Buffer>) => [...pieces].map((piece) => piece.toString()).join('');

test('lines leave in order of arrival, equal arrivals in order of adding', () => {
  const order = new ArrivalOrder(10);
  order.add(25, 'late');
  order.add(3, 'first');
  order.add(7, 'second');
  order.add(7, '第三');
  expect(text(order.before(20))).toBe('first\nsecond\n第三\n');
  expect(text(order.rest())).toBe('late\n');
});

test('a line that comes for a span already given out goes with the next one and is not lost', () => {
  const order = new ArrivalOrder(10);
  order.add(5, 'a');
  expect(text(order.before(10))).toBe('a\n');
  order.add(6, 'b');
  expect(text(order.before(20))).toBe('b\n');
});

test('what has left is no longer held', () => {
  const order = new ArrivalOrder(10);
  for (let moment = 0; moment < 1000; moment += 1) {
    order.add(moment, `line ${moment}`);
    if (moment % 10 === 9) for (const _ of order.before(moment + 1));
    expect(order.held).toBeLessThanOrEqual(10);
  }
});
