{{- define "kohorte.name" -}}
{{- .Chart.Name | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{- define "kohorte.fullname" -}}
{{- if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 50 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "kohorte.selector" -}}
app.kubernetes.io/name: {{ include "kohorte.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "kohorte.labels" -}}
{{ include "kohorte.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}

{{/* The Deployments of this release: name to roles and replicas. */}}
{{- define "kohorte.deployments" -}}
{{- if .Values.split -}}
api: {roles: api, replicas: {{ .Values.replicas.api }}}
engine: {roles: engine, replicas: {{ .Values.replicas.engine }}}
sync: {roles: sync, replicas: {{ .Values.replicas.sync }}}
{{- else -}}
all: {roles: "api,engine,sync", replicas: {{ .Values.replicas.all }}}
{{- end -}}
{{- end -}}

{{/* What answers HTTP. */}}
{{- define "kohorte.front" -}}
{{- if .Values.split }}api{{ else }}all{{ end -}}
{{- end -}}
