import { InvalidArgumentError } from 'commander';
import { describe, expect, it } from 'vitest';
import { storeAddress } from './options.ts';

describe('the address of a store', () => {
  it.each(['file:./data', 'file:///srv/mingcha', 'http://host:8123/mingcha', 'https://host/mingcha'])(
    'is %s',
    (text) => {
      expect(storeAddress(text)).toBe(text);
    },
  );

  it.each(['data', './data', '/srv/mingcha', 'C:\\mingcha'])('is the folder %s', (text) => {
    expect(storeAddress(text)).toBe(`file:${text}`);
  });

  it.each(['bogus:xx', 'postgres://host/db', 'http:host', 'fiel:./data'])('is not %s', (text) => {
    expect(() => storeAddress(text)).toThrow(InvalidArgumentError);
  });
});
