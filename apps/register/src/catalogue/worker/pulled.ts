/** What one pull answers, from the names of the wire to ours. Money stays exact, as minor units. */
import { codeName, rateSheetOf, roleOf } from '@evertill/contract';
import type {
  CategoryView,
  PriceBookView,
  PromotionSetView,
  SnapshotRow,
  UnitView,
  WireRole,
} from '@evertill/contract';
import { milliOf, minorOf } from '@evertill/domain';
import type { RateSheet } from '@evertill/domain';
import type { Person, ReturnPolicy } from '../catalogue.ts';
import type { CounterLimits, Role } from '../../shop-words.ts';
import type { CustomersPage, KnownCustomer } from './known-customers.ts';
import type { Level } from './levels.ts';

export interface Settings {
  readonly shopName: string;
  readonly timeZone: string;
  readonly limits: Readonly<Record<Role, CounterLimits>>;
}

export interface Pulled {
  readonly cursor: string;
  readonly hasMore: boolean;
  readonly products: readonly SnapshotRow[];
  readonly goneProducts: readonly string[];
  readonly categories: readonly CategoryView[];
  readonly goneCategories: readonly string[];
  readonly units: readonly UnitView[];
  readonly goneUnits: readonly string[];
  readonly priceBook: PriceBookView | null;
  readonly promotionSet: PromotionSetView | null;
  readonly settings: Settings | null;
  readonly people: readonly Person[];
  readonly gonePeople: readonly string[];
  readonly levels: readonly Level[];
  readonly customers: CustomersPage;
  readonly returnPolicy: ReturnPolicy | null;
  readonly rateSheet: RateSheet | null;
}

type Wire = Readonly<Record<string, unknown>>;

/** Throws when it is no answer to a pull. `currency` is the shop's. */
export function readPulled(body: unknown, currency: string): Pulled {
  const wire = body as Wire;
  if (typeof body !== 'object' || body === null || typeof wire['cursor'] !== 'string') {
    throw new TypeError('this is no answer to a pull');
  }
  const list = listIn(wire);
  const book = wire['price_book'] as Wire | null;
  return {
    cursor: wire['cursor'],
    hasMore: wire['has_more'] === true,
    products: list('products').map((one) => productOf(one, currency)),
    goneProducts: list('deleted_products'),
    categories: list('categories').map((one) => named(one) as CategoryView),
    goneCategories: list('deleted_categories'),
    units: list('units').map((one) => named(one) as UnitView),
    goneUnits: list('deleted_units'),
    priceBook: book === null ? null : bookOf(book),
    promotionSet: promotionSetOf((wire['promotion_set'] ?? null) as WireSet | null),
    settings: settingsOf(wire['settings'] as WireSettings | null, currency),
    people: list('staff').map(personOf),
    gonePeople: list('removed_staff'),
    levels: list('stock_levels').map(levelOf),
    customers: {
      isReset: wire['customers_reset'] === true,
      customers: list('customers').map(customerOf),
      gone: list('gone_customers'),
    },
    returnPolicy: policyOf(wire['return_policy'] as WirePolicy | null | undefined),
    // Its names are the same on the wire and here.
    rateSheet: sheetOf(wire['rate_sheet'] as SheetWords | null | undefined),
  };
}

interface WireLists {
  readonly products: readonly WireProduct[];
  readonly deleted_products: readonly string[];
  readonly categories: readonly Wire[];
  readonly deleted_categories: readonly string[];
  readonly units: readonly Wire[];
  readonly deleted_units: readonly string[];
  readonly staff: readonly WirePerson[];
  readonly removed_staff: readonly string[];
  readonly stock_levels: readonly WireLevel[];
  readonly customers: readonly WireCustomer[];
  readonly gone_customers: readonly string[];
}

/** A section that an older server does not know is empty. */
function listIn(wire: Wire): <Name extends keyof WireLists>(name: Name) => WireLists[Name] {
  return (name) => (wire[name] ?? []) as WireLists[typeof name];
}

/** One level of names; what lies in it keeps its own. */
function named(wire: Wire): Wire {
  return Object.fromEntries(Object.entries(wire).map(([name, value]) => [codeName(name), value]));
}

function bookOf(wire: Wire): PriceBookView {
  const taxes = Object.entries(
    wire['taxes'] as Record<string, { kind: string; components: Wire[] }>,
  );
  return {
    ...(named(wire) as PriceBookView),
    taxes: Object.fromEntries(
      taxes.map(([code, { kind, components }]) => [
        code,
        { kind, components: components.map(named) },
      ]),
    ) as PriceBookView['taxes'],
  };
}

type WireSet = Wire & { readonly promotions: readonly Wire[]; readonly coupons: readonly Wire[] };

