# Node.js, written for this build by the platform.
FROM node:24-bookworm-slim AS build
WORKDIR /app
ENV NODE_ENV="production"
ENV npm_config_audit="false"
ENV npm_config_fund="false"
ENV npm_config_update_notifier="false"
ENV npm_config_cache="/cache/npm"
ENV BUN_INSTALL_CACHE_DIR="/cache/bun"
ENV PATH="/app/node_modules/.bin:/app/.paas/tools/bin:$PATH"
RUN --mount=type=cache,id=paas-sample-npm,target=/cache/npm ["npm","install","--global","--ignore-scripts","--prefix",".paas/tools","bun@1"]
RUN --mount=type=cache,id=paas-sample-npm,target=/cache/npm ["sh","-c","cd .paas/tools/bin && ln -sf ../lib/node_modules/bun/node_modules/@oven/bun-linux-*/bin/bun bun && ln -sf bun bunx"]
COPY ["package.json","bun.lock","./"]
RUN --mount=type=cache,id=paas-sample-bun,target=/cache/bun ["bun","install","--no-progress","--frozen-lockfile","--production"]

FROM node:24-bookworm-slim
RUN ["sh","-c","getent passwd 1000 >/dev/null || useradd --uid 1000 --user-group --no-create-home --home-dir /app --shell /bin/sh app; install -d -o 1000 -g 1000 /app"]
WORKDIR /app
ENV HOME="/app"
ENV NODE_ENV="production"
ENV PATH="/app/node_modules/.bin:/app/.paas/tools/bin:$PATH"
COPY --from=build --chown=1000:1000 ["/app/.paas/tools","./.paas/tools"]
COPY --from=build --chown=1000:1000 ["/app/node_modules","./node_modules"]
COPY --chown=1000:1000 [".","./"]
USER 1000:1000
CMD ["sh","-c","exec bun run server.ts"]
