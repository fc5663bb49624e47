{{- define "schema-service.name" -}}
{{- if contains .Chart.Name .Release.Name -}}{{ .Release.Name | trunc 50 | trimSuffix "-" }}
{{- else -}}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 50 | trimSuffix "-" }}{{- end -}}
{{- end -}}

{{- define "schema-service.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{ include "schema-service.selector" . }}
{{- end -}}

{{- define "schema-service.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "schema-service.serviceAccount" -}}
{{- if .Values.serviceAccount.create -}}{{ .Values.serviceAccount.name | default (include "schema-service.name" .) }}
{{- else -}}{{ .Values.serviceAccount.name | default "default" }}{{- end -}}
{{- end -}}

{{/* An image by its digest where there is one. Takes the image and the version of the chart's program. */}}
{{- define "schema-service.image" -}}
{{- $image := index . 0 -}}
{{- if $image.digest -}}{{ $image.repository }}@{{ $image.digest }}
{{- else -}}{{ $image.repository }}:{{ $image.tag | default (index . 1) }}{{- end -}}
{{- end -}}

{{- define "schema-service.podSecurity" -}}
runAsNonRoot: true
runAsUser: 1000
runAsGroup: 1000
fsGroup: 1000
seccompProfile: { type: RuntimeDefault }
{{- end -}}

{{- define "schema-service.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end -}}

{{/* What the API and the worker have in common: where the secrets are, and the variables. */}}
{{- define "schema-service.environment" -}}
- name: DATABASE_URL_FILE
  value: /run/secrets/schema-service/database-url
{{- if .Values.adminToken.secretName }}
- name: ADMIN_TOKEN_FILE
  value: /run/secrets/schema-service/admin-token
{{- end }}
{{- if .Values.environments }}
- name: ENVIRONMENTS_FILE
  value: /etc/schema-service/environments.json
{{- end }}
{{- range $name, $value := .Values.config }}
- name: {{ $name }}
  value: {{ $value | quote }}
{{- end }}
{{- if .Values.metrics.enabled }}
- name: METRICS_PORT
  value: {{ .Values.metrics.port | quote }}
- name: METRICS_HOST
  value: 0.0.0.0
{{- end }}
{{- end -}}

{{- define "schema-service.volumes" -}}
- name: secrets
  projected:
    defaultMode: 0440
    sources:
      - secret:
          name: {{ .Values.database.secretName }}
          items: [{ key: {{ .Values.database.secretKey }}, path: database-url }]
      {{- if .Values.adminToken.secretName }}
      - secret:
          name: {{ .Values.adminToken.secretName }}
          items: [{ key: {{ .Values.adminToken.secretKey }}, path: admin-token }]
      {{- end }}
{{- if .Values.environments }}
- name: environments
  configMap:
    name: {{ include "schema-service.name" . }}
{{- end }}
- name: tmp
  emptyDir: {}
{{- end -}}

{{- define "schema-service.mounts" -}}
- { name: secrets, mountPath: /run/secrets/schema-service, readOnly: true }
{{- if .Values.environments }}
- { name: environments, mountPath: /etc/schema-service, readOnly: true }
{{- end }}
- { name: tmp, mountPath: /tmp }
{{- end -}}

{{- define "schema-service.placement" -}}
{{- with .Values.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.affinity }}
affinity: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.imagePullSecrets }}
imagePullSecrets: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}
