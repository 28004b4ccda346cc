package main

import (
	"bytes"
	"fmt"
	"sort"
	"strings"

	"helm.sh/helm/v3/pkg/chart/loader"
	"helm.sh/helm/v3/pkg/chartutil"
	"helm.sh/helm/v3/pkg/engine"
	appsv1 "k8s.io/api/apps/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"sigs.k8s.io/yaml"
)

// What somebody else defines, and we cannot decode.
const foreign = "monitoring.coreos.com/"

// The chart's objects, rendered with these files of values, each decoded strictly into its type: a
// field that Kubernetes does not know, or of another type than it wants, is an error.
func objectsOf(folder string, valueFiles []string) (any, error) {
	chart, err := loader.LoadDir(folder)
	if err != nil {
		return nil, err
	}
	if err := chart.Validate(); err != nil {
		return nil, err
	}
	values := map[string]any{}
	for _, file := range valueFiles {
		one, err := chartutil.ReadValuesFile(file)
		if err != nil {
			return nil, err
		}
		values = chartutil.CoalesceTables(one, values)
	}
	release := chartutil.ReleaseOptions{Name: "shop", Namespace: "shops", Revision: 1, IsInstall: true}
	// Holds the values to values.schema.json.
	given, err := chartutil.ToRenderValues(chart, values, release, chartutil.DefaultCapabilities)
	if err != nil {
		return nil, err
	}
	renderer := engine.Engine{Strict: true}
	rendered, err := renderer.Render(chart, given)
	if err != nil {
		return nil, err
	}
	return decoded(rendered)
}

func decoded(rendered map[string]string) ([]any, error) {
	decoder, err := strictDecoder()
	if err != nil {
		return nil, err
	}
	names := make([]string, 0, len(rendered))
	for name := range rendered {
		names = append(names, name)
	}
	sort.Strings(names)
	var objects []any
	for _, name := range names {
		if !strings.HasSuffix(name, ".yaml") {
			continue
		}
		for _, text := range bytes.Split([]byte("\n"+rendered[name]), []byte("\n---")) {
			var object map[string]any
			if err := yaml.UnmarshalStrict(text, &object); err != nil {
				return nil, fmt.Errorf("%s: %w\n%s", name, err, text)
			}
			if len(object) == 0 {
				continue
			}
			version, _ := object["apiVersion"].(string)
			if !strings.HasPrefix(version, foreign) {
				if _, _, err := decoder.Decode(text, nil, nil); err != nil {
					return nil, fmt.Errorf("%s: %w\n%s", name, err, text)
				}
			}
			objects = append(objects, object)
		}
	}
	return objects, nil
}

func strictDecoder() (runtime.Decoder, error) {
	scheme := runtime.NewScheme()
	for _, add := range []func(*runtime.Scheme) error{
		appsv1.AddToScheme, autoscalingv2.AddToScheme, batchv1.AddToScheme,
		corev1.AddToScheme, networkingv1.AddToScheme, policyv1.AddToScheme,
	} {
		if err := add(scheme); err != nil {
			return nil, err
		}
	}
	return serializer.NewCodecFactory(scheme, serializer.EnableStrict).UniversalDeserializer(), nil
}
