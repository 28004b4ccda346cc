// Vault's own core, its HTTP API and the engines and log-ins we use, over a folder, and nothing else of
// it: all of Vault takes three times as long to build, for clouds that no test goes to.
//
//	vault 127.0.0.1:8200 /a/folder
package main

import (
	"log"
	"net/http"
	"os"

	"github.com/hashicorp/go-hclog"
	kubernetes "github.com/hashicorp/vault-plugin-auth-kubernetes"
	kv "github.com/hashicorp/vault-plugin-secrets-kv"
	"github.com/hashicorp/vault/builtin/credential/approle"
	"github.com/hashicorp/vault/builtin/logical/database"
	"github.com/hashicorp/vault/builtin/logical/transit"
	vaulthttp "github.com/hashicorp/vault/http"
	"github.com/hashicorp/vault/internalshared/configutil"
	"github.com/hashicorp/vault/plugins/database/postgresql"
	"github.com/hashicorp/vault/sdk/helper/consts"
	"github.com/hashicorp/vault/sdk/logical"
	"github.com/hashicorp/vault/sdk/physical/file"
	"github.com/hashicorp/vault/vault"
)

var credentials = map[string]logical.Factory{
	"approle":    approle.Factory,
	"kubernetes": kubernetes.Factory,
}
var engines = map[string]logical.Factory{
	"database": database.Factory,
	"kv":       kv.Factory,
	"transit":  transit.Factory,
}

type maker = func() (interface{}, error)

func made(factories map[string]logical.Factory) map[string]maker {
	makers := map[string]maker{}
	for name, factory := range factories {
		makers[name] = func() (interface{}, error) { return factory, nil }
	}
	return makers
}

var plugins = map[consts.PluginType]map[string]maker{
	consts.PluginTypeCredential: made(credentials),
	consts.PluginTypeSecrets:    made(engines),
	consts.PluginTypeDatabase:   {"postgresql-database-plugin": postgresql.New},
}

type registry struct{}

func (registry) Contains(name string, kind consts.PluginType) bool {
	return plugins[kind][name] != nil
}

func (registry) Get(name string, kind consts.PluginType) (func() (interface{}, error), bool) {
	maker, ok := plugins[kind][name]
	return maker, ok
}

func (registry) Keys(kind consts.PluginType) []string {
	var names []string
	for name := range plugins[kind] {
		names = append(names, name)
	}
	return names
}

func (registry) DeprecationStatus(name string, kind consts.PluginType) (consts.DeprecationStatus, bool) {
	return consts.Supported, plugins[kind][name] != nil
}

func (registry) IsBuiltinEntPlugin(string, consts.PluginType) bool { return false }

func main() {
	address, folder := os.Args[1], os.Args[2]
	logger := hclog.New(&hclog.LoggerOptions{Name: "vault", Level: hclog.Warn})
	storage, err := file.NewFileBackend(map[string]string{"path": folder}, logger)
	if err != nil {
		log.Fatal(err)
	}
	core, err := vault.NewCore(&vault.CoreConfig{
		Physical:           storage,
		Logger:             logger,
		DisableMlock:       true,
		CredentialBackends: credentials,
		LogicalBackends:    engines,
		BuiltinRegistry:    registry{},
	})
	if err != nil {
		log.Fatal(err)
	}
	handler := vaulthttp.Handler.Handler(&vault.HandlerProperties{
		Core:           core,
		ListenerConfig: &configutil.Listener{},
	})
	log.Println("serving", address)
	log.Fatal(http.ListenAndServe(address, handler))
}
