{{- /* The name of the objects. */ -}}
{{- define "provider.name" -}}
{{- .Values.fullnameOverride | default .Values.nameOverride | default .Chart.Name | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{- /* The value of the label app: fixed, since the DaemonSet's selector cannot be changed and the alert rules use it. */ -}}
{{- define "provider.app" -}}
csi-secrets-store-provider-azure
{{- end -}}

{{- define "provider.labels" -}}
app: {{ include "provider.app" . }}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}

{{- /* Labels of the pods: those that do not change with a version. */ -}}
{{- define "provider.podLabels" -}}
app: {{ include "provider.app" . }}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "provider.serviceAccount" -}}
{{- .Values.serviceAccount.name | default (include "provider.name" .) -}}
{{- end -}}

{{- define "provider.image" -}}
{{- $image := .Values.linux.image -}}
{{- with $image.digest -}}
{{ printf "%s@%s" $image.repository . }}
{{- else -}}
{{ printf "%s:%v" $image.repository $image.tag }}
{{- end -}}
{{- end -}}

{{- define "provider.healthzPort" -}}
{{- .Values.linux.healthzPort | toString | int -}}
{{- end -}}

{{- define "provider.metricsPort" -}}
{{- $address := .Values.linux.metricsAddr | default .Values.metricsAddr -}}
{{- if $address -}}
{{- regexFind "[0-9]+$" $address -}}
{{- else -}}
{{- .Values.linux.metricsPort | toString | int -}}
{{- end -}}
{{- end -}}

{{- /* Seconds a probe waits: one more than the provider waits for its own socket (linux.healthzTimeout). */ -}}
{{- define "provider.probeTimeout" -}}
{{- $number := regexFind "^[0-9.]+" .Values.linux.healthzTimeout | float64 -}}
{{- $unit := regexFind "[a-z]+$" .Values.linux.healthzTimeout -}}
{{- $seconds := mulf $number (get (dict "ms" 0.001 "s" 1.0 "m" 60.0) $unit) | ceil | int -}}
{{- add1 $seconds -}}
{{- end -}}
