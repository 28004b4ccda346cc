package awskms

import (
	"github.com/hashicorp/go-hclog"
	wrapping "github.com/hashicorp/go-kms-wrapping/v2"
)

const (
	EnvAwsKmsWrapperKeyId = "EnvAwsKmsWrapperKeyId"
	EnvVaultAwsKmsSealKeyId = "EnvVaultAwsKmsSealKeyId"
)

type Wrapper struct{ wrapping.Wrapper }

func NewWrapper() *Wrapper { return &Wrapper{} }

func WithDisallowEnvVars(bool) wrapping.Option { return nil }

func WithLogger(hclog.Logger) wrapping.Option { return nil }
