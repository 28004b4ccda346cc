import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CDPSession } from 'playwright-core';
import { openBrowser } from './open-page.ts';
import type { DevicesBrowser, DevicesPage } from './open-page.ts';

let browser: DevicesBrowser;
let till: DevicesPage;
let keyboard: CDPSession;

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const body = `<input id=search><textarea id=note></textarea><input id=amount type=number>
  <button id=pay onclick="window.paid = (window.paid ?? 0) + 1">Pay</button>
  <script>
    window.shortcuts = ''; window.inputs = [];
    addEventListener('keydown', ({ key, target }) => {
      if (target.tagName !== 'INPUT' && target.tagName !== 'TEXTAREA') shortcuts += key;
    });
    search.addEventListener('input', () => inputs.push(search.value));
  </script>`;

beforeEach(async () => {
  till = await browser.open(body);
  keyboard = await till.page.context().newCDPSession(till.page);
  // A page knows no time before its own beginning.
  at = Date.now() / 1000;
});

/** When the system saw the last key, in seconds since 1970. */
let at = 0;

/** Real key events, at the times that the system would have seen: none waits for another. */
async function press(text: string, gapMs: number, end = 'Enter'): Promise<void> {
  const keys = [...Array.from(text), ...(end === '' ? [] : [end])];
  await Promise.all(
    keys.flatMap((key) => {
      at += gapMs / 1000;
      const code = key === 'Enter' ? 13 : key.toUpperCase().charCodeAt(0);
      const typed = key === 'Enter' ? '\r' : key;
      const event = { key, text: typed, windowsVirtualKeyCode: code, timestamp: at };
      return [
        keyboard.send('Input.dispatchKeyEvent', { ...event, type: 'keyDown' }),
        keyboard.send('Input.dispatchKeyEvent', { key, type: 'keyUp', timestamp: at }),
      ];
    }),
  );
}

const value = (id: string) => till.page.inputValue(`#${id}`);
const seen = (name: string) => till.page.evaluate(`window.${name}`);

describe('a scanner that pretends to be a keyboard, in Chromium', () => {
  it('loses none of 60 scans at 20 a second, from any focus', async () => {
    await till.call('listenToWedge', {});
    const codes = Array.from({ length: 60 }, (_, index) => `616000${1_000_000 + index}`);
    for (const [index, code] of codes.entries()) {
      const focus = ['#search', '#note', '#amount', '#pay', 'body'][index % 5] ?? 'body';
      if (index % 10 < 5) await till.page.focus(focus).catch(() => undefined);
      await press(code, 50 / (code.length + 1));
    }
    expect(await till.call('scansSoFar')).toEqual(codes);
    expect([await value('search'), await value('note'), await value('amount')]).toEqual([
      '',
      '',
      '',
    ]);
    expect(await seen('paid')).toBeUndefined();
    expect(await seen('shortcuts')).toBe('');
  });

  it('leaves a field as it was, and tells whoever holds its value', async () => {
    await till.call('listenToWedge', {});
    await till.page.fill('#search', 'milk 2');
    await till.page.evaluate('search.focus(); search.setSelectionRange(4, 4)');
    await press('6160001234560', 4);
    expect(await value('search')).toBe('milk 2');
    expect(await till.page.evaluate('search.selectionStart')).toBe(4);
    expect(await seen('inputs')).toEqual(['milk 2', 'milk6 2', 'milk61 2', 'milk 2']);
    expect(await till.call('scansSoFar')).toEqual(['6160001234560']);
  });

  it('lets a person type, at any speed, and loses no key', async () => {
    await till.call('listenToWedge', {});
    await till.page.focus('#search');
    await press('kahawa', 90, '');
    await press('nyeusi', 12, '');
    await press('n', 60, '');
    await till.call('comeSilence');
    expect(await value('search')).toBe('kahawanyeusin');
    expect(await till.call('scansSoFar')).toEqual([]);
  });

  it('takes a code whole when the page was busy in the middle of it', async () => {
    await till.call('listenToWedge', {});
    await till.page.focus('#search');
    await press('61600012', 6, '');
    await till.call('comeSilence', 300);
    expect(await till.call('scansSoFar')).toEqual([]);
    await press('34560', 6);
    expect(await till.call('scansSoFar')).toEqual(['6160001234560']);
    await press('9638507', 6, '');
    for (let busy = 0; busy < 6; busy += 1) await till.call('comeSilence', 300);
    expect(await till.call('scansSoFar')).toEqual(['6160001234560', '9638507']);
  });

  it('lets shortcuts through, a moment later, where there is no field', async () => {
    await till.call('listenToWedge', {});
    await press('a', 0, '');
    expect(await seen('shortcuts')).toBe('');
    await till.call('comeSilence');
    await press('bc', 120, '');
    await till.call('comeSilence');
    expect(await seen('shortcuts')).toBe('abc');
    await till.page.focus('#pay');
    await press('', 500);
    expect(await seen('paid')).toBe(1);
  });

  it('leaks nothing at all behind a prefix', async () => {
    await till.call('listenToWedge', { prefix: '~' });
    await till.page.focus('#search');
    await press('~]E06160001234560', 8);
    await press('6160001234560', 4, '');
    expect(await seen('inputs')).toHaveLength(13);
    expect(await till.call('scansSoFar')).toEqual([']E06160001234560']);
  });
});
