import { expect, test } from 'vitest';
import { flawOfPin } from './pin-rules.ts';

test.each(['0000', '1111', '4747', '123123', '99999999', '1234', '23456', '9876', '8901', '2109'])(
  '%s is among the first that anybody tries',
  (pin) => {
    expect(flawOfPin(pin, '+254700111222')).toBeTypeOf('string');
  },
);

test('so is the end of the phone number', () => {
  expect(flawOfPin('1222', '+254700111222')).toBe('the end of the phone number');
});

test.each(['7294', '1235', '4748', '12312', '90210', '13579', '1001'])('%s will do', (pin) => {
  expect(flawOfPin(pin, '+254700111222')).toBe(undefined);
});
