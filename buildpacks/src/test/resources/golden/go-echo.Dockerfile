# Go, written for this build by the platform.
FROM golang:1.26-bookworm AS build
WORKDIR /app
ENV CGO_ENABLED="0"
ENV GOTOOLCHAIN="local"
ENV GOMODCACHE="/cache/go-mod"
ENV GOCACHE="/cache/go-build"
ENV PATH="/app/bin:$PATH"
COPY ["go.mod","go.sum","./"]
RUN --mount=type=cache,id=paas-sample-go-mod,target=/cache/go-mod --mount=type=cache,id=paas-sample-go-build,target=/cache/go-build ["go","mod","download"]
COPY [".","./"]
RUN --mount=type=cache,id=paas-sample-go-mod,target=/cache/go-mod --mount=type=cache,id=paas-sample-go-build,target=/cache/go-build ["go","build","-trimpath","-buildvcs=false","-ldflags=-s -w","-o","bin/","./cmd/server"]

FROM debian:bookworm-slim
RUN ["sh","-c","getent passwd 1000 >/dev/null || useradd --uid 1000 --user-group --no-create-home --home-dir /app --shell /bin/sh app; install -d -o 1000 -g 1000 /app"]
WORKDIR /app
ENV HOME="/app"
ENV PATH="/app/bin:$PATH"
COPY --from=build ["/etc/ssl/certs/ca-certificates.crt","/etc/ssl/certs/ca-certificates.crt"]
COPY --chown=1000:1000 [".","./"]
COPY --from=build --chown=1000:1000 ["/app/bin/server","./bin/server"]
USER 1000:1000
CMD ["sh","-c","exec bin/server"]
