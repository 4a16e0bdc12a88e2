{{- /* What the container of the DaemonSet and that of the test have in common, so that an image that starts in one starts in the other. */ -}}
{{- define "provider.container" -}}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  runAsUser: 0
  capabilities:
    drop: [ALL]
  seccompProfile:
    type: RuntimeDefault
  {{- with .Values.linux.seLinuxOptions }}
  seLinuxOptions: {{- toYaml . | nindent 4 }}
  {{- end }}
volumeMounts:
  - name: provider-vol
    mountPath: /provider
  {{- if .Values.linux.caBundle.configMap }}
  - name: certificate-authorities
    mountPath: /etc/provider/certificate-authorities
    readOnly: true
  {{- end }}
  {{- with .Values.linux.volumeMounts }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end -}}

{{- define "provider.volumes" -}}
volumes:
  - name: provider-vol
    hostPath:
      path: {{ .Values.linux.providersDir }}
      type: DirectoryOrCreate
  {{- with .Values.linux.caBundle.configMap }}
  - name: certificate-authorities
    configMap:
      name: {{ . }}
  {{- end }}
  {{- with .Values.linux.volumes }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end -}}
