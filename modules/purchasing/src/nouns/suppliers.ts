/** Suppliers: their columns and their view; the list. */
import type { NewSupplier, SupplierView, purchasing } from '@evertill/contract';
import { readPage, searchPattern, whenGiven } from '@evertill/kernel';
import type { Row, Surroundings, TenantUseCase } from '@evertill/kernel';
import type { PlainNoun } from './plain-noun.ts';

const columns = 'name, email, phone, address, description';

export const supplierNoun: PlainNoun<NewSupplier, SupplierView> = {
  table: 'purchasing.suppliers',
  idColumn: 'supplier_id',
  columns,
  modelName: 'Supplier',
  word: 'SUPPLIER',
  fieldOf: { suppliers_email_key: 'email', suppliers_phone_key: 'phone' },
  blankOf: () => ({ email: null, phone: null, address: '', description: '' }),
  valuesOf: ({ name, email, phone, address, description }, before) => ({
    name: name ?? before['name'],
    // Null is a value here; only what was not given at all stays as it was.
    email: email === undefined ? before['email'] : email,
    phone: phone === undefined ? before['phone'] : phone,
    address: address ?? before['address'],
    description: description ?? before['description'],
  }),
  viewOf: (row) => ({
    supplierId: row['supplier_id'] as string,
    name: row['name'] as string,
    email: row['email'] as string | null,
    phone: row['phone'] as string | null,
    address: row['address'] as string,
    description: row['description'] as string,
    createdAt: (row['created_at'] as Date).toISOString(),
  }),
};

export function listSuppliers({
  database,
}: Surroundings): TenantUseCase<typeof purchasing.listSuppliers> {
  return async (context, query) => {
    const source = {
      from: 'purchasing.suppliers',
      columns: `supplier_id, ${columns}, created_at`,
      tenantColumn: 'tenant_id',
      where: [
        whenGiven('(name ILIKE ? OR email ILIKE ? OR phone ILIKE ?)', searchPattern(query.search)),
        whenGiven('email = ?', query.email),
        whenGiven('phone = ?', query.phone),
      ],
      orderings: {
        name: { sql: 'name', type: 'text' },
        created_at: { sql: 'created_at', type: 'timestamptz' },
      },
      tieBreak: { sql: 'supplier_id', type: 'uuid' },
      defaultOrdering: 'name',
    };
    const { rows, ...page } = await database.read(context, (tx) => readPage(tx, source, query));
    return { ...page, items: rows.map((row: Row) => supplierNoun.viewOf(row)) };
  };
}
