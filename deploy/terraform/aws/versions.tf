terraform {
  required_version = ">= 1.9"

  required_providers {
    aws    = { source = "hashicorp/aws", version = "~> 6.25" }
    random = { source = "hashicorp/random", version = "~> 3.7" }
  }
}

provider "aws" {
  region = var.region

  default_tags {
    tags = { application = "evertill", installation = var.name }
  }
}

data "aws_availability_zones" "here" {
  state = "available"
}

data "aws_caller_identity" "us" {}
