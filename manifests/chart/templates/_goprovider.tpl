{{- /*
Values of the Go provider's chart that have no equal here. What changes nothing is ignored; what would install or change
something there ends in one message that names each value and what to do instead.
*/ -}}
{{- define "provider.checkValues" -}}
{{- $problems := list -}}
{{- $driver := index .Values "secrets-store-csi-driver" -}}
{{- if and $driver (not (eq (toString (get $driver "install")) "false")) -}}
{{- $problems = append $problems "secrets-store-csi-driver: this chart does not install the driver. Install the driver as a release of its own, and set secrets-store-csi-driver.install=false" -}}
{{- end -}}
{{- if eq (toString (get (.Values.windows | default dict) "enabled")) "true" -}}
{{- $problems = append $problems "windows.enabled: this provider runs on Linux nodes only. Keep the Go provider's DaemonSet for Windows nodes, and set windows.enabled=false" -}}
{{- end -}}
{{- if .Values.enableArcExtension -}}
{{- $problems = append $problems "enableArcExtension: the Azure Arc extension is not supported. Remove this value" -}}
{{- end -}}
{{- if .Values.rbac.pspEnabled -}}
{{- $problems = append $problems "rbac.pspEnabled: Kubernetes 1.25 removed PodSecurityPolicy. Remove this value" -}}
{{- end -}}
{{- if .Values.linux.privileged -}}
{{- $problems = append $problems "linux.privileged: the provider needs no privileges. Remove this value; with SELinux, set linux.seLinuxOptions.type=spc_t" -}}
{{- end -}}
{{- if contains "/secrets-store/provider-azure" .Values.linux.image.repository -}}
{{- $problems = append $problems (printf "linux.image.repository: %s is the image of the Go provider. Set the repository of your build of this provider" .Values.linux.image.repository) -}}
{{- end -}}
{{- if eq (include "provider.healthzPort" .) (include "provider.metricsPort" .) -}}
{{- $problems = append $problems (printf "linux.healthzPort and linux.metricsPort: both are %s. Use two ports" (include "provider.metricsPort" .)) -}}
{{- end -}}
{{- if and .Values.networkPolicy.enabled .Values.linux.hostNetwork -}}
{{- $problems = append $problems "networkPolicy.enabled: a NetworkPolicy has no effect on the host's network. Set linux.hostNetwork=false, or disable it" -}}
{{- end -}}
{{- if $problems -}}
{{- fail (printf "\n- %s" (join "\n- " $problems)) -}}
{{- end -}}
{{- end -}}

{{- /* The Go provider's chart contains the driver: an upgrade from it to this chart would delete the driver. */ -}}
{{- define "provider.checkRelease" -}}
{{- $driver := lookup "storage.k8s.io/v1" "CSIDriver" "" "secrets-store.csi.k8s.io" -}}
{{- $annotations := dig "metadata" "annotations" dict $driver -}}
{{- $owned := and (eq (get $annotations "meta.helm.sh/release-name") .Release.Name) (eq (get $annotations "meta.helm.sh/release-namespace") .Release.Namespace) -}}
{{- if and $owned (ne (get $annotations "helm.sh/resource-policy") "keep") -}}
{{- fail (printf "\n- release %s contains the Secrets Store CSI driver, which this upgrade would delete. Keep the driver first: see docs/switching.md, This chart, in place" .Release.Name) -}}
{{- end -}}
{{- end -}}
