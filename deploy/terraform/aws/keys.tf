# One key for what lies on disks, in secrets and in backups.
resource "aws_kms_key" "main" {
  description             = "What ${var.name} keeps"
  enable_key_rotation     = true
  deletion_window_in_days = 30
}

resource "aws_kms_alias" "main" {
  name          = "alias/${var.name}"
  target_key_id = aws_kms_key.main.key_id
}

# They stand in Terraform's state too: keep that in an encrypted bucket that few can read.
resource "random_password" "made" {
  for_each = toset(["database", "kafka", "redis", "peer", "metrics"])
  length   = 40
  special  = false
}

locals {
  secrets = merge(
    {
      DATABASE_URL = join("", [
        "postgres://${aws_db_instance.main.username}:${random_password.made["database"].result}",
        "@${aws_db_instance.main.endpoint}/${aws_db_instance.main.db_name}?sslmode=require",
      ])
      EVERTILL_PEER_SECRET   = random_password.made["peer"].result
      EVERTILL_METRICS_TOKEN = random_password.made["metrics"].result
    },
    var.redis.enabled ? {
      REDIS_URL = join("", [
        "rediss://:${random_password.made["redis"].result}",
        "@${aws_elasticache_replication_group.main[0].primary_endpoint_address}:6379",
      ])
    } : {},
    var.kafka.enabled ? { KAFKA_PASSWORD = random_password.made["kafka"].result } : {},
  )
}

resource "aws_secretsmanager_secret" "main" {
  name       = var.name
  kms_key_id = aws_kms_key.main.arn
}

resource "aws_secretsmanager_secret_version" "main" {
  secret_id     = aws_secretsmanager_secret.main.id
  secret_string = jsonencode(local.secrets)
}
