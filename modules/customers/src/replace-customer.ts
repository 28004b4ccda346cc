/** Says anew who a customer is: what is not sent is emptied, consent aside. */
import type { customers } from '@evertill/contract';
import type { TenantUseCase } from '@evertill/kernel';
import { changeCustomer } from './change-customer.ts';
import type { Needs } from './needs.ts';

export function replaceCustomer(needs: Needs): TenantUseCase<typeof customers.replaceCustomer> {
  const change = changeCustomer(needs);
  return (context, input) =>
    change(context, { email: null, phone: null, address: '', description: '', ...input });
}
