-- Whose a receipt is, said after the sale. The sale stays as it was; this fact stands beside it.

-- What is printed on a receipt leads to its sale: the first 80 bits of a hash of the sale's id, as
-- the domain's `receiptLinkToken` makes it.
CREATE INDEX sales_link_token ON :schema.sales
  (tenant_id, substring(sha256('\x01'::bytea || uuid_send(sale_id)) FROM 1 FOR 10));

CREATE TABLE :schema.receipt_links (
  tenant_id uuid NOT NULL,
  sale_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  linked_by uuid,
  linked_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, sale_id),
  FOREIGN KEY (tenant_id, sale_id) REFERENCES :schema.sales (tenant_id, sale_id)
);
CREATE INDEX receipt_links_customer ON :schema.receipt_links (tenant_id, customer_id);

GRANT SELECT, INSERT ON :schema.receipt_links TO :role;

CREATE TRIGGER receipt_links_are_facts BEFORE UPDATE OR DELETE ON :schema.receipt_links
  FOR EACH ROW EXECUTE FUNCTION :schema.refuse_change();
