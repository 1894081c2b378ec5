/** The shape of each grade, so that none is told by colour alone. Paths around (0, 0) within a radius of r. */
import type { Grade } from '@mingcha/analytics/contract';

const n = (value: number) => Math.round(value * 100) / 100;
const circle = (x: number, y: number, r: number) =>
  `M${n(x - r)} ${n(y)}a${n(r)} ${n(r)} 0 1 0 ${n(2 * r)} 0a${n(r)} ${n(r)} 0 1 0 ${n(-2 * r)} 0Z`;

/** Filled area of the shape centred on (x, y). */
export function gradePath(grade: Grade, x: number, y: number, r: number): string {
  switch (grade) {
    case 'red':
      return `M${n(x - r * 0.88)} ${n(y - r * 0.88)}h${n(r * 1.76)}v${n(r * 1.76)}h${n(-r * 1.76)}Z`;
    case 'yellow':
      return `M${n(x)} ${n(y - r)}L${n(x + r * 1.08)} ${n(y + r * 0.86)}H${n(x - r * 1.08)}Z`;
    case 'stopped':
      return [-0.75, 0.2]
        .map((at) => `M${n(x + at * r)} ${n(y - r * 0.9)}h${n(r * 0.55)}v${n(r * 1.8)}h${n(-r * 0.55)}Z`)
        .join('');
    case 'notice':
      // Three quarters of the dial, so that it still reads as a clock running out at small sizes.
      return `M${n(x)} ${n(y)}V${n(y - r)}A${n(r)} ${n(r)} 0 1 1 ${n(x - r)} ${n(y)}Z`;
    case 'fine':
      return circle(x, y, r * 0.86);
    case 'no_limit':
      return `${circle(x, y, r * 0.9)}${circle(x, y, r * 0.45)}`;
  }
}
