variable "name" {
  description = "What everything of this installation is called."
  type        = string
  default     = "evertill"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,20}$", var.name))
    error_message = "Small letters, digits and dashes, at most 21, a letter first."
  }
}

variable "region" {
  description = "Where it runs."
  type        = string
}

variable "image" {
  description = "The image, in a registry that the tasks can pull from, with a version: …/evertill:0.1.0."
  type        = string

  validation {
    condition     = can(regex(":[^:/]+$", var.image)) && !endswith(var.image, ":latest")
    error_message = "Name a version, and not latest: a task that starts again has to be the same."
  }
}

variable "domain" {
  description = "The name people and tills go to."
  type        = string
}

variable "zone_id" {
  description = "The Route 53 zone in which the name is made and the certificate is proven."
  type        = string
}

variable "network" {
  description = "The addresses of the network."
  type        = string
  default     = "10.40.0.0/16"
}

variable "zones" {
  description = "How many availability zones: MSK wants two or three."
  type        = number
  default     = 2

  validation {
    condition     = contains([2, 3], var.zones)
    error_message = "Two or three."
  }
}

variable "tasks" {
  description = "How many processes, at least and at most; and their size in CPU units and MiB."
  type        = object({ min = number, max = number, cpu = number, memory = number })
  default     = { min = 2, max = 8, cpu = 1024, memory = 2048 }
}

variable "database" {
  description = "The class of the machine, its disk in GiB, and how many days of backups RDS keeps."
  type        = object({ class = string, storage = number, backup_days = number })
  default     = { class = "db.m7g.large", storage = 100, backup_days = 14 }
}

variable "kafka" {
  description = "MSK, or none: then modules tell each other directly, in the database."
  type        = object({ enabled = bool, class = string, storage = number })
  default     = { enabled = false, class = "kafka.m7g.large", storage = 100 }
}

variable "redis" {
  description = "ElastiCache for limits that all processes share, or none."
  type        = object({ enabled = bool, class = string })
  default     = { enabled = false, class = "cache.t4g.small" }
}

variable "backup_days" {
  description = "How long backups that `evertill backup` wrote are kept, and cannot be deleted."
  type        = number
  default     = 35
}

variable "deletion_protection" {
  description = "Off only to take everything away."
  type        = bool
  default     = true
}
