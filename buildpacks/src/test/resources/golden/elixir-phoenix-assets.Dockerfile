# Elixir, written for this build by the platform.
FROM elixir:1.18-otp-27 AS build
RUN ["sh","-c","apt-get update -q && apt-get install -qy --no-install-recommends ca-certificates libncurses6 libstdc++6 openssl && rm -rf /var/lib/apt/lists/*"]
COPY --from=node:24-bookworm-slim ["/usr/local/bin","/usr/local/bin"]
COPY --from=node:24-bookworm-slim ["/usr/local/lib/node_modules","/usr/local/lib/node_modules"]
WORKDIR /app
ENV LANG="C.UTF-8"
ENV MIX_ENV="prod"
ENV PHX_SERVER="true"
ENV RELEASE_DISTRIBUTION="none"
ENV HEX_HTTP_TIMEOUT="120"
ENV NODE_ENV="production"
ENV SECRET_KEY_BASE="only-while-the-app-is-built"
ENV npm_config_audit="false"
ENV npm_config_fund="false"
ENV npm_config_update_notifier="false"
ENV HEX_HOME="/cache/hex"
ENV MIX_HOME="/cache/mix"
ENV npm_config_cache="/cache/npm"
COPY ["mix.exs","./"]
RUN --mount=type=cache,id=paas-sample-hex,target=/cache/hex --mount=type=cache,id=paas-sample-mix,target=/cache/mix ["mix","local.hex","--force","--if-missing"]
RUN --mount=type=cache,id=paas-sample-hex,target=/cache/hex --mount=type=cache,id=paas-sample-mix,target=/cache/mix ["mix","local.rebar","--force","--if-missing"]
RUN --mount=type=cache,id=paas-sample-hex,target=/cache/hex --mount=type=cache,id=paas-sample-mix,target=/cache/mix ["mix","deps.get","--only","prod"]
COPY ["config/config.exs","config/prod.exs","./config/"]
RUN --mount=type=cache,id=paas-sample-hex,target=/cache/hex --mount=type=cache,id=paas-sample-mix,target=/cache/mix ["mix","local.hex","--force","--if-missing"]
RUN --mount=type=cache,id=paas-sample-hex,target=/cache/hex --mount=type=cache,id=paas-sample-mix,target=/cache/mix ["mix","local.rebar","--force","--if-missing"]
RUN --mount=type=cache,id=paas-sample-hex,target=/cache/hex --mount=type=cache,id=paas-sample-mix,target=/cache/mix ["mix","deps.compile"]
COPY ["assets/package.json","assets/package-lock.json","./assets/"]
RUN --mount=type=cache,id=paas-sample-npm,target=/cache/npm ["env","-C","assets","npm","ci","--include=dev"]
COPY [".","./"]
RUN --mount=type=cache,id=paas-sample-hex,target=/cache/hex --mount=type=cache,id=paas-sample-mix,target=/cache/mix ["mix","local.hex","--force","--if-missing"]
RUN --mount=type=cache,id=paas-sample-hex,target=/cache/hex --mount=type=cache,id=paas-sample-mix,target=/cache/mix ["mix","local.rebar","--force","--if-missing"]
RUN --mount=type=cache,id=paas-sample-hex,target=/cache/hex --mount=type=cache,id=paas-sample-mix,target=/cache/mix ["mix","assets.deploy"]
RUN --mount=type=cache,id=paas-sample-hex,target=/cache/hex --mount=type=cache,id=paas-sample-mix,target=/cache/mix ["mix","local.hex","--force","--if-missing"]
RUN --mount=type=cache,id=paas-sample-hex,target=/cache/hex --mount=type=cache,id=paas-sample-mix,target=/cache/mix ["mix","local.rebar","--force","--if-missing"]
RUN --mount=type=cache,id=paas-sample-hex,target=/cache/hex --mount=type=cache,id=paas-sample-mix,target=/cache/mix ["mix","release","--overwrite","--path",".paas/release"]
RUN ["rm","-rf","assets/node_modules",".paas/tools"]

FROM debian:bookworm-slim
RUN ["sh","-c","apt-get update -q && apt-get install -qy --no-install-recommends ca-certificates libncurses6 libstdc++6 openssl && rm -rf /var/lib/apt/lists/*"]
RUN ["sh","-c","getent passwd 1000 >/dev/null || useradd --uid 1000 --user-group --no-create-home --home-dir /app --shell /bin/sh app; install -d -o 1000 -g 1000 /app"]
WORKDIR /app
ENV HOME="/app"
ENV LANG="C.UTF-8"
ENV MIX_ENV="prod"
ENV PHX_SERVER="true"
ENV RELEASE_DISTRIBUTION="none"
COPY --chown=1000:1000 [".","./"]
COPY --from=build --chown=1000:1000 ["/app/.paas/release","./.paas/release"]
USER 1000:1000
CMD ["sh","-c","exec .paas/release/bin/shop start"]
