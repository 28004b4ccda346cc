/** What is always true of the catalogue's tables. Each query answers no row when all is well. */

export const invariants: readonly { id: string; name: string; sql: string }[] = [
  {
    id: 'catalog-price',
    name: 'a product has a price history, and its last entry is the price in force',
    sql: `
      SELECT p.product_id
      FROM catalog.products p
      LEFT JOIN LATERAL (
        SELECT h.price_minor, h.tax_code FROM catalog.product_prices h
        WHERE h.tenant_id = p.tenant_id AND h.product_id = p.product_id
        ORDER BY h.from_version DESC LIMIT 1
      ) last ON true
      WHERE p.tenant_id = $1
        AND (p.price_minor, p.tax_code) IS DISTINCT FROM (last.price_minor, last.tax_code)`,
  },
  {
    id: 'catalog-versions',
    name: 'price book versions run from 1 to the one in force, without a gap',
    sql: `
      SELECT count(b.version) AS books, max(b.version) AS last, h.version AS head
      FROM catalog.price_book_heads h
      FULL JOIN catalog.price_books b ON b.tenant_id = h.tenant_id
      WHERE coalesce(h.tenant_id, b.tenant_id) = $1
      GROUP BY h.version
      HAVING h.version IS DISTINCT FROM max(b.version) OR count(b.version) <> max(b.version)
        OR min(b.version) <> 1`,
  },
  {
    id: 'catalog-currency',
    name: 'all price books and products of a shop are in one currency',
    sql: `
      SELECT currency FROM catalog.products WHERE tenant_id = $1
        AND EXISTS (SELECT FROM catalog.price_books b
                    WHERE b.tenant_id = $1 AND b.book ->> 'currency' <> products.currency)
      UNION ALL
      SELECT min(book ->> 'currency') FROM catalog.price_books WHERE tenant_id = $1
      HAVING min(book ->> 'currency') <> max(book ->> 'currency')`,
  },
  {
    id: 'catalog-tax-code',
    name: 'a price names a tax code of the price book it starts with',
    sql: `
      SELECT h.product_id, h.from_version, h.tax_code
      FROM catalog.product_prices h
      JOIN catalog.price_books b ON b.tenant_id = h.tenant_id AND b.version = h.from_version
      WHERE h.tenant_id = $1 AND NOT (b.book -> 'taxes') ? h.tax_code`,
  },
  {
    id: 'catalog-barcodes',
    name: 'the barcode a product shows is among its barcodes, and a deleted product has none',
    sql: `
      SELECT p.product_id, p.barcode FROM catalog.products p
      WHERE p.tenant_id = $1 AND p.barcode IS NOT NULL AND NOT EXISTS (
        SELECT FROM catalog.barcodes b WHERE b.tenant_id = $1
          AND b.barcode = p.barcode AND b.product_id = p.product_id)
      UNION ALL
      SELECT b.product_id, b.barcode FROM catalog.barcodes b
      JOIN catalog.products p ON p.tenant_id = b.tenant_id AND p.product_id = b.product_id
      WHERE b.tenant_id = $1 AND p.archived_at IS NOT NULL`,
  },
  {
    id: 'catalog-changes',
    name: 'whatever registers copy has its place in the order of changes',
    sql: `
      SELECT w.kind, w.id FROM (
        SELECT 'product' AS kind, product_id AS id FROM catalog.products WHERE tenant_id = $1
        UNION ALL
        SELECT 'category', category_id FROM catalog.categories WHERE tenant_id = $1
        UNION ALL
        SELECT 'unit', unit_id FROM catalog.units WHERE tenant_id = $1
        UNION ALL
        SELECT 'price_book', tenant_id FROM catalog.price_book_heads WHERE tenant_id = $1
      ) w
      LEFT JOIN catalog.changes c
        ON c.tenant_id = $1 AND c.kind = w.kind AND c.object_id = w.id
      WHERE c.object_id IS NULL`,
  },
  {
    id: 'catalog-promotions',
    name: 'promotion sets run from 1 to the one in force, which holds what is not archived',
    sql: `
      SELECT h.version, count(s.version) AS sets
      FROM catalog.promotion_heads h
      LEFT JOIN catalog.promotion_sets s ON s.tenant_id = h.tenant_id
      WHERE h.tenant_id = $1 GROUP BY h.version
      HAVING count(s.version) <> h.version OR coalesce(max(s.version), 0) <> h.version
      UNION ALL
      SELECT s.version, 1 FROM catalog.promotion_heads h
      JOIN catalog.promotion_sets s ON s.tenant_id = h.tenant_id AND s.version = h.version
      WHERE h.tenant_id = $1 AND (
        s.content -> 'promotions' IS DISTINCT FROM (
          SELECT coalesce(jsonb_agg(p.promotion ORDER BY p.promotion_id), '[]')
          FROM catalog.promotions p WHERE p.tenant_id = $1 AND p.archived_at IS NULL)
        OR s.content -> 'coupons' IS DISTINCT FROM (
          SELECT coalesce(jsonb_agg(c.coupon ORDER BY c.code), '[]')
          FROM catalog.coupons c WHERE c.tenant_id = $1 AND c.archived_at IS NULL))`,
  },
  {
    id: 'catalog-coupons',
    name: 'a coupon in use opens a promotion that is in force',
    sql: `
      SELECT c.coupon_id FROM catalog.coupons c
      JOIN catalog.promotions p ON p.tenant_id = c.tenant_id AND p.promotion_id = c.promotion_id
      WHERE c.tenant_id = $1 AND c.archived_at IS NULL AND p.archived_at IS NOT NULL`,
  },
];
