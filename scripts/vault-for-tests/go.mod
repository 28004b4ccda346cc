module evertill/vault-for-tests

go 1.25.3

require github.com/hashicorp/vault v1.21.4

replace (
	github.com/hashicorp/go-discover => ./stubs/discover
	github.com/hashicorp/go-discover/provider/k8s => ./stubs/discover-k8s
	github.com/hashicorp/go-kms-wrapping/wrappers/alicloudkms/v2 => ./stubs/alicloudkms
	github.com/hashicorp/go-kms-wrapping/wrappers/awskms/v2 => ./stubs/awskms
	github.com/hashicorp/go-kms-wrapping/wrappers/azurekeyvault/v2 => ./stubs/azurekeyvault
	github.com/hashicorp/go-kms-wrapping/wrappers/gcpckms/v2 => ./stubs/gcpckms
	github.com/hashicorp/go-kms-wrapping/wrappers/ocikms/v2 => ./stubs/ocikms
)