function promotionSetOf(wire: WireSet | null): PromotionSetView | null {
  if (wire === null) return null;
  const { promotions, coupons } = wire;
  const parts = { promotions: promotions.map(named), coupons: coupons.map(named) };
  return { ...named(wire), ...parts } as PromotionSetView;
}

interface WireProduct {
  readonly product_id: string;
  readonly name: string;
  readonly sku: string;
  readonly barcodes: readonly string[];
  readonly category: string | null;
  readonly unit: string | null;
  readonly price: string;
  readonly tax_code: string;
  readonly oversell_policy: SnapshotRow['oversellPolicy'];
  readonly is_active: boolean;
  readonly updated_at: string;
}

function productOf(wire: WireProduct, currency: string): SnapshotRow {
  return {
    productId: wire.product_id,
    name: wire.name,
    sku: wire.sku,
    barcodes: wire.barcodes,
    hasMain: wire.barcodes.length > 0,
    categoryId: wire.category,
    unitId: wire.unit,
    priceMinor: exactly(minorOf(wire.price, currency), wire.price),
    taxCode: wire.tax_code,
    oversellPolicy: wire.oversell_policy,
    isActive: wire.is_active,
    updatedAtMs: Date.parse(wire.updated_at),
  };
}

interface WireRoleView {
  readonly role: WireRole;
  readonly discount_percent_max: string;
  readonly price_override: boolean;
  readonly refund_without_sale: boolean;
  readonly refund_amount_max: string | null;
  /** Absent from an older server. */
  readonly pay_out_amount_max?: string | null;
  /** Absent from an older server, which asks nobody. */
  readonly no_sale_allowed?: boolean;
  readonly void_allowed: boolean;
}

interface WireSettings {
  readonly storename: string;
  readonly time_zone: string;
  readonly roles: readonly WireRoleView[];
}

function settingsOf(wire: WireSettings | null, currency: string): Settings | null {
  if (wire === null) return null;
  const limits = wire.roles.map((one) => [roleOf(one.role), limitsOf(one, currency)] as const);
  return {
    shopName: wire.storename,
    timeZone: wire.time_zone,
    limits: Object.fromEntries(limits) as Settings['limits'],
  };
}

function limitsOf(wire: WireRoleView, currency: string): CounterLimits {
  const percent = wire.discount_percent_max;
  const { refund_amount_max: refund, pay_out_amount_max: payOut = null } = wire;
  return {
    // Thousandths of a percent are ten millionths.
    discountPpmMax: exactly(milliOf(percent), percent) * 10,
    mayOverridePrice: wire.price_override,
    mayRefundWithoutSale: wire.refund_without_sale,
    refundMinorMax: refund === null ? null : exactly(minorOf(refund, currency), refund),
    payOutMinorMax: payOut === null ? null : exactly(minorOf(payOut, currency), payOut),
    mayOpenDrawer: wire.no_sale_allowed ?? true,
    mayVoid: wire.void_allowed,
  };
}

interface WirePerson {
  readonly user_client_id: string;
  readonly client_name: string;
  readonly role: WireRole;
  readonly pin: Person['pin'];
}

function personOf(wire: WirePerson): Person {
  const { pin } = wire;
  return {
    personId: wire.user_client_id,
    name: wire.client_name,
    role: roleOf(wire.role),
    pin:
      pin === null ? null : { iterations: pin.iterations, salt: pin.salt, verifier: pin.verifier },
  };
}

interface WireCustomer {
  readonly customer_id: string;
  readonly name: string;
  readonly phone: string | null;
  readonly phone_end: string;
}

function customerOf(wire: WireCustomer): KnownCustomer {
  const { customer_id: customerId, name, phone, phone_end: phoneEnd } = wire;
  return { customerId, name, phone, phoneEnd };
}

interface WirePolicy {
  readonly allow_window_days: number;
  readonly receipt_required: boolean;
}

function policyOf(wire: WirePolicy | null | undefined): ReturnPolicy | null {
  if (wire === null || wire === undefined) return null;
  return { windowDays: wire.allow_window_days, isReceiptRequired: wire.receipt_required };
}

type SheetWords = Parameters<typeof rateSheetOf>[0];

function sheetOf(wire: SheetWords | null | undefined): RateSheet | null {
  return wire === null || wire === undefined ? null : rateSheetOf(wire);
}

interface WireLevel {
  readonly product: string;
  readonly location: string;
  readonly on_hand: string;
  readonly reserved: string;
}

function levelOf(wire: WireLevel): Level {
  return {
    productId: wire.product,
    location: wire.location,
    availableMilli:
      exactly(milliOf(wire.on_hand), wire.on_hand) - exactly(milliOf(wire.reserved), wire.reserved),
  };
}

function exactly(value: number | undefined, text: string): number {
  if (value === undefined) throw new RangeError(`${text} is no amount`);
  return value;
}
