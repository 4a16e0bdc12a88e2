# syntax=docker/dockerfile:1
# A native binary in an image without a shell. Built for the platform asked for: docker buildx build --platform linux/amd64,linux/arm64 .
ARG SDK=mcr.microsoft.com/dotnet/sdk:10.0-noble-aot
ARG BASE=mcr.microsoft.com/dotnet/runtime-deps:10.0-noble-chiseled

FROM ${SDK} AS build
ARG TARGETARCH
ARG VERSION=0.1.0
ARG BUILD_DATE=unknown
WORKDIR /source
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY protos/ protos/
COPY Provider/ Provider/
RUN dotnet publish Provider --arch "$TARGETARCH" --output /out -p:Version="$VERSION" -p:BuildDate="$BUILD_DATE" \
 && rm -f /out/*.dbg /out/*.xml

FROM ${BASE}
ARG VERSION=0.1.0
LABEL org.opencontainers.image.title="secrets-store-csi-driver-provider-azure" \
      org.opencontainers.image.description="The Azure Key Vault provider for the Kubernetes Secrets Store CSI driver" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}"
COPY --from=build /out/provider /provider
# The sockets' directory on the node is root's, so root it is; the manifests drop every capability.
USER 0
ENTRYPOINT ["/provider"]
