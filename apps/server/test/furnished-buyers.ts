/** Who buys in a furnished shop: customers, and those whose name nobody knows. */
import { idOf } from './furnishing.ts';
import type { Furnishing, Things } from './furnishing.ts';

export async function buyersOf({ post, marker }: Furnishing): Promise<Things> {
  const customer = async (): Promise<string> =>
    idOf(await post('/api/customers/', { name: `Buyer ${marker}` }), 'customer_id');
  const profile = async (): Promise<string> =>
    idOf(await post('/api/anonymousprofiles/'), 'anonymous_customer_id');
  const known_profile = await profile();
  const path = `/api/anonymousprofiles/${known_profile}/identify/`;
  await post(path, { name: `Somebody ${marker}` });
  return {
    known_profile,
    customer_id: await customer(),
    spare_customer: await customer(),
    erased_customer: await customer(),
    anonymous_customer_id: await profile(),
    spare_profile: await profile(),
  };
}
