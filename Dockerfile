# syntax=docker/dockerfile:1
# A native binary in an image without a shell: docker buildx build --platform linux/amd64,linux/arm64 .
# The tool has an image of its own: docker buildx build --target tool .
# The build runs on the builder's own architecture and cross-compiles for the other: under emulation the compiler is many times slower.
ARG SDK=mcr.microsoft.com/dotnet/sdk:10.0-noble-aot
ARG SDK_DIGEST
# Azure Linux: its OpenSSL also works on nodes in FIPS mode, where Ubuntu's needs a module that the chiselled image lacks.
ARG BASE=mcr.microsoft.com/dotnet/runtime-deps:10.0-azurelinux3.0-distroless
ARG BASE_DIGEST

FROM --platform=$BUILDPLATFORM ${SDK}${SDK_DIGEST:+@$SDK_DIGEST} AS sources
ARG TARGETARCH
WORKDIR /source
COPY .ci/cross-packages .ci/publish .ci/notice .ci/doc .ci/
COPY .ci/licences/ .ci/licences/
RUN packages=$(.ci/cross-packages "$TARGETARCH") && if [ -n "$packages" ]; then \
      apt-get update && apt-get install --yes --no-install-recommends $packages && rm -rf /var/lib/apt/lists/*; fi
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY .config/ .config/
COPY Provider/Provider.csproj Provider/packages.lock.json Provider/
COPY Provider.Tool/Provider.Tool.csproj Provider.Tool/packages.lock.json Provider.Tool/
# A layer of its own: sources change more often than packages.
RUN dotnet restore Provider.Tool --locked-mode --arch "$TARGETARCH" && dotnet tool restore
COPY protos/ protos/
COPY Provider/ Provider/

FROM sources AS build-tool
ARG TARGETARCH
COPY Provider.Tool/ Provider.Tool/
ARG VERSION=0.1.0
ARG BUILD_DATE=unknown
RUN .ci/publish Provider.Tool "$TARGETARCH" /out --no-restore -p:Version="$VERSION" -p:BuildDate="$BUILD_DATE"
RUN .ci/doc Provider.Tool "$TARGETARCH" "$VERSION" /out/doc

FROM ${BASE}${BASE_DIGEST:+@$BASE_DIGEST} AS tool
ARG BASE
ARG BASE_DIGEST
ARG VERSION=0.1.0
ARG REVISION=unknown
ARG BUILD_DATE=unknown
LABEL org.opencontainers.image.title="secrets-store-csi-driver-provider-azure-tool" \
      org.opencontainers.image.description="Checks and mounts SecretProviderClasses of the Azure Key Vault provider, without the driver" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.created="${BUILD_DATE}" \
      org.opencontainers.image.base.name="${BASE}" \
      org.opencontainers.image.base.digest="${BASE_DIGEST}"
COPY --from=build-tool /out/provider-tool /usr/local/bin/provider-tool
COPY --from=build-tool /out/doc /usr/share/doc/secrets-store-csi-driver-provider-azure
USER 65532:65532
ENTRYPOINT ["/usr/local/bin/provider-tool"]

FROM sources AS build
ARG TARGETARCH
ARG VERSION=0.1.0
ARG BUILD_DATE=unknown
RUN .ci/publish Provider "$TARGETARCH" /out --no-restore -p:Version="$VERSION" -p:BuildDate="$BUILD_DATE"
RUN .ci/doc Provider "$TARGETARCH" "$VERSION" /out/doc

FROM ${BASE}${BASE_DIGEST:+@$BASE_DIGEST}
ARG BASE
ARG BASE_DIGEST
ARG VERSION=0.1.0
ARG REVISION=unknown
ARG BUILD_DATE=unknown
LABEL org.opencontainers.image.title="secrets-store-csi-driver-provider-azure" \
      org.opencontainers.image.description="The Azure Key Vault provider for the Kubernetes Secrets Store CSI driver" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.created="${BUILD_DATE}" \
      org.opencontainers.image.base.name="${BASE}" \
      org.opencontainers.image.base.digest="${BASE_DIGEST}"
# The binary alone: its debug symbols stay behind. Not at /provider: the manifests mount the sockets' directory there.
COPY --from=build /out/provider /usr/local/bin/provider
COPY --from=build /out/doc /usr/share/doc/secrets-store-csi-driver-provider-azure
# The sockets' directory on the node is root's, so root it is; the manifests drop every capability.
USER 0
ENTRYPOINT ["/usr/local/bin/provider"]
