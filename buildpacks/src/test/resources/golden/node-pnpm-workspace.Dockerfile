# Node.js, written for this build by the platform.
FROM node:24-bookworm-slim AS build
WORKDIR /app
ENV NODE_ENV="production"
ENV npm_config_audit="false"
ENV npm_config_fund="false"
ENV npm_config_update_notifier="false"
ENV npm_config_cache="/cache/npm"
ENV PNPM_HOME="/cache/pnpm"
ENV PATH="/app/apps/api/node_modules/.bin:/app/node_modules/.bin:/app/.paas/tools/bin:$PATH"
RUN --mount=type=cache,id=paas-sample-npm,target=/cache/npm ["npm","install","--global","--ignore-scripts","--prefix",".paas/tools","pnpm@10.12.1"]
COPY ["package.json","pnpm-workspace.yaml","pnpm-lock.yaml","./"]
COPY ["apps/api/package.json","./apps/api/"]
COPY ["packages/words/package.json","./packages/words/"]
RUN --mount=type=cache,id=paas-sample-pnpm,target=/cache/pnpm ["pnpm","install","--frozen-lockfile","--prod=false","--store-dir","/cache/pnpm/store","--package-import-method","clone-or-copy","--reporter=append-only"]
COPY [".","./"]
RUN --mount=type=cache,id=paas-sample-pnpm,target=/cache/pnpm ["pnpm","--dir","packages/words","run","build"]
RUN --mount=type=cache,id=paas-sample-pnpm,target=/cache/pnpm ["pnpm","install","--frozen-lockfile","--prod=true","--offline","--ignore-scripts","--store-dir","/cache/pnpm/store","--package-import-method","clone-or-copy","--reporter=append-only"]

FROM node:24-bookworm-slim
RUN ["sh","-c","getent passwd 1000 >/dev/null || useradd --uid 1000 --user-group --no-create-home --home-dir /app --shell /bin/sh app; install -d -o 1000 -g 1000 /app"]
WORKDIR /app
ENV HOME="/app"
ENV NODE_ENV="production"
ENV PATH="/app/apps/api/node_modules/.bin:/app/node_modules/.bin:/app/.paas/tools/bin:$PATH"
COPY --from=build --chown=1000:1000 ["/app","./"]
USER 1000:1000
CMD ["sh","-c","cd apps/api && exec node server.js"]
