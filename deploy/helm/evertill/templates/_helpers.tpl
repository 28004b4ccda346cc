{{/* Names, labels, and what every pod of ours has in common. */}}

{{- define "evertill.name" -}}
{{- .Values.nameOverride | default .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- end -}}

{{/* What runs, and on which port: those of packages/kernel/src/module.ts, or all in one. */}}
{{- define "evertill.ports" -}}
{{- if eq .Values.topology "one" -}}
evertill: 8000
{{- else -}}
auth: 8085
catalog: 8081
orders: 8084
inventory: 8087
payments: 8086
purchasing: 8090
customers: 8089
audit: 8092
{{- end -}}
{{- end -}}

{{/* A dict of `root` and `part`. */}}
{{- define "evertill.selector" -}}
app.kubernetes.io/name: evertill
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .part }}
{{- end -}}

{{- define "evertill.labels" -}}
{{ include "evertill.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end -}}

{{- define "evertill.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}

{{- define "evertill.serviceAccount" -}}
{{- if .Values.serviceAccount.create -}}
{{ .Values.serviceAccount.name | default (include "evertill.name" .) }}
{{- else -}}
{{ .Values.serviceAccount.name | default "default" }}
{{- end -}}
{{- end -}}

{{- define "evertill.claim" -}}
{{ .Values.home.existingClaim | default (printf "%s-home" (include "evertill.name" .)) }}
{{- end -}}

{{- define "evertill.podSecurity" -}}
runAsNonRoot: true
runAsUser: {{ .user }}
runAsGroup: {{ .user }}
fsGroup: {{ .user }}
fsGroupChangePolicy: OnRootMismatch
seccompProfile: { type: RuntimeDefault }
{{- end -}}

{{- define "evertill.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end -}}

{{- define "evertill.environment" -}}
{{- $root := . -}}
{{- $name := include "evertill.name" . -}}
- { name: HOST, value: 0.0.0.0 }
# The ingress does TLS; the network policy says who reaches this port.
- { name: EVERTILL_INSECURE_HTTP, value: 'on' }
- { name: EVERTILL_LOG, value: stdout }
- { name: LOG_LEVEL, value: {{ .Values.settings.logLevel }} }
- { name: EVERTILL_CONNECTIONS, value: {{ .Values.settings.connections | quote }} }
- { name: EVERTILL_PREPARED_STATEMENTS, value: {{ ternary "on" "off" .Values.settings.preparedStatements | quote }} }
- { name: EVERTILL_TRUST_PROXY, value: {{ join ", " .Values.settings.trustProxy | quote }} }
{{- if .Values.vault.database }}
- { name: EVERTILL_VAULT_DATABASE, value: {{ .Values.vault.database | quote }} }
- { name: DATABASE_URL, value: {{ required "vault.databaseUrl goes with vault.database" .Values.vault.databaseUrl | quote }} }
{{- else }}
- { name: DATABASE_URL_FILE, value: /run/secrets/evertill/database-url }
{{- end }}
- { name: EVERTILL_PEER_SECRET_FILE, value: /run/secrets/evertill/peer-secret }
- { name: EVERTILL_METRICS_TOKEN_FILE, value: /run/secrets/evertill/metrics-token }
{{- if .Values.redis.enabled }}
- { name: REDIS_URL_FILE, value: /run/secrets/evertill/redis-url }
{{- end }}
{{- with .Values.vault }}
{{- if .address }}
- { name: VAULT_ADDR, value: {{ .address | quote }} }
- { name: VAULT_KUBERNETES_ROLE, value: {{ required "vault.kubernetesRole goes with vault.address" .kubernetesRole | quote }} }
{{- end }}
{{- end }}
{{- with .Values.kafka }}
{{- if .brokers }}
- { name: KAFKA_BROKERS, value: {{ join "," .brokers | quote }} }
- { name: KAFKA_TLS, value: {{ ternary "on" "off" .tls | quote }} }
- { name: EVERTILL_KAFKA_PARTITIONS, value: {{ .partitions | quote }} }
{{- if .prefix }}
- { name: EVERTILL_KAFKA_PREFIX, value: {{ .prefix | quote }} }
{{- end }}
{{- if .username }}
- { name: KAFKA_SASL_MECHANISM, value: {{ required "kafka.saslMechanism goes with kafka.username" .saslMechanism }} }
- { name: KAFKA_USERNAME, value: {{ .username | quote }} }
- { name: KAFKA_PASSWORD_FILE, value: /run/secrets/evertill/kafka-password }
{{- end }}
{{- end }}
{{- end }}
{{- if eq .Values.topology "modules" }}
{{- range $part, $port := include "evertill.ports" . | fromYaml }}
- { name: EVERTILL_PEER_{{ upper $part }}, value: 'http://{{ $name }}-{{ $part }}:{{ $port }}' }
{{- end }}
{{- end }}
{{- range $key, $value := .Values.settings.extra }}
- { name: {{ $key }}, value: {{ $value | quote }} }
{{- end }}
{{- end -}}

{{- define "evertill.mounts" -}}
- { name: home, mountPath: /var/lib/evertill }
- { name: tmp, mountPath: /tmp }
- { name: secrets, mountPath: /run/secrets/evertill, readOnly: true }
{{- end -}}

{{- define "evertill.volumes" -}}
- name: home
  persistentVolumeClaim: { claimName: {{ include "evertill.claim" . }} }
- name: tmp
  emptyDir: { medium: Memory, sizeLimit: 64Mi }
- name: secrets
  secret:
    secretName: {{ .Values.secret.name }}
    defaultMode: 0440
    items:
{{- if not .Values.vault.database }}
      - { key: {{ .Values.secret.keys.databaseUrl }}, path: database-url }
{{- end }}
      - { key: {{ .Values.secret.keys.peerSecret }}, path: peer-secret }
      - { key: {{ .Values.secret.keys.metricsToken }}, path: metrics-token }
{{- if .Values.redis.enabled }}
      - { key: {{ .Values.secret.keys.redisUrl }}, path: redis-url }
{{- end }}
{{- if .Values.kafka.username }}
      - { key: {{ .Values.secret.keys.kafkaPassword }}, path: kafka-password }
{{- end }}
{{- end -}}

{{/* Replicas on different machines and in different zones, where there are any. */}}
{{- define "evertill.spread" -}}
- maxSkew: 1
  topologyKey: topology.kubernetes.io/zone
  whenUnsatisfiable: ScheduleAnyway
  labelSelector:
    matchLabels: {{- include "evertill.selector" . | nindent 6 }}
- maxSkew: 1
  topologyKey: kubernetes.io/hostname
  whenUnsatisfiable: ScheduleAnyway
  labelSelector:
    matchLabels: {{- include "evertill.selector" . | nindent 6 }}
{{- end -}}
