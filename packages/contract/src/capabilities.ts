/**
 * Who may do what. A token carries roles; roles mean capabilities, here and nowhere else.
 *
 * The shop's words are Owner, Manager, Employee (AsiriaPOS); inside, a role is lower case.
 */

export const roles = ['owner', 'manager', 'cashier'] as const;
export type Role = (typeof roles)[number];

/** As the wire says it. */
export const wireRoles = ['OWNER', 'MANAGER', 'EMPLOYEE'] as const;
export type WireRole = (typeof wireRoles)[number];

const rolesOfWire: Readonly<Record<WireRole, Role>> = {
  OWNER: 'owner',
  MANAGER: 'manager',
  EMPLOYEE: 'cashier',
};

export function roleOf(wireRole: WireRole): Role {
  return rolesOfWire[wireRole];
}

export function wireRoleOf(role: Role): WireRole {
  return role === 'cashier' ? 'EMPLOYEE' : role === 'manager' ? 'MANAGER' : 'OWNER';
}

const everyone: readonly Role[] = ['owner', 'manager', 'cashier'];
const leaders: readonly Role[] = ['owner', 'manager'];
const owners: readonly Role[] = ['owner'];

export const capabilities = {
  catalog_view: everyone,
  catalog_manage: leaders,
  stock_view: everyone,
  stock_adjust: leaders,
  stock_approve: leaders,
  location_manage: leaders,
  purchase_manage: leaders,
  supplier_manage: leaders,
  expense_manage: leaders,
  payment_option_view: everyone,
  payment_option_manage: leaders,
  cost_view: leaders,
  sale_record: everyone,
  sale_view: everyone,
  return_approve: leaders,
  refund_approve: leaders,
  return_policy_manage: leaders,
  rate_manage: leaders,
  approval_give: leaders,
  store_credit_view: leaders,
  price_override: leaders,
  sale_void: leaders,
  register_view: everyone,
  register_manage: leaders,
  session_operate: everyone,
  session_view_all: leaders,
  session_expected_view: leaders,
  cash_move: everyone,
  customer_view: everyone,
  customer_manage: everyone,
  customer_export: leaders,
  customer_erase: leaders,
  exceptions_view: leaders,
  exceptions_decide: leaders,
  audit_view: leaders,
  own_account: everyone,
  staff_view: leaders,
  staff_manage: leaders,
  role_manage: owners,
  tenant_view: everyone,
  tenant_manage: owners,
  api_key_manage: owners,
} as const satisfies Record<string, readonly Role[]>;

export type Capability = keyof typeof capabilities;

export function mayDo(userRoles: readonly string[], capability: Capability): boolean {
  return capabilities[capability].some((role) => userRoles.includes(role));
}

export const capabilityNames = Object.keys(capabilities) as readonly Capability[];

/** What no API key may do: it is nobody's account, and makes neither people nor keys. */
const peoplesOwn: ReadonlySet<Capability> = new Set<Capability>([
  'own_account',
  'exceptions_decide',
  'staff_manage',
  'role_manage',
  'tenant_manage',
  'api_key_manage',
]);

/** What an API key of a role may do at most. */
export function keyCapabilitiesOf(role: Role): readonly Capability[] {
  return capabilityNames.filter((name) => mayDo([role], name) && !peoplesOwn.has(name));
}

/** How far a role may go at the counter before a manager has to say yes. */
export interface CounterLimits {
  readonly discountPpmMax: number;
  readonly mayOverridePrice: boolean;
  readonly mayRefundWithoutSale: boolean;
  /** Of one refund, in the shop's currency; null where there is no limit. */
  readonly refundMinorMax: number | null;
  /** Of cash paid out of the drawer at once; null where there is no limit. */
  readonly payOutMinorMax: number | null;
  /** Open the drawer for no sale. */
  readonly mayOpenDrawer: boolean;
  readonly mayVoid: boolean;
}

export type RoleLimits = Readonly<Record<Role, CounterLimits>>;

const unlimited: CounterLimits = {
  discountPpmMax: 1_000_000,
  mayOverridePrice: true,
  mayRefundWithoutSale: true,
  refundMinorMax: null,
  payOutMinorMax: null,
  mayOpenDrawer: true,
  mayVoid: true,
};

/** What holds in a shop whose owner has said nothing else. */
export const roleLimitDefaults: RoleLimits = {
  owner: unlimited,
  manager: unlimited,
  cashier: {
    discountPpmMax: 100_000,
    mayOverridePrice: false,
    mayRefundWithoutSale: false,
    refundMinorMax: null,
    payOutMinorMax: null,
    mayOpenDrawer: true,
    mayVoid: false,
  },
};

/** The widest limits among the roles held; none for somebody without a role. */
export function counterLimitsOf(
  userRoles: readonly string[],
  limits: RoleLimits = roleLimitDefaults,
): CounterLimits {
  const held = roles.filter((role) => userRoles.includes(role)).map((role) => limits[role]);
  const widest = (limitsHeld: readonly (number | null)[]): number | null =>
    limitsHeld.includes(null) ? null : Math.max(0, ...limitsHeld.map(Number));
  return {
    discountPpmMax: Math.max(0, ...held.map(({ discountPpmMax }) => discountPpmMax)),
    mayOverridePrice: held.some(({ mayOverridePrice }) => mayOverridePrice),
    mayRefundWithoutSale: held.some(({ mayRefundWithoutSale }) => mayRefundWithoutSale),
    refundMinorMax: widest(held.map(({ refundMinorMax }) => refundMinorMax)),
    payOutMinorMax: widest(held.map(({ payOutMinorMax }) => payOutMinorMax)),
    mayOpenDrawer: held.some(({ mayOpenDrawer }) => mayOpenDrawer),
    mayVoid: held.some(({ mayVoid }) => mayVoid),
  };
}

/** A cashier reads and reprints own sales; whoever leads sees everyone's. */
export function maySeeAllSales(userRoles: readonly string[]): boolean {
  return leaders.some((role) => userRoles.includes(role));
}
