-- A drawer that was opened without a sale is a movement that moves nothing.
ALTER TABLE :schema.cash_movements
  DROP CONSTRAINT cash_movements_kind_check,
  DROP CONSTRAINT cash_movements_amount_minor_check,
  ADD CONSTRAINT cash_movements_kind_check CHECK (kind IN ('PAY_IN', 'PAY_OUT', 'NO_SALE')),
  ADD CONSTRAINT cash_movements_amount_minor_check
    CHECK (CASE kind WHEN 'NO_SALE' THEN amount_minor = 0 ELSE amount_minor > 0 END);
