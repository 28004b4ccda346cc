/** Who buys in a furnished shop: customers, and those whose name nobody knows. */
import type { Furnishing, Json, Things } from './furnished-shop.ts';

/** Made once; `idOf` reads the id of what was made. */
export async function buyersOf(
  { post, marker }: Furnishing,
  idOf: (made: Json, name: string) => string,
): Promise<Things> {
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
