/** The document is one by the schema of AsyncAPI itself, and says what is told to whom. */
import { eventPayloads } from '@evertill/contract';
import specs from '@asyncapi/specs';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { asyncApiDocument } from './event-document.ts';

const document = asyncApiDocument({ version: '1.2.3', prefix: 'shop' });

test('it is an AsyncAPI 3.0 document', () => {
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  const schema: object = specs.schemasWithoutId['3.0.0'];
  const validate = ajv.compile(schema);
  expect([validate(document), validate.errors]).toEqual([true, null]);
  expect(validate({ ...document, channels: { orders: { messages: 1 } } })).toBe(false);
});

test('every event is a message, and every reference leads somewhere', () => {
  const { components } = document as { components: { messages: object } };
  expect(Object.keys(components.messages)).toEqual(Object.keys(eventPayloads));
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)];
  expect(references.length).toBeGreaterThan(50);
  for (const [, path = ''] of references) {
    const found = path
      .split('/')
      .reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], document);
    expect(found, path).toBeTypeOf('object');
  }
});

test('inventory hears of sales from the topic of orders', () => {
  expect(document).toMatchObject({
    channels: { orders: { address: 'shop.orders.v1' } },
    operations: {
      inventoryHearsOrders: {
        action: 'receive',
        messages: expect.arrayContaining([
          { $ref: '#/channels/orders/messages/order.completed' },
        ]) as unknown,
      },
    },
  });
});
