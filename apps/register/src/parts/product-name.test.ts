/** The pack at the end of a name, and names that only look as if they had one. */
import { expect, test } from 'vitest';
import { initialsOf } from './avatar.tsx';
import { shownName } from './product-name.ts';

// prettier-ignore
test.each([
  ['Unga wa mahindi Jua, 2 kg',  'Unga wa mahindi Jua', '2 kg'],
  ['Eggs, tray of 30',           'Eggs',                'tray of 30'],
  ['Maziwa Mlima 500ml',         'Maziwa Mlima',        '500ml'],
  ['Tea lights, box of 12',      'Tea lights',          'box of 12'],
  ['Airtime 100',                'Airtime 100',         ''],
  ['Greeting card, gull',        'Greeting card, gull', ''],
  ['2 kg',                       '2 kg',                ''],
])('%s', (full, name, pack) => {
  expect(shownName(full)).toEqual({ name, pack });
});

// prettier-ignore
test.each([
  ['Jua Maize Meal', 'JM'], ['Eggs', 'EG'], ['ñandú', 'ÑA'], ['7 Up', '7U'], ['', ''],
])('the initials of %s', (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});
