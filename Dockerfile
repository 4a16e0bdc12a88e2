# syntax=docker/dockerfile:1
# A native binary in an image without a shell: docker buildx build --platform linux/amd64,linux/arm64 .
# The tool has an image of its own: docker buildx build --target tool .
# Each platform is built as itself (buildx emulates the foreign one): a cross build needs the other's linker and libraries.
ARG SDK=mcr.microsoft.com/dotnet/sdk:10.0-noble-aot
# Azure Linux: its OpenSSL also works on nodes in FIPS mode, where Ubuntu's needs a module that the chiselled image lacks.
ARG BASE=mcr.microsoft.com/dotnet/runtime-deps:10.0-azurelinux3.0-distroless

FROM ${SDK} AS sources
ARG TARGETARCH
WORKDIR /source
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY Provider/Provider.csproj Provider/packages.lock.json Provider/
# A layer of its own: sources change more often than packages.
RUN dotnet restore Provider --locked-mode --arch "$TARGETARCH"
COPY protos/ protos/
COPY Provider/ Provider/

FROM sources AS build-tool
ARG TARGETARCH
COPY Provider.Tool/Provider.Tool.csproj Provider.Tool/packages.lock.json Provider.Tool/
RUN dotnet restore Provider.Tool --locked-mode --arch "$TARGETARCH"
COPY Provider.Tool/ Provider.Tool/
ARG VERSION=0.1.0
ARG BUILD_DATE=unknown
RUN dotnet publish Provider.Tool --no-restore --arch "$TARGETARCH" --output /out -p:Version="$VERSION" -p:BuildDate="$BUILD_DATE"

FROM ${BASE} AS tool
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="secrets-store-csi-driver-provider-azure-tool" \
      org.opencontainers.image.description="Checks and mounts SecretProviderClasses of the Azure Key Vault provider, without the driver" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
COPY --from=build-tool /out/provider-tool /usr/local/bin/provider-tool
USER 65532:65532
ENTRYPOINT ["/usr/local/bin/provider-tool"]

FROM sources AS build
ARG TARGETARCH
ARG VERSION=0.1.0
ARG BUILD_DATE=unknown
RUN dotnet publish Provider --no-restore --arch "$TARGETARCH" --output /out -p:Version="$VERSION" -p:BuildDate="$BUILD_DATE"

FROM ${BASE}
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="secrets-store-csi-driver-provider-azure" \
      org.opencontainers.image.description="The Azure Key Vault provider for the Kubernetes Secrets Store CSI driver" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
# The binary alone: its debug symbols and documentation stay behind. Not at /provider: the manifests mount the sockets' directory there.
COPY --from=build /out/provider /usr/local/bin/provider
# The sockets' directory on the node is root's, so root it is; the manifests drop every capability.
USER 0
ENTRYPOINT ["/usr/local/bin/provider"]
