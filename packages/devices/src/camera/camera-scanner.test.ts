import { expect, it } from 'vitest';
import { virtualClock } from '../../test/virtual-clock.ts';
import { cameraScanner } from './camera-scanner.ts';

it('says a code once while it is in sight, again when it comes back, and goes on after a fault', async () => {
  const seen = [
    '',
    'A',
    'A',
    'fault',
    'A',
    'B',
    ...Array.from({ length: 12 }, () => ''),
    'A',
    'end',
  ];
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  const faults: unknown[] = [];
  const scans: string[] = [];
  const detector = {
    detect: async () => {
      const rawValue = seen.shift() ?? '';
      if (rawValue === 'fault') throw new Error('The camera was taken away.');
      if (rawValue === 'end') resolve();
      return rawValue === '' ? [] : [{ rawValue, format: 'ean_13' }];
    },
  };
  const onFault = (fault: unknown) => faults.push(fault);
  const stop = cameraScanner({ source: 'lens', detector, clock: virtualClock(), onFault }).listen(
    ({ text }) => scans.push(text),
  );
  await ended;
  stop();
  expect(scans).toEqual(['A', 'B', 'A']);
  expect(faults).toHaveLength(1);
});
