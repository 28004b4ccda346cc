output "url" {
  description = "Where tills and people go."
  value       = "https://${var.domain}/"
}

output "secret" {
  description = "Where the addresses and passwords are: `aws secretsmanager get-secret-value`."
  value       = aws_secretsmanager_secret.main.arn
}

output "cluster" {
  description = "Of ECS, for one-off commands: `aws ecs run-task`."
  value       = aws_ecs_cluster.main.name
}

output "task" {
  description = "The task to run commands in, `evertill doctor` for one."
  value       = aws_ecs_task_definition.server.arn
}

output "backups" {
  description = "The bucket for what `evertill backup` wrote."
  value       = aws_s3_bucket.backups.bucket
}

output "private_subnets" {
  description = "Where one-off commands run."
  value       = [for subnet in aws_subnet.private : subnet.id]
}

output "server_wall" {
  description = "The security group that one-off commands need."
  value       = aws_security_group.wall["server"].id
}
