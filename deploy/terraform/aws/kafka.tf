resource "aws_msk_configuration" "main" {
  count = var.kafka.enabled ? 1 : 0
  name  = var.name
  # Offsets are kept longer than any process may be off; topics are made by the server.
  server_properties = <<-PROPERTIES
    auto.create.topics.enable=false
    default.replication.factor=${var.zones}
    min.insync.replicas=${var.zones - 1}
    offsets.retention.minutes=43200
  PROPERTIES
}

resource "aws_msk_cluster" "main" {
  count                  = var.kafka.enabled ? 1 : 0
  cluster_name           = var.name
  kafka_version          = "3.9.x"
  number_of_broker_nodes = var.zones

  broker_node_group_info {
    instance_type   = var.kafka.class
    client_subnets  = [for subnet in aws_subnet.private : subnet.id]
    security_groups = [aws_security_group.wall["kafka"].id]

    storage_info {
      ebs_storage_info {
        volume_size = var.kafka.storage
      }
    }
  }

  client_authentication {
    sasl {
      scram = true
    }
  }

  encryption_info {
    encryption_at_rest_kms_key_arn = aws_kms_key.main.arn

    encryption_in_transit {
      client_broker = "TLS"
      in_cluster    = true
    }
  }

  configuration_info {
    arn      = aws_msk_configuration.main[0].arn
    revision = aws_msk_configuration.main[0].latest_revision
  }
}

# MSK reads log-ins from secrets of this name only, under a key of ours.
resource "aws_secretsmanager_secret" "kafka" {
  count      = var.kafka.enabled ? 1 : 0
  name       = "AmazonMSK_${var.name}"
  kms_key_id = aws_kms_key.main.arn
}

resource "aws_secretsmanager_secret_version" "kafka" {
  count     = var.kafka.enabled ? 1 : 0
  secret_id = aws_secretsmanager_secret.kafka[0].id
  secret_string = jsonencode({
    username = "evertill"
    password = random_password.made["kafka"].result
  })
}

resource "aws_msk_scram_secret_association" "main" {
  count           = var.kafka.enabled ? 1 : 0
  cluster_arn     = aws_msk_cluster.main[0].arn
  secret_arn_list = [aws_secretsmanager_secret.kafka[0].arn]
  depends_on      = [aws_secretsmanager_secret_version.kafka]
}
