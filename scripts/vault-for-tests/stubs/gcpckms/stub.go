package gcpckms

import wrapping "github.com/hashicorp/go-kms-wrapping/v2"

const (
	EnvGcpCkmsWrapperCredsPath = "EnvGcpCkmsWrapperCredsPath"
	EnvGcpCkmsWrapperCryptoKey = "EnvGcpCkmsWrapperCryptoKey"
	EnvGcpCkmsWrapperKeyRing = "EnvGcpCkmsWrapperKeyRing"
	EnvGcpCkmsWrapperLocation = "EnvGcpCkmsWrapperLocation"
	EnvGcpCkmsWrapperProject = "EnvGcpCkmsWrapperProject"
	EnvVaultGcpCkmsSealCryptoKey = "EnvVaultGcpCkmsSealCryptoKey"
	EnvVaultGcpCkmsSealKeyRing = "EnvVaultGcpCkmsSealKeyRing"
)

type Wrapper struct{ wrapping.Wrapper }

func NewWrapper() *Wrapper { return &Wrapper{} }
