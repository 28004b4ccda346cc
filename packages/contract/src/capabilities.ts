/**
 * Who may do what. A token carries roles; roles mean capabilities, here and nowhere else.
 *
 * The shop's words are Owner, Manager, Employee (AsiriaPOS); inside, a role is lower case.
 */

export const roles = ['owner', 'manager', 'cashier'] as const;
export type Role = (typeof roles)[number];

const everyone: readonly Role[] = ['owner', 'manager', 'cashier'];
const leaders: readonly Role[] = ['owner', 'manager'];

export const capabilities = {
  catalog_view: everyone,
  catalog_manage: leaders,
  stock_view: everyone,
  stock_adjust: leaders,
  stock_approve: leaders,
  sale_record: everyone,
  sale_view: everyone,
  return_approve: leaders,
  refund_approve: leaders,
  return_policy_manage: leaders,
  approval_give: leaders,
  register_view: everyone,
  register_manage: leaders,
  exceptions_view: leaders,
  audit_view: leaders,
} as const satisfies Record<string, readonly Role[]>;

export type Capability = keyof typeof capabilities;

export function mayDo(userRoles: readonly string[], capability: Capability): boolean {
  return capabilities[capability].some((role) => userRoles.includes(role));
}

/** How far a role may go at the counter before a manager has to say yes. */
export interface CounterLimits {
  readonly discountPpmMax: number;
  readonly mayRefundWithoutSale: boolean;
}

const counterLimits: Readonly<Record<Role, CounterLimits>> = {
  owner: { discountPpmMax: 1_000_000, mayRefundWithoutSale: true },
  manager: { discountPpmMax: 1_000_000, mayRefundWithoutSale: true },
  cashier: { discountPpmMax: 100_000, mayRefundWithoutSale: false },
};

/** The widest limits among the roles held; none for somebody without a role. */
export function counterLimitsOf(userRoles: readonly string[]): CounterLimits {
  const held = roles.filter((role) => userRoles.includes(role)).map((role) => counterLimits[role]);
  return {
    discountPpmMax: Math.max(0, ...held.map((limits) => limits.discountPpmMax)),
    mayRefundWithoutSale: held.some((limits) => limits.mayRefundWithoutSale),
  };
}

/** A cashier reads and reprints own sales; whoever leads sees everyone's. */
export function maySeeAllSales(userRoles: readonly string[]): boolean {
  return leaders.some((role) => userRoles.includes(role));
}
