# Elixir, written for this build by the platform.
FROM elixir:1.18-otp-27 AS build
RUN ["sh","-c","apt-get update -q && apt-get install -qy --no-install-recommends ca-certificates libncurses6 libstdc++6 openssl && rm -rf /var/lib/apt/lists/*"]
WORKDIR /app
ENV LANG="C.UTF-8"
ENV MIX_ENV="prod"
ENV RELEASE_DISTRIBUTION="none"
ENV HEX_HTTP_TIMEOUT="120"
ENV SECRET_KEY_BASE="only-while-the-app-is-built"
ENV HEX_HOME="/cache/hex"
ENV MIX_HOME="/cache/mix"
COPY [".","./"]
RUN --mount=type=cache,id=paas-sample-hex,target=/cache/hex --mount=type=cache,id=paas-sample-mix,target=/cache/mix ["mix","deps.get","--only","prod"]
RUN --mount=type=cache,id=paas-sample-hex,target=/cache/hex --mount=type=cache,id=paas-sample-mix,target=/cache/mix ["mix","deps.compile"]
RUN --mount=type=cache,id=paas-sample-hex,target=/cache/hex --mount=type=cache,id=paas-sample-mix,target=/cache/mix ["mix","release","--overwrite","--path",".paas/release"]

FROM debian:bookworm-slim
RUN ["sh","-c","apt-get update -q && apt-get install -qy --no-install-recommends ca-certificates libncurses6 libstdc++6 openssl && rm -rf /var/lib/apt/lists/*"]
RUN ["sh","-c","getent passwd 1000 >/dev/null || useradd --uid 1000 --user-group --no-create-home --home-dir /app --shell /bin/sh app; install -d -o 1000 -g 1000 /app"]
WORKDIR /app
ENV HOME="/app"
ENV LANG="C.UTF-8"
ENV MIX_ENV="prod"
ENV RELEASE_DISTRIBUTION="none"
COPY --chown=1000:1000 [".","./"]
COPY --from=build --chown=1000:1000 ["/app/.paas/release","./.paas/release"]
USER 1000:1000
CMD ["sh","-c","exec .paas/release/bin/counter start"]
