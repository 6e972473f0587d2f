# Node.js, written for this build by the platform.
FROM node:24-bookworm-slim AS build
WORKDIR /app
ENV NODE_ENV="production"
ENV npm_config_audit="false"
ENV npm_config_fund="false"
ENV npm_config_update_notifier="false"
ENV npm_config_cache="/cache/npm"
ENV TURBO_CACHE_DIR="/cache/turbo"
ENV PATH="/app/apps/web/node_modules/.bin:/app/node_modules/.bin:/app/.paas/tools/bin:$PATH"
RUN --mount=type=cache,id=paas-sample-npm,target=/cache/npm ["npm","install","--global","--ignore-scripts","--prefix",".paas/tools","npm@10.9.2"]
COPY ["package.json","package-lock.json","./"]
COPY ["apps/docs/package.json","./apps/docs/"]
COPY ["apps/web/package.json","./apps/web/"]
COPY ["packages/units/package.json","./packages/units/"]
RUN --mount=type=cache,id=paas-sample-npm,target=/cache/npm ["npm","ci","--include=dev"]
COPY [".","./"]
RUN --mount=type=cache,id=paas-sample-npm,target=/cache/npm --mount=type=cache,id=paas-sample-turbo,target=/cache/turbo ["npm","exec","--no","--","turbo","run","build","--filter=web"]
RUN --mount=type=cache,id=paas-sample-npm,target=/cache/npm --mount=type=cache,id=paas-sample-turbo,target=/cache/turbo ["npm","prune","--omit=dev"]

FROM node:24-bookworm-slim
RUN ["sh","-c","getent passwd 1000 >/dev/null || useradd --uid 1000 --user-group --no-create-home --home-dir /app --shell /bin/sh app; install -d -o 1000 -g 1000 /app"]
WORKDIR /app
ENV HOME="/app"
ENV NODE_ENV="production"
ENV PATH="/app/apps/web/node_modules/.bin:/app/node_modules/.bin:/app/.paas/tools/bin:$PATH"
COPY --from=build --chown=1000:1000 ["/app","./"]
USER 1000:1000
CMD ["sh","-c","cd apps/web && exec node server.js"]
