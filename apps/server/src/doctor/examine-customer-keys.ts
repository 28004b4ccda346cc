/** Whether what the shops keep of their customers can be opened with the keys of this home. */
import { isSealedHere, sealingKeyId, sealingKeyIds } from '@evertill/kernel';
import type pg from 'pg';
import { customerKeysFile } from '../key-keeping.ts';
import { keptShopKeys } from '../keys/kept-shop-keys.ts';
import type { Finding, Patient } from './examine.ts';

/** Those that Vault seals are Vault's: whether it is well, it says itself. */
export async function examineCustomerKeys(
  client: pg.Client,
  { home }: Pick<Patient, 'home'>,
): Promise<Finding> {
  const what = "customers' keys can be opened";
  const file = customerKeysFile(home);
  const kept = await keptShopKeys(client);
  const wanted = kept.filter(({ sealed }) => isSealedHere(sealed));
  let there: readonly string[];
  try {
    there = await sealingKeyIds(file);
  } catch (error) {
    return { what, standing: 'ill', detail: `${file} cannot be read: ${String(error)}` };
  }
  const missing = wanted.filter(({ sealed }) => !there.includes(sealingKeyId(sealed))).length;
  const elsewhere = kept.length - wanted.length;
  const rest = elsewhere === 0 ? '' : `, ${elsewhere} more by Vault`;
  if (missing === 0) return { what, standing: 'well', detail: `${wanted.length} shops${rest}` };
  const detail = `${missing} shops need keys that ${file} lacks: put them back from a backup`;
  return { what, standing: 'ill', detail };
}
