/** What is always true of auth's tables. Each query answers no row when all is well. */

export const invariants: readonly { id: string; name: string; sql: string }[] = [
  {
    id: 'I39',
    name: 'a refresh family that lives has at most one unused token',
    sql: `
      SELECT t.family_id, count(*) AS unused
      FROM auth.refresh_tokens t
      JOIN auth.refresh_families f ON f.tenant_id = t.tenant_id AND f.family_id = t.family_id
      WHERE t.tenant_id = $1 AND t.used_at IS NULL AND f.revoked_at IS NULL
      GROUP BY t.family_id HAVING count(*) > 1`,
  },
  {
    id: 'I39-order',
    name: 'a revoked refresh family issues nothing',
    sql: `
      SELECT t.token_id
      FROM auth.refresh_tokens t
      JOIN auth.refresh_families f ON f.tenant_id = t.tenant_id AND f.family_id = t.family_id
      WHERE t.tenant_id = $1 AND t.issued_at > f.revoked_at`,
  },
  {
    id: 'I39-owner',
    name: 'a refresh token belongs to the user of its family, and so does what replaced it',
    sql: `
      SELECT t.token_id
      FROM auth.refresh_tokens t
      JOIN auth.refresh_families f ON f.tenant_id = t.tenant_id AND f.family_id = t.family_id
      LEFT JOIN auth.refresh_tokens n ON n.tenant_id = t.tenant_id AND n.token_id = t.replaced_by
      WHERE t.tenant_id = $1 AND (
        t.user_id <> f.user_id
        OR (t.replaced_by IS NOT NULL AND n.family_id IS DISTINCT FROM t.family_id))`,
  },
  {
    id: 'auth-tenant',
    name: 'a tenant that has users is in the list of tenants',
    sql: `
      SELECT $1::uuid AS tenant_id
      WHERE EXISTS (SELECT FROM auth.users u WHERE u.tenant_id = $1)
        AND NOT EXISTS (SELECT FROM auth.tenants t WHERE t.tenant_id = $1)`,
  },
  {
    id: 'auth-login-index',
    name: 'every phone number and e-mail leads to its user, and nothing else does',
    sql: `
      WITH wanted AS (
        SELECT encode(sha256(convert_to(identifier, 'UTF8')), 'hex') AS identifier_hash, u.user_id
        FROM auth.users u, LATERAL (VALUES (u.phone_number), (u.email)) AS given (identifier)
        WHERE u.tenant_id = $1 AND identifier IS NOT NULL
      )
      SELECT identifier_hash, w.user_id, i.user_id AS indexed_user_id
      FROM wanted w
      FULL JOIN (SELECT * FROM auth.login_index WHERE tenant_id = $1) i USING (identifier_hash)
      WHERE w.user_id IS DISTINCT FROM i.user_id`,
  },
  {
    id: 'auth-owner',
    name: 'a shop that has users has an active owner',
    sql: `
      SELECT $1::uuid AS tenant_id
      WHERE EXISTS (SELECT FROM auth.users u WHERE u.tenant_id = $1)
        AND NOT EXISTS (
          SELECT FROM auth.users u WHERE u.tenant_id = $1 AND u.role = 'owner' AND u.is_active)`,
  },
  {
    id: 'auth-inactive',
    name: 'whoever is not active has no log-in that lives',
    sql: `
      SELECT f.family_id, f.user_id
      FROM auth.refresh_families f
      JOIN auth.users u ON u.tenant_id = f.tenant_id AND u.user_id = f.user_id
      WHERE f.tenant_id = $1 AND f.revoked_at IS NULL AND NOT u.is_active`,
  },
  {
    id: 'auth-recovery',
    name: 'only a verified second factor has recovery codes',
    sql: `
      SELECT r.user_id
      FROM auth.recovery_codes r
      JOIN auth.totp_secrets t ON t.tenant_id = r.tenant_id AND t.user_id = r.user_id
      WHERE r.tenant_id = $1 AND t.verified_at IS NULL`,
  },
  {
    id: 'auth-api-key-index',
    name: 'every API key is found by its hash, and nothing else is',
    sql: `
      SELECT k.api_key_id, i.api_key_id AS indexed_key_id
      FROM (SELECT * FROM auth.api_keys WHERE tenant_id = $1) k
      FULL JOIN (SELECT * FROM auth.api_key_index WHERE tenant_id = $1) i USING (key_hash)
      WHERE k.api_key_id IS DISTINCT FROM i.api_key_id`,
  },
  {
    id: 'auth-changes',
    name: 'the shop and each of its people have their place in the order of what registers copy',
    sql: `
      SELECT w.kind, w.id FROM (
        SELECT 'shop' AS kind, tenant_id AS id FROM auth.tenants WHERE tenant_id = $1
        UNION ALL
        SELECT 'person', user_id FROM auth.users WHERE tenant_id = $1
      ) w
      LEFT JOIN auth.changes c
        ON c.tenant_id = $1 AND c.kind = w.kind AND c.object_id = w.id
      WHERE c.object_id IS NULL`,
  },
];
