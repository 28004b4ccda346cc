locals {
  environment = merge(
    {
      EVERTILL_HOME          = "/var/lib/evertill"
      EVERTILL_LOG           = "stdout"
      EVERTILL_INSECURE_HTTP = "on"
      EVERTILL_TRUST_PROXY   = var.network
      HOST                   = "0.0.0.0"
      PORT                   = "8000"
      # RDS's authority is not in the image's list; put its bundle into the home.
      NODE_EXTRA_CA_CERTS = "/var/lib/evertill/rds-ca.pem"
    },
    var.kafka.enabled ? {
      KAFKA_BROKERS        = aws_msk_cluster.main[0].bootstrap_brokers_sasl_scram
      KAFKA_TLS            = "on"
      KAFKA_SASL_MECHANISM = "SCRAM-SHA-512"
      KAFKA_USERNAME       = "evertill"
    } : {},
  )
}

resource "aws_cloudwatch_log_group" "main" {
  name              = "/evertill/${var.name}"
  retention_in_days = 30
}

data "aws_iam_policy_document" "tasks" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }
  }
}

# What starts a task: pulls the image, reads the secret, writes the log.
resource "aws_iam_role" "starter" {
  name               = "${var.name}-starter"
  assume_role_policy = data.aws_iam_policy_document.tasks.json
}

resource "aws_iam_role_policy_attachment" "starter" {
  role       = aws_iam_role.starter.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

data "aws_iam_policy_document" "starter" {
  statement {
    actions   = ["secretsmanager:GetSecretValue"]
    resources = [aws_secretsmanager_secret.main.arn]
  }

  statement {
    actions   = ["kms:Decrypt"]
    resources = [aws_kms_key.main.arn]
  }
}

resource "aws_iam_role_policy" "starter" {
  name   = "secrets"
  role   = aws_iam_role.starter.id
  policy = data.aws_iam_policy_document.starter.json
}

# What a task may do: mount the home, and lay backups down. Read or delete them it may not.
resource "aws_iam_role" "server" {
  name               = "${var.name}-server"
  assume_role_policy = data.aws_iam_policy_document.tasks.json
}

data "aws_iam_policy_document" "server" {
  statement {
    actions   = ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"]
    resources = [aws_efs_file_system.home.arn]
  }

  statement {
    actions   = ["s3:PutObject"]
    resources = ["${aws_s3_bucket.backups.arn}/*"]
  }

  statement {
    actions   = ["kms:GenerateDataKey"]
    resources = [aws_kms_key.main.arn]
  }
}

resource "aws_iam_role_policy" "server" {
  name   = "home-and-backups"
  role   = aws_iam_role.server.id
  policy = data.aws_iam_policy_document.server.json
}

resource "aws_ecs_cluster" "main" {
  name = var.name

  setting {
    name  = "containerInsights"
    value = "enabled"
  }
}

resource "aws_ecs_task_definition" "server" {
  family                   = var.name
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = var.tasks.cpu
  memory                   = var.tasks.memory
  execution_role_arn       = aws_iam_role.starter.arn
  task_role_arn            = aws_iam_role.server.arn

  container_definitions = jsonencode([{
    name                   = "evertill"
    image                  = var.image
    command                = ["serve"]
    essential              = true
    readonlyRootFilesystem = true
    stopTimeout            = 45
    linuxParameters        = { initProcessEnabled = true }
    portMappings           = [{ containerPort = 8000, protocol = "tcp" }]
    environment            = [for name, value in local.environment : { name = name, value = value }]
    secrets = [for name in keys(nonsensitive(local.secrets)) : {
      name      = name
      valueFrom = "${aws_secretsmanager_secret.main.arn}:${name}::"
    }]
    mountPoints = [
      { sourceVolume = "home", containerPath = "/var/lib/evertill", readOnly = false },
      { sourceVolume = "tmp", containerPath = "/tmp", readOnly = false },
    ]
    logConfiguration = {
      logDriver = "awslogs"
      options = {
        awslogs-group         = aws_cloudwatch_log_group.main.name
        awslogs-region        = var.region
        awslogs-stream-prefix = "server"
      }
    }
  }])

  volume {
    name = "home"

    efs_volume_configuration {
      file_system_id     = aws_efs_file_system.home.id
      transit_encryption = "ENABLED"

      authorization_config {
        access_point_id = aws_efs_access_point.home.id
        iam             = "ENABLED"
      }
    }
  }

  volume {
    name = "tmp"
  }
}

resource "aws_ecs_service" "server" {
  name                              = "server"
  cluster                           = aws_ecs_cluster.main.id
  task_definition                   = aws_ecs_task_definition.server.arn
  desired_count                     = var.tasks.min
  launch_type                       = "FARGATE"
  enable_execute_command            = false
  health_check_grace_period_seconds = 300
  depends_on                        = [aws_lb_listener.safe, aws_secretsmanager_secret_version.main]

  network_configuration {
    subnets         = [for subnet in aws_subnet.private : subnet.id]
    security_groups = [aws_security_group.wall["server"].id]
  }

  load_balancer {
    target_group_arn = aws_lb_target_group.main.arn
    container_name   = "evertill"
    container_port   = 8000
  }

  # A version that does not start is taken back by itself.
  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  lifecycle {
    ignore_changes = [desired_count]
  }
}

resource "aws_appautoscaling_target" "server" {
  service_namespace  = "ecs"
  resource_id        = "service/${aws_ecs_cluster.main.name}/${aws_ecs_service.server.name}"
  scalable_dimension = "ecs:service:DesiredCount"
  min_capacity       = var.tasks.min
  max_capacity       = var.tasks.max
}

resource "aws_appautoscaling_policy" "server" {
  name               = "${var.name}-cpu"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = aws_appautoscaling_target.server.service_namespace
  resource_id        = aws_appautoscaling_target.server.resource_id
  scalable_dimension = aws_appautoscaling_target.server.scalable_dimension

  target_tracking_scaling_policy_configuration {
    target_value = 60

    predefined_metric_specification {
      predefined_metric_type = "ECSServiceAverageCPUUtilization"
    }
  }
}
