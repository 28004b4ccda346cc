resource "aws_elasticache_subnet_group" "main" {
  count      = var.redis.enabled ? 1 : 0
  name       = var.name
  subnet_ids = [for subnet in aws_subnet.private : subnet.id]
}

# Limits and locks: what is lost with it is counted anew, so it keeps no snapshots.
resource "aws_elasticache_replication_group" "main" {
  count                      = var.redis.enabled ? 1 : 0
  replication_group_id       = var.name
  description                = "What the processes of ${var.name} share"
  engine                     = "valkey"
  engine_version             = "8.0"
  node_type                  = var.redis.class
  num_cache_clusters         = 2
  automatic_failover_enabled = true
  multi_az_enabled           = true
  subnet_group_name          = aws_elasticache_subnet_group.main[0].name
  security_group_ids         = [aws_security_group.wall["redis"].id]
  at_rest_encryption_enabled = true
  transit_encryption_enabled = true
  auth_token                 = random_password.made["redis"].result
  kms_key_id                 = aws_kms_key.main.arn
  snapshot_retention_limit   = 0
}
