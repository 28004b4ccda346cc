-- Written by `npm run citus` from the schema; a test holds it to that. Run it with psql, as the
-- owner, on the coordinator, after `evertill migrate`: once, and again after every migration. What
-- is distributed already is left alone.

\set ON_ERROR_STOP on
SET citus.enable_unsafe_triggers = on;

-- Known on every node: 7 tables that lead to the tenant, or are of nobody.
SELECT create_reference_table('auth.api_key_index')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'auth.api_key_index'::regclass);
SELECT create_reference_table('auth.deleted_tenants')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'auth.deleted_tenants'::regclass);
SELECT create_reference_table('auth.login_attempts')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'auth.login_attempts'::regclass);
SELECT create_reference_table('auth.login_index')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'auth.login_index'::regclass);
SELECT create_reference_table('auth.operators')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'auth.operators'::regclass);
SELECT create_reference_table('auth.tenants')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'auth.tenants'::regclass);
SELECT create_reference_table('orders.enrolment_codes')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'orders.enrolment_codes'::regclass);

-- By tenant, side by side: 138 tables, those first that others refer to.
SELECT create_distributed_table('audit.chains', 'tenant_id',
  colocate_with => 'none')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'audit.chains'::regclass);
SELECT create_distributed_table('audit.dead_letters', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'audit.dead_letters'::regclass);
SELECT create_distributed_table('audit.entries', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'audit.entries'::regclass);
SELECT create_distributed_table('audit.inbox', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'audit.inbox'::regclass);
SELECT create_distributed_table('audit.outbox', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'audit.outbox'::regclass);
SELECT create_distributed_table('audit.outbox_cursors', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'audit.outbox_cursors'::regclass);
SELECT create_distributed_table('auth.changes', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'auth.changes'::regclass);
SELECT create_distributed_table('auth.dead_letters', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'auth.dead_letters'::regclass);
SELECT create_distributed_table('auth.inbox', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'auth.inbox'::regclass);
SELECT create_distributed_table('auth.outbox', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'auth.outbox'::regclass);
SELECT create_distributed_table('auth.outbox_cursors', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'auth.outbox_cursors'::regclass);
SELECT create_distributed_table('auth.api_keys', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'auth.api_keys'::regclass);
SELECT create_distributed_table('auth.role_limits', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'auth.role_limits'::regclass);
SELECT create_distributed_table('auth.timelines', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'auth.timelines'::regclass);
SELECT create_distributed_table('auth.users', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'auth.users'::regclass);
SELECT create_distributed_table('auth.lockouts', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'auth.lockouts'::regclass);
SELECT create_distributed_table('auth.past_roles', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'auth.past_roles'::regclass);
SELECT create_distributed_table('auth.pins', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'auth.pins'::regclass);
SELECT create_distributed_table('auth.refresh_families', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'auth.refresh_families'::regclass);
SELECT create_distributed_table('auth.refresh_tokens', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'auth.refresh_tokens'::regclass);
SELECT create_distributed_table('auth.totp_secrets', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'auth.totp_secrets'::regclass);
SELECT create_distributed_table('auth.recovery_codes', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'auth.recovery_codes'::regclass);
SELECT create_distributed_table('catalog.average_costs', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'catalog.average_costs'::regclass);
SELECT create_distributed_table('catalog.categories', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'catalog.categories'::regclass);
SELECT create_distributed_table('catalog.changes', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'catalog.changes'::regclass);
SELECT create_distributed_table('catalog.dead_letters', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'catalog.dead_letters'::regclass);
SELECT create_distributed_table('catalog.inbox', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'catalog.inbox'::regclass);
SELECT create_distributed_table('catalog.number_series', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'catalog.number_series'::regclass);
SELECT create_distributed_table('catalog.outbox', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'catalog.outbox'::regclass);
SELECT create_distributed_table('catalog.outbox_cursors', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'catalog.outbox_cursors'::regclass);
SELECT create_distributed_table('catalog.price_books', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'catalog.price_books'::regclass);
SELECT create_distributed_table('catalog.price_book_heads', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'catalog.price_book_heads'::regclass);
SELECT create_distributed_table('catalog.promotion_heads', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'catalog.promotion_heads'::regclass);
SELECT create_distributed_table('catalog.promotion_sets', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'catalog.promotion_sets'::regclass);
SELECT create_distributed_table('catalog.promotions', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'catalog.promotions'::regclass);
SELECT create_distributed_table('catalog.coupons', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'catalog.coupons'::regclass);
SELECT create_distributed_table('catalog.snapshots', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'catalog.snapshots'::regclass);
SELECT create_distributed_table('catalog.timelines', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'catalog.timelines'::regclass);
SELECT create_distributed_table('catalog.units', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'catalog.units'::regclass);
SELECT create_distributed_table('catalog.products', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'catalog.products'::regclass);
SELECT create_distributed_table('catalog.barcodes', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'catalog.barcodes'::regclass);
SELECT create_distributed_table('catalog.product_prices', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'catalog.product_prices'::regclass);
SELECT create_distributed_table('customers.changes', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'customers.changes'::regclass);
SELECT create_distributed_table('customers.customers', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'customers.customers'::regclass);
SELECT create_distributed_table('customers.anonymous_profiles', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'customers.anonymous_profiles'::regclass);
SELECT create_distributed_table('customers.blind_index', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'customers.blind_index'::regclass);
SELECT create_distributed_table('customers.consents', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'customers.consents'::regclass);
SELECT create_distributed_table('customers.dead_letters', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'customers.dead_letters'::regclass);
SELECT create_distributed_table('customers.inbox', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'customers.inbox'::regclass);
SELECT create_distributed_table('customers.outbox', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'customers.outbox'::regclass);
SELECT create_distributed_table('customers.outbox_cursors', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'customers.outbox_cursors'::regclass);
SELECT create_distributed_table('customers.settled_operations', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'customers.settled_operations'::regclass);
SELECT create_distributed_table('customers.subject_keys', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'customers.subject_keys'::regclass);
SELECT create_distributed_table('customers.tenant_keys', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'customers.tenant_keys'::regclass);
SELECT create_distributed_table('customers.till_copies', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'customers.till_copies'::regclass);
SELECT create_distributed_table('customers.timelines', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'customers.timelines'::regclass);
SELECT create_distributed_table('inventory.average_costs', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'inventory.average_costs'::regclass);
SELECT create_distributed_table('inventory.changes', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'inventory.changes'::regclass);
SELECT create_distributed_table('inventory.dead_letters', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'inventory.dead_letters'::regclass);
SELECT create_distributed_table('inventory.inbox', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'inventory.inbox'::regclass);
SELECT create_distributed_table('inventory.locations', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'inventory.locations'::regclass);
SELECT create_distributed_table('inventory.outbox', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'inventory.outbox'::regclass);
SELECT create_distributed_table('inventory.outbox_cursors', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'inventory.outbox_cursors'::regclass);
SELECT create_distributed_table('inventory.products', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'inventory.products'::regclass);
SELECT create_distributed_table('inventory.reservations', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'inventory.reservations'::regclass);
SELECT create_distributed_table('inventory.reservation_items', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'inventory.reservation_items'::regclass);
SELECT create_distributed_table('inventory.stock_adjustments', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'inventory.stock_adjustments'::regclass);
SELECT create_distributed_table('inventory.stock_alerts', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'inventory.stock_alerts'::regclass);
SELECT create_distributed_table('inventory.stock_levels', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'inventory.stock_levels'::regclass);
SELECT create_distributed_table('inventory.stock_movements', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'inventory.stock_movements'::regclass);
SELECT create_distributed_table('inventory.stock_transfers', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'inventory.stock_transfers'::regclass);
SELECT create_distributed_table('inventory.timelines', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'inventory.timelines'::regclass);
SELECT create_distributed_table('orders.approvals', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'orders.approvals'::regclass);
SELECT create_distributed_table('orders.coupon_uses', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'orders.coupon_uses'::regclass);
SELECT create_distributed_table('orders.dead_letters', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'orders.dead_letters'::regclass);
SELECT create_distributed_table('orders.flags', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'orders.flags'::regclass);
SELECT create_distributed_table('orders.inbox', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'orders.inbox'::regclass);
SELECT create_distributed_table('orders.operation_approvals', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'orders.operation_approvals'::regclass);
SELECT create_distributed_table('orders.order_numbers', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'orders.order_numbers'::regclass);
SELECT create_distributed_table('orders.orders', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'orders.orders'::regclass);
SELECT create_distributed_table('orders.order_lines', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'orders.order_lines'::regclass);
SELECT create_distributed_table('orders.order_payments', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'orders.order_payments'::regclass);
SELECT create_distributed_table('orders.outbox', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'orders.outbox'::regclass);
SELECT create_distributed_table('orders.outbox_cursors', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'orders.outbox_cursors'::regclass);
SELECT create_distributed_table('orders.price_books', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'orders.price_books'::regclass);
SELECT create_distributed_table('orders.products', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'orders.products'::regclass);
SELECT create_distributed_table('orders.promotion_sets', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'orders.promotion_sets'::regclass);
SELECT create_distributed_table('orders.rate_sheets', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'orders.rate_sheets'::regclass);
SELECT create_distributed_table('orders.registers', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'orders.registers'::regclass);
SELECT create_distributed_table('orders.booked_operations', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'orders.booked_operations'::regclass);
SELECT create_distributed_table('orders.cash_movements', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'orders.cash_movements'::regclass);
SELECT create_distributed_table('orders.cash_sessions', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'orders.cash_sessions'::regclass);
SELECT create_distributed_table('orders.parked_decisions', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'orders.parked_decisions'::regclass);
SELECT create_distributed_table('orders.return_policies', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'orders.return_policies'::regclass);
SELECT create_distributed_table('orders.sales', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'orders.sales'::regclass);
SELECT create_distributed_table('orders.exchanges', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'orders.exchanges'::regclass);
SELECT create_distributed_table('orders.promoted_sales', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'orders.promoted_sales'::regclass);
SELECT create_distributed_table('orders.promotion_takes', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'orders.promotion_takes'::regclass);
SELECT create_distributed_table('orders.receipt_links', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'orders.receipt_links'::regclass);
SELECT create_distributed_table('orders.refunded_money', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'orders.refunded_money'::regclass);
SELECT create_distributed_table('orders.refunds', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'orders.refunds'::regclass);
SELECT create_distributed_table('orders.payments', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'orders.payments'::regclass);
SELECT create_distributed_table('orders.foreign_tenders', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'orders.foreign_tenders'::regclass);
SELECT create_distributed_table('orders.refund_lines', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'orders.refund_lines'::regclass);
SELECT create_distributed_table('orders.sale_lines', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'orders.sale_lines'::regclass);
SELECT create_distributed_table('orders.refunded_lines', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'orders.refunded_lines'::regclass);
SELECT create_distributed_table('orders.sales_returns', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'orders.sales_returns'::regclass);
SELECT create_distributed_table('orders.refund_requests', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'orders.refund_requests'::regclass);
SELECT create_distributed_table('orders.sales_return_lines', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'orders.sales_return_lines'::regclass);
SELECT create_distributed_table('orders.session_supplements', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'orders.session_supplements'::regclass);
SELECT create_distributed_table('orders.store_credits', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'orders.store_credits'::regclass);
SELECT create_distributed_table('orders.store_credit_entries', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'orders.store_credit_entries'::regclass);
SELECT create_distributed_table('orders.unbooked_operations', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'orders.unbooked_operations'::regclass);
SELECT create_distributed_table('orders.unmatched_payments', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'orders.unmatched_payments'::regclass);
SELECT create_distributed_table('orders.voids', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'orders.voids'::regclass);
SELECT create_distributed_table('payments.attempts', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'payments.attempts'::regclass);
SELECT create_distributed_table('payments.collections', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'payments.collections'::regclass);
SELECT create_distributed_table('payments.dead_letters', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'payments.dead_letters'::regclass);
SELECT create_distributed_table('payments.inbox', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'payments.inbox'::regclass);
SELECT create_distributed_table('payments.outbox', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'payments.outbox'::regclass);
SELECT create_distributed_table('payments.outbox_cursors', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'payments.outbox_cursors'::regclass);
SELECT create_distributed_table('payments.simulated_charges', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'payments.simulated_charges'::regclass);
SELECT create_distributed_table('purchasing.dead_letters', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'purchasing.dead_letters'::regclass);
SELECT create_distributed_table('purchasing.expense_categories', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'purchasing.expense_categories'::regclass);
SELECT create_distributed_table('purchasing.inbox', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'purchasing.inbox'::regclass);
SELECT create_distributed_table('purchasing.number_series', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'purchasing.number_series'::regclass);
SELECT create_distributed_table('purchasing.outbox', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'purchasing.outbox'::regclass);
SELECT create_distributed_table('purchasing.outbox_cursors', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'purchasing.outbox_cursors'::regclass);
SELECT create_distributed_table('purchasing.payment_options', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'purchasing.payment_options'::regclass);
SELECT create_distributed_table('purchasing.expenses', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'purchasing.expenses'::regclass);
SELECT create_distributed_table('purchasing.suppliers', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'purchasing.suppliers'::regclass);
SELECT create_distributed_table('purchasing.purchases', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'purchasing.purchases'::regclass);
SELECT create_distributed_table('purchasing.goods_notes', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'purchasing.goods_notes'::regclass);
SELECT create_distributed_table('purchasing.purchase_lines', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'purchasing.purchase_lines'::regclass);
SELECT create_distributed_table('purchasing.goods_note_lines', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'purchasing.goods_note_lines'::regclass);
SELECT create_distributed_table('purchasing.purchase_orders', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'purchasing.purchase_orders'::regclass);
SELECT create_distributed_table('purchasing.purchase_order_lines', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'purchasing.purchase_order_lines'::regclass);
SELECT create_distributed_table('purchasing.supplier_payments', 'tenant_id',
  colocate_with => 'audit.chains')
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'purchasing.supplier_payments'::regclass);

