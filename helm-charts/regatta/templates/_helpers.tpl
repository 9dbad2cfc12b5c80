{{- define "regatta.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 40 | trimSuffix "-" }}
{{- end }}

{{/* Leaves room for the longest suffix within the 63 characters of a name. */}}
{{- define "regatta.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" }}
{{- else if contains (include "regatta.name" .) .Release.Name }}
{{- .Release.Name | trunc 40 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name (include "regatta.name" .) | trunc 40 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{/* What selects the pods of a component. Arguments: root, component. */}}
{{- define "regatta.selectorLabels" -}}
app.kubernetes.io/name: {{ include "regatta.name" .root }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{/* What network policies and monitors find pods by, workers of pools among them. Arguments: root, component. */}}
{{- define "regatta.releaseLabels" -}}
regatta.dev/release: {{ include "regatta.fullname" .root }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{/* Arguments: root, component. */}}
{{- define "regatta.labels" -}}
{{ include "regatta.selectorLabels" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/part-of: regatta
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{- with .root.Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* metadata of an object. Arguments: root, component, and suffix of the name where it is not the component. */}}
{{- define "regatta.metadata" -}}
name: {{ include "regatta.fullname" .root }}-{{ default .component .suffix }}
namespace: {{ .root.Release.Namespace }}
labels: {{- include "regatta.labels" . | nindent 2 }}
{{- end }}

{{/* Labels of a pod. Arguments: root, component. */}}
{{- define "regatta.podLabels" -}}
{{ include "regatta.selectorLabels" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/part-of: regatta
regatta.dev/release: {{ include "regatta.fullname" .root }}
{{- with .root.Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- if and (include "regatta.oneNode" .root) (has .component (list "coordinator" "aggregator")) }}
regatta.dev/store: {{ include "regatta.fullname" .root }}
{{- end }}
{{- end }}

{{/* Name of one of Regatta's images. Arguments: root, repository, digest. */}}
{{- define "regatta.image" -}}
{{- $image := .root.Values.image -}}
{{- with $image.registry }}{{ . }}/{{ end -}}
{{- .repository -}}
{{- if .digest }}@{{ .digest }}{{ else }}:{{ default .root.Chart.AppVersion $image.tag }}{{ end -}}
{{- end }}

{{/* Name of a component's service account. Arguments: root, component, account (its values). */}}
{{- define "regatta.serviceAccountName" -}}
{{- default (printf "%s-%s" (include "regatta.fullname" .root) .component) .account.name }}
{{- end }}

{{- define "regatta.tokensSecret" -}}
{{- default (printf "%s-tokens" (include "regatta.fullname" .)) .Values.auth.existingSecret }}
{{- end }}

{{- define "regatta.workerTokensSecret" -}}
{{- default (printf "%s-worker-tokens" (include "regatta.fullname" .)) .Values.auth.existingWorkerSecret }}
{{- end }}

{{- define "regatta.bootstrap" -}}
{{- if eq .Values.kafka.mode "internal" }}
{{- include "regatta.fullname" . }}-kafka:9092
{{- else }}
{{- .Values.kafka.external.bootstrap }}
{{- end }}
{{- end }}

{{/* Secret with the properties of Kafka's clients; empty where there is none. */}}
{{- define "regatta.kafkaSecret" -}}
{{- if eq .Values.kafka.mode "external" }}{{ .Values.kafka.external.propertiesSecret }}{{ end }}
{{- end }}

{{- define "regatta.storeLocation" -}}
{{- with .Values.store -}}
{{- if eq .kind "s3" }}s3://{{ .s3.bucket }}{{ with .s3.prefix }}/{{ . }}{{ end }}{{ else }}/store{{ end }}
{{- end }}
{{- end }}

{{- define "regatta.storeClaim" -}}
{{- default (printf "%s-store" (include "regatta.fullname" .)) .Values.store.volume.existingClaim }}
{{- end }}

{{/* Not empty where the store is a volume that one node alone can mount. */}}
{{- define "regatta.oneNode" -}}
{{- if and (eq .Values.store.kind "volume") (not (has "ReadWriteMany" .Values.store.volume.accessModes)) }}true{{ end }}
{{- end }}

{{/* What makes a Job that scores a sweep. Arguments: root, sweep. */}}
{{- define "regatta.scoreCommand" -}}
{{- $namespace := .root.Release.Namespace -}}
kubectl create job score-$(date +%s) --from=cronjob/{{ include "regatta.fullname" .root }}-score --namespace {{ $namespace }} --dry-run=client -o yaml | kubectl set env --local -f - SWEEP={{ .sweep }} -o yaml | kubectl create -f -
{{- end }}

{{/* Environment through which a process finds the store. */}}
{{- define "regatta.storeEnv" -}}
{{- if eq .Values.store.kind "s3" }}
{{- with .Values.store.s3 }}
{{- with .endpoint }}
- {name: REGATTA_S3_ENDPOINT, value: {{ . | quote }}}
{{- end }}
{{- with .region }}
- {name: REGATTA_S3_REGION, value: {{ . | quote }}}
{{- end }}
{{- if not (kindIs "invalid" .pathStyle) }}
- {name: REGATTA_S3_PATH_STYLE, value: {{ .pathStyle | quote }}}
{{- end }}
{{- with .existingSecret }}
{{- range $key := list "AWS_ACCESS_KEY_ID" "AWS_SECRET_ACCESS_KEY" }}
- name: {{ $key }}
  valueFrom: {secretKeyRef: {name: {{ $.Values.store.s3.existingSecret }}, key: {{ $key }}}}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{/* Of the Restricted policy. Argument: the user, 65532 in Regatta's images. */}}
{{- define "regatta.podSecurityContext" -}}
runAsNonRoot: true
runAsUser: {{ . }}
runAsGroup: {{ . }}
fsGroup: {{ . }}
fsGroupChangePolicy: OnRootMismatch
seccompProfile: {type: RuntimeDefault}
{{- end }}

{{- define "regatta.securityContext" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
runAsNonRoot: true
capabilities: {drop: [ALL]}
{{- end }}

{{/* Where a service's pods go. Arguments: root, component, values (of the component). */}}
{{- define "regatta.placement" -}}
{{- with .root.Values.image.pullSecrets }}
imagePullSecrets:
{{- range . }}
  - name: {{ . }}
{{- end }}
{{- end }}
{{- with include "regatta.priorityClass" . }}
priorityClassName: {{ . }}
{{- end }}
{{- with .values.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .values.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- if .values.affinity }}
affinity: {{- toYaml .values.affinity | nindent 2 }}
{{- else if and (include "regatta.oneNode" .root) (has .component (list "coordinator" "aggregator")) }}
affinity:
  podAffinity:
    requiredDuringSchedulingIgnoredDuringExecution:
      - topologyKey: kubernetes.io/hostname
        labelSelector:
          matchLabels: {regatta.dev/store: {{ include "regatta.fullname" .root }}}
{{- end }}
{{- with .values.topologySpread }}
topologySpreadConstraints:
{{- range . }}
  - topologyKey: {{ . }}
    maxSkew: 1
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels: {{- include "regatta.selectorLabels" $ | nindent 8 }}
{{- end }}
{{- end }}
{{- end }}

{{- define "regatta.priorityClass" -}}
{{- if .values.priorityClassName }}
{{- .values.priorityClassName }}
{{- else if .root.Values.priorityClasses.create }}
{{- include "regatta.fullname" .root }}-services
{{- end }}
{{- end }}

{{/* Probes of a service of Regatta: slow to start, and left alone while it lives. */}}
{{- define "regatta.probes" -}}
startupProbe:
  httpGet: {path: /healthz, port: http}
  periodSeconds: 2
  failureThreshold: 60
readinessProbe:
  httpGet: {path: /readyz, port: http}
  periodSeconds: 5
  timeoutSeconds: 3
livenessProbe:
  httpGet: {path: /healthz, port: http}
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 6
{{- end }}

{{/* Settings that coordinator and aggregator share. Argument: root. */}}
{{- define "regatta.settings" -}}
bootstrap: {{ include "regatta.bootstrap" . | quote }}
{{- if include "regatta.kafkaSecret" . }}
kafka-properties: /etc/regatta/kafka/kafka.properties
{{- end }}
store: {{ include "regatta.storeLocation" . | quote }}
http.port: 8080
http.tokens-file: /etc/regatta/tokens/tokens
log.format: {{ .Values.log.format }}
log.level: {{ .Values.log.level }}
{{- end }}

{{/* Environment of a service. Arguments: root, component, values. */}}
{{- define "regatta.serviceEnv" -}}
{{- $prefix := printf "REGATTA_%s" (upper .component) -}}
- name: POD_NAME
  valueFrom: {fieldRef: {fieldPath: metadata.name}}
- name: POD_IP
  valueFrom: {fieldRef: {fieldPath: status.podIP}}
- {name: {{ $prefix }}_ID, value: $(POD_NAME)}
- {name: {{ $prefix }}_HTTP_HOST, value: $(POD_IP)}
- {name: {{ $prefix }}_CONFIG, value: /etc/regatta/config/{{ .component }}.yaml}
{{- with include "regatta.storeEnv" .root }}
{{- . }}
{{- end }}
{{- with .values.env }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* Mounts of a service. Argument: root. */}}
{{- define "regatta.serviceMounts" -}}
- {name: config, mountPath: /etc/regatta/config, readOnly: true}
- {name: tokens, mountPath: /etc/regatta/tokens, readOnly: true}
- {name: scratch, mountPath: /scratch}
- {name: tmp, mountPath: /tmp}
{{- if include "regatta.kafkaSecret" . }}
- {name: kafka, mountPath: /etc/regatta/kafka, readOnly: true}
{{- end }}
{{- if eq .Values.store.kind "volume" }}
- {name: store, mountPath: /store}
{{- end }}
{{- end }}

{{/* Volumes of a service. Arguments: root, component, values. */}}
{{- define "regatta.serviceVolumes" -}}
- name: config
  configMap: {name: {{ include "regatta.fullname" .root }}-{{ .component }}}
- name: tokens
  secret:
    secretName: {{ include "regatta.tokensSecret" .root }}
    items: [{key: tokens, path: tokens}]
- name: scratch
  emptyDir: {sizeLimit: {{ .values.scratchSize }}}
- name: tmp
  emptyDir: {sizeLimit: 1Gi}
{{- with include "regatta.kafkaSecret" .root }}
- name: kafka
  secret: {secretName: {{ . }}}
{{- end }}
{{- if eq .root.Values.store.kind "volume" }}
- name: store
  persistentVolumeClaim: {claimName: {{ include "regatta.storeClaim" .root }}}
{{- end }}
{{- end }}

{{/* Rolls the pods where their settings or given tokens change. Arguments: root, component, file. */}}
{{- define "regatta.checksums" -}}
checksum/config: {{ include (print .root.Template.BasePath "/" .file) .root | sha256sum }}
checksum/tokens: {{ .root.Values.auth | toYaml | sha256sum }}
{{- end }}
