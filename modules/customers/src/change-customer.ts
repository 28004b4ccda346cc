/** Changes what was sent of a customer; two at once go one after the other. */
import type { InputOf, customers } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { Call, TenantContext, TenantUseCase } from '@evertill/kernel';
import { consentSaid, detailsSaid } from './customer-input.ts';
import { lockCustomer, readCustomer } from './customer-store.ts';
import { customerView, readDetails } from './customer-view.ts';
import type { Needs } from './needs.ts';
import { refuseForeign } from './refuse-foreign.ts';
import { refuseTaken, writeChange } from './write-customer.ts';
import { writingOf } from './writing-of.ts';

type Input = InputOf<typeof customers.changeCustomer>;

export function changeCustomer(needs: Needs): TenantUseCase<typeof customers.changeCustomer> {
  return async (context: Call<TenantContext>, input: Input) => {
    const { customerId, userClient, ...said } = input;
    refuseForeign(context, userClient);
    const writing = await writingOf(needs, context, { source: 'API' });
    const change = { details: detailsSaid(said), consent: consentSaid(said) };
    const row = await needs.database
      .inTransaction(context, async (tx) => {
        const held = (await lockCustomer(tx, customerId)) ?? refuse('not_found');
        await writeChange(tx, writing, held, change);
        return (await readCustomer(tx, customerId)) ?? held;
      })
      .catch(refuseTaken);
    const opening = { keys: writing.keys, tenantId: context.tenantId };
    return customerView(row, readDetails(needs, row, opening));
  };
}
