// Holds deploy/ to those who read it: Compose's own loader, Helm's own renderer, Kubernetes' own
// types, Terraform's own parser. It prints what it made as JSON; what that has to say is a test's.
//
//	check compose FILE PROFILE…    check helm CHART VALUES…    check terraform FOLDER
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
)

func main() {
	if len(os.Args) < 3 {
		fail(errors.New("check compose|helm|terraform PATH …"))
	}
	what, path, rest := os.Args[1], os.Args[2], os.Args[3:]
	checks := map[string]func(string, []string) (any, error){
		"compose":   composeOf,
		"helm":      objectsOf,
		"terraform": blocksOf,
	}
	check, isKnown := checks[what]
	if !isKnown {
		fail(fmt.Errorf("there is no check %s", what))
	}
	made, err := check(path, rest)
	if err != nil {
		fail(err)
	}
	if err := json.NewEncoder(os.Stdout).Encode(made); err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
