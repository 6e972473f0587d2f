# Node.js, written for this build by the platform.
FROM node:24-bookworm-slim AS build
WORKDIR /app
ENV HOST="0.0.0.0"
ENV NODE_ENV="production"
ENV npm_config_audit="false"
ENV npm_config_fund="false"
ENV npm_config_update_notifier="false"
ENV npm_config_cache="/cache/npm"
ENV PATH="/app/node_modules/.bin:$PATH"
COPY ["package.json","package-lock.json","./"]
RUN --mount=type=cache,id=paas-sample-npm,target=/cache/npm ["npm","ci","--include=dev"]
COPY [".","./"]
RUN --mount=type=cache,id=paas-sample-npm,target=/cache/npm ["npm","run","build"]
RUN --mount=type=cache,id=paas-sample-npm,target=/cache/npm ["npm","prune","--omit=dev"]

FROM node:24-bookworm-slim
RUN ["sh","-c","getent passwd 1000 >/dev/null || useradd --uid 1000 --user-group --no-create-home --home-dir /app --shell /bin/sh app; install -d -o 1000 -g 1000 /app"]
WORKDIR /app
ENV HOME="/app"
ENV HOST="0.0.0.0"
ENV NODE_ENV="production"
ENV PATH="/app/node_modules/.bin:$PATH"
COPY --from=build --chown=1000:1000 ["/app","./"]
USER 1000:1000
CMD ["sh","-c","exec remix-serve ./build/server/index.js"]
