-- What a piece costs on average, as inventory tells it, in thousandths of a minor unit. Beside the
-- products and not in them: what it costs is nothing that registers copy.
CREATE TABLE :schema.average_costs (
  tenant_id uuid NOT NULL,
  product_id uuid NOT NULL,
  average_milli_minor bigint NOT NULL CHECK (average_milli_minor >= 0),
  PRIMARY KEY (tenant_id, product_id)
);
GRANT SELECT, INSERT ON :schema.average_costs TO :role;
GRANT UPDATE (average_milli_minor) ON :schema.average_costs TO :role;
