/** How much one shop may ask for in a stretch of time, where it is not what everybody may. */
import { z } from 'zod';
import { operation } from './operation.ts';
import { text, whole } from './wire-types.ts';

/**
 * What is counted of a shop: each of its people and keys by itself, all of it, and each kind of
 * request. Whoever shows no credential is counted by address, and that is no shop's.
 */
export const shopPolicies = ['tenant', 'caller', 'read', 'write', 'sync', 'heavy'] as const;
export type ShopPolicy = (typeof shopPolicies)[number];

/** What a limit may be: small enough to mean something, long enough to be waited for. */
export const tenantLimitBounds = { unitsMax: 100_000_000, secondsMax: 3_600 } as const;

export const tenantLimit = z.strictObject({
  policy: z.enum(shopPolicies),
  units: whole(1, tenantLimitBounds.unitsMax),
  seconds: whole(1, tenantLimitBounds.secondsMax),
});
export type TenantLimit = z.infer<typeof tenantLimit>;

/** Those that are another for this shop, each policy once; none is what everybody has. */
export const tenantLimits = z.array(tenantLimit).max(shopPolicies.length);

const limitsView = z.strictObject({ limits: tenantLimits });

export const tenantLimitOperations = {
  findTenantLimits: operation({
    name: 'auth.findTenantLimits',
    summary: 'What the shop of the context may ask for, where it is not what everybody may.',
    access: { kind: 'peer' },
    isRepeatable: true,
    input: z.strictObject({}),
    output: limitsView,
    refusals: ['not_found'],
  }),
  changeTenantLimits: operation({
    name: 'auth.changeTenantLimits',
    summary: 'Give the shop of the context other limits; those not named are as for everybody.',
    access: { kind: 'peer' },
    isRepeatable: true,
    input: z.strictObject({ limits: tenantLimits, reason: text(500).optional() }),
    output: limitsView,
    changesRights: true,
    refusals: ['input_invalid', 'not_found'],
  }),
};
