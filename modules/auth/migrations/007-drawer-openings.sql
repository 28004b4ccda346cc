-- Whether a role may open the drawer without a sale, as everybody could before anyone was asked.
ALTER TABLE :schema.role_limits ADD COLUMN may_open_drawer boolean NOT NULL DEFAULT true;
