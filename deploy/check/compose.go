package main

import (
	"context"
	"path/filepath"

	"github.com/compose-spec/compose-go/v2/loader"
	"github.com/compose-spec/compose-go/v2/types"
)

// The project as `docker compose config` would show it: schema, anchors, interpolation, profiles and
// what services depend on are judged by the library that Compose itself is built with.
func composeOf(file string, profiles []string) (any, error) {
	details := types.ConfigDetails{
		WorkingDir:  filepath.Dir(file),
		ConfigFiles: []types.ConfigFile{{Filename: file}},
		Environment: types.Mapping{},
	}
	return loader.LoadWithContext(context.Background(), details, loader.WithProfiles(profiles),
		func(options *loader.Options) { options.SkipConsistencyCheck = false })
}