-- The same on every node.
SELECT create_distributed_function('inventory.alert_id(uuid,text)');

-- Run on the node of the tenant, which is their first argument.
SELECT create_distributed_function('audit.advance_cursor(uuid,text,uuid,text,bigint,timestamp with time zone)',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('audit.hold_cursor(uuid,text,uuid,timestamp with time zone,timestamp with time zone)',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('audit.horizon(uuid)',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('audit.note_seen(uuid,text,text,timestamp with time zone,uuid[])',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('audit.read_outbox(uuid,text,bigint,integer)',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('audit.tell_events(uuid,timestamp with time zone,text,uuid[],text[],text[],jsonb)',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('audit.told_after(uuid,xid8,bigint)',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('auth.advance_cursor(uuid,text,uuid,text,bigint,timestamp with time zone)',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('auth.hold_cursor(uuid,text,uuid,timestamp with time zone,timestamp with time zone)',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('auth.horizon(uuid)',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('auth.note_seen(uuid,text,text,timestamp with time zone,uuid[])',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('auth.read_outbox(uuid,text,bigint,integer)',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('auth.standing(uuid,uuid)',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('auth.tell_events(uuid,timestamp with time zone,text,uuid[],text[],text[],jsonb)',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('auth.told_after(uuid,xid8,bigint)',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('catalog.advance_cursor(uuid,text,uuid,text,bigint,timestamp with time zone)',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('catalog.hold_cursor(uuid,text,uuid,timestamp with time zone,timestamp with time zone)',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('catalog.horizon(uuid)',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('catalog.note_seen(uuid,text,text,timestamp with time zone,uuid[])',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('catalog.read_outbox(uuid,text,bigint,integer)',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('catalog.tell_events(uuid,timestamp with time zone,text,uuid[],text[],text[],jsonb)',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('catalog.told_after(uuid,xid8,bigint)',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('customers.advance_cursor(uuid,text,uuid,text,bigint,timestamp with time zone)',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('customers.erase_customer(uuid,uuid,uuid,timestamp with time zone)',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('customers.hold_cursor(uuid,text,uuid,timestamp with time zone,timestamp with time zone)',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('customers.horizon(uuid)',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('customers.note_seen(uuid,text,text,timestamp with time zone,uuid[])',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('customers.read_outbox(uuid,text,bigint,integer)',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('customers.tell_events(uuid,timestamp with time zone,text,uuid[],text[],text[],jsonb)',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('customers.told_after(uuid,xid8,bigint)',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('inventory.advance_cursor(uuid,text,uuid,text,bigint,timestamp with time zone)',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('inventory.end_reservations(uuid,timestamp with time zone,uuid[],text)',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('inventory.free_items(uuid,timestamp with time zone,uuid[])',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('inventory.hold_costs(uuid,uuid[],uuid[])',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('inventory.hold_cursor(uuid,text,uuid,timestamp with time zone,timestamp with time zone)',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('inventory.horizon(uuid)',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('inventory.judge_thresholds(uuid,timestamp with time zone,uuid[],uuid[],uuid[],text[],bigint[],bigint[])',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('inventory.keep_products(uuid,timestamp with time zone,uuid[],uuid[],text[],text[],text[],bigint[],bigint[],text[],boolean[])',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('inventory.lock_levels(uuid,uuid[],uuid[],uuid[])',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('inventory.move_stock(uuid,timestamp with time zone,uuid[],uuid[],uuid[],text[],bigint[],text[],text[],uuid[],text[],uuid[],integer[],uuid[],timestamp with time zone[])',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('inventory.note_seen(uuid,text,text,timestamp with time zone,uuid[])',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('inventory.read_outbox(uuid,text,bigint,integer)',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('inventory.reserve_items(uuid,timestamp with time zone,uuid,uuid[],uuid[],uuid[],bigint[])',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('inventory.settle_alerts(uuid,timestamp with time zone,inventory.crossing[])',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('inventory.tell_events(uuid,timestamp with time zone,text,uuid[],text[],text[],jsonb)',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('inventory.told_after(uuid,xid8,bigint)',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('orders.advance_cursor(uuid,text,uuid,text,bigint,timestamp with time zone)',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('orders.book_to_session(uuid,uuid,timestamp with time zone,text,uuid[],uuid[])',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('orders.flags_of(uuid,uuid)',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('orders.hold_cursor(uuid,text,uuid,timestamp with time zone,timestamp with time zone)',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('orders.horizon(uuid)',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('orders.is_decided(uuid,uuid,uuid)',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('orders.keep_promotions(uuid,timestamp with time zone,orders.sales_answer,uuid[],uuid[],integer[],integer[],timestamp with time zone[],jsonb,integer[],integer[],uuid[],text[],bigint[],integer[],text[],bigint[],bigint[])',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('orders.known_operation(uuid,uuid,integer,bigint,uuid,text,text,text)',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('orders.note_seen(uuid,text,text,timestamp with time zone,uuid[])',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('orders.own_products(uuid,uuid[])',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('orders.read_outbox(uuid,text,bigint,integer)',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('orders.record_promoted_sales(uuid,timestamp with time zone,uuid[],integer[],bigint[],text[],uuid[],text[],integer[],integer[],integer[],bigint[],uuid[],text[],text[],text[],text[],integer[],integer[],uuid[],uuid[],uuid[],bigint[],bigint[],bigint[],bigint[],bigint[],bigint[],text[],text[],timestamp with time zone[],uuid[],jsonb,integer[],integer[],uuid[],text[],text[],bigint[],bigint[],bigint[],text[],bigint[],bigint[],integer[],uuid[],text[],bigint[],text[],integer[],text[],integer[],integer[],timestamp with time zone[],jsonb,integer[],integer[],uuid[],text[],bigint[],integer[],text[],bigint[],bigint[])',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('orders.record_sales(uuid,timestamp with time zone,uuid[],integer[],bigint[],text[],uuid[],text[],integer[],integer[],integer[],bigint[],uuid[],text[],text[],text[],text[],integer[],integer[],uuid[],uuid[],uuid[],bigint[],bigint[],bigint[],bigint[],bigint[],bigint[],text[],text[],timestamp with time zone[],uuid[],jsonb,integer[],integer[],uuid[],text[],text[],bigint[],bigint[],bigint[],text[],bigint[],bigint[],integer[],uuid[],text[],bigint[],text[],integer[],text[])',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('orders.settle_known(uuid,timestamp with time zone,orders.sales_answer,bigint[],integer[],uuid[],integer[],uuid[],integer[],bigint[],uuid[],text[],text[],text[],timestamp with time zone[])',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('orders.still_waits(uuid,uuid,uuid,text)',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('orders.tell_events(uuid,timestamp with time zone,text,uuid[],text[],text[],jsonb)',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('orders.told_after(uuid,xid8,bigint)',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('payments.advance_cursor(uuid,text,uuid,text,bigint,timestamp with time zone)',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('payments.hold_cursor(uuid,text,uuid,timestamp with time zone,timestamp with time zone)',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('payments.horizon(uuid)',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('payments.note_seen(uuid,text,text,timestamp with time zone,uuid[])',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('payments.read_outbox(uuid,text,bigint,integer)',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('payments.tell_events(uuid,timestamp with time zone,text,uuid[],text[],text[],jsonb)',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('payments.told_after(uuid,xid8,bigint)',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('purchasing.advance_cursor(uuid,text,uuid,text,bigint,timestamp with time zone)',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('purchasing.hold_cursor(uuid,text,uuid,timestamp with time zone,timestamp with time zone)',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('purchasing.horizon(uuid)',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('purchasing.note_seen(uuid,text,text,timestamp with time zone,uuid[])',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('purchasing.read_outbox(uuid,text,bigint,integer)',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('purchasing.tell_events(uuid,timestamp with time zone,text,uuid[],text[],text[],jsonb)',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
SELECT create_distributed_function('purchasing.told_after(uuid,xid8,bigint)',
  'p_tenant', colocate_with => 'audit.chains', force_delegation => true);
