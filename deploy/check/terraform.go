package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclparse"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
)

type block struct {
	File       string   `json:"file"`
	Line       int      `json:"line"`
	Type       string   `json:"type"`
	Labels     []string `json:"labels"`
	Attributes []string `json:"attributes"`
	// What its expressions refer to: `var.region`, `aws_vpc.main.id`.
	References []string `json:"references"`
	Blocks     []block  `json:"blocks"`
}

// Every block of the folder's files. A file that does not parse, or is not laid out as
// `terraform fmt` would, is an error.
func blocksOf(folder string, _ []string) (any, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*.tf"))
	if err != nil {
		return nil, err
	}
	var blocks []block
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		parsed, flaws := hclparse.NewParser().ParseHCL(text, filepath.Base(file))
		if flaws.HasErrors() {
			return nil, flaws
		}
		if !bytes.Equal(hclwrite.Format(text), text) {
			return nil, fmt.Errorf("%s is not formatted", file)
		}
		body, isNative := parsed.Body.(*hclsyntax.Body)
		if !isNative {
			return nil, fmt.Errorf("%s is no HCL", file)
		}
		blocks = append(blocks, blocksIn(body)...)
	}
	return blocks, nil
}

func blocksIn(body *hclsyntax.Body) []block {
	var blocks []block
	for _, one := range body.Blocks {
		attributes, references := []string{}, []string{}
		for name, attribute := range one.Body.Attributes {
			attributes = append(attributes, name)
			references = append(references, referencesOf(attribute.Expr)...)
		}
		blocks = append(blocks, block{
			File:       one.TypeRange.Filename,
			Line:       one.TypeRange.Start.Line,
			Type:       one.Type,
			Labels:     one.Labels,
			Attributes: attributes,
			References: references,
			Blocks:     blocksIn(one.Body),
		})
	}
	return blocks
}

func referencesOf(expression hcl.Expression) []string {
	var references []string
	for _, traversal := range expression.Variables() {
		text := ""
		for _, step := range traversal {
			switch step := step.(type) {
			case hcl.TraverseRoot:
				text = step.Name
			case hcl.TraverseAttr:
				text += "." + step.Name
			}
		}
		references = append(references, text)
	}
	return references
}
