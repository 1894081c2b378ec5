// @vitest-environment happy-dom
import { afterEach, expect, it, vi } from 'vitest';
import { effectScope } from 'vue';
import { useShortcuts } from './use-shortcuts.ts';

const scope = effectScope();
const [next, open] = [vi.fn(), vi.fn()];
scope.run(() =>
  useShortcuts([
    { keys: 'j', label: 'keys.next', run: next },
    { keys: 'Enter', label: 'keys.open', run: open },
  ]),
);
afterEach(() => {
  document.body.innerHTML = '';
  vi.clearAllMocks();
});
function press(key: string, on = 'main') {
  document.querySelector(on)!.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
}

it('does nothing under an open dialog, wherever the focus is', () => {
  document.body.innerHTML = '<main></main><dialog open><button></button></dialog>';
  press('j', 'dialog button');
  press('j');
  expect(next).not.toHaveBeenCalled();
  document.querySelector('dialog')!.removeAttribute('open');
  press('j');
  expect(next).toHaveBeenCalledTimes(1);
});

it('leaves Enter to what it presses', () => {
  document.body.innerHTML = '<main></main><a href="#"></a><button></button><details><summary></summary></details>';
  for (const control of ['a', 'button', 'summary']) press('Enter', control);
  expect(open).not.toHaveBeenCalled();
  press('Enter');
  expect(open).toHaveBeenCalledTimes(1);
});
