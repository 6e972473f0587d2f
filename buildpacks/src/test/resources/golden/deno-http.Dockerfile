# Deno, written for this build by the platform.
FROM node:24-bookworm-slim AS build
WORKDIR /app
ENV DENO_DIR=".paas/deno"
ENV DENO_NO_UPDATE_CHECK="1"
ENV NO_COLOR="1"
ENV npm_config_fund="false"
ENV npm_config_update_notifier="false"
ENV npm_config_cache="/cache/npm"
ENV PATH="/app/.paas/tools/bin:$PATH"
RUN --mount=type=cache,id=paas-sample-npm,target=/cache/npm ["npm","install","--global","--ignore-scripts","--prefix",".paas/tools","deno@2"]
RUN --mount=type=cache,id=paas-sample-npm,target=/cache/npm ["sh","-c","cd .paas/tools/bin && ln -sf ../lib/node_modules/deno/node_modules/@deno/linux-*-glibc/deno deno"]
COPY ["deno.json","deno.lock","./"]
RUN ["deno","install","--frozen"]
COPY [".","./"]
RUN ["deno","cache","--frozen","main.ts"]

FROM debian:bookworm-slim
RUN ["sh","-c","getent passwd 1000 >/dev/null || useradd --uid 1000 --user-group --no-create-home --home-dir /app --shell /bin/sh app; install -d -o 1000 -g 1000 /app"]
WORKDIR /app
ENV HOME="/app"
ENV DENO_DIR=".paas/deno"
ENV DENO_NO_UPDATE_CHECK="1"
ENV NO_COLOR="1"
ENV PATH="/app/.paas/tools/bin:$PATH"
COPY --from=build --chown=1000:1000 ["/app/.paas/tools","./.paas/tools"]
COPY --chown=1000:1000 [".","./"]
COPY --from=build --chown=1000:1000 ["/app/.paas/deno","./.paas/deno"]
USER 1000:1000
CMD ["sh","-c","export DENO_SERVE_ADDRESS=tcp:0.0.0.0:$PORT; exec deno run --allow-net --allow-env main.ts"]
