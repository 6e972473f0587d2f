# Python, written for this build by the platform.
FROM python:3.13-slim-bookworm AS build
COPY --from=node:24-bookworm-slim ["/usr/local/bin","/usr/local/bin"]
COPY --from=node:24-bookworm-slim ["/usr/local/lib/node_modules","/usr/local/lib/node_modules"]
WORKDIR /app
ENV FORWARDED_ALLOW_IPS="*"
ENV PYTHONUNBUFFERED="1"
ENV NODE_ENV="production"
ENV PIP_DISABLE_PIP_VERSION_CHECK="1"
ENV PIP_NO_INPUT="1"
ENV PIP_PROGRESS_BAR="off"
ENV npm_config_audit="false"
ENV npm_config_fund="false"
ENV npm_config_update_notifier="false"
ENV PIP_CACHE_DIR="/cache/pip"
ENV npm_config_cache="/cache/npm"
ENV PATH="/app/.venv/bin:$PATH"
COPY ["requirements.txt","./"]
RUN --mount=type=cache,id=paas-sample-pip,target=/cache/pip ["python3","-m","venv",".venv"]
RUN --mount=type=cache,id=paas-sample-pip,target=/cache/pip [".venv/bin/pip","install","-r","requirements.txt"]
COPY ["package.json","package-lock.json","./"]
RUN --mount=type=cache,id=paas-sample-npm,target=/cache/npm ["npm","ci","--include=dev"]
COPY [".","./"]
RUN --mount=type=cache,id=paas-sample-npm,target=/cache/npm ["npm","run","build"]
RUN ["rm","-rf","node_modules",".paas/tools"]

FROM python:3.13-slim-bookworm
RUN ["sh","-c","getent passwd 1000 >/dev/null || useradd --uid 1000 --user-group --no-create-home --home-dir /app --shell /bin/sh app; install -d -o 1000 -g 1000 /app"]
WORKDIR /app
ENV HOME="/app"
ENV FORWARDED_ALLOW_IPS="*"
ENV PYTHONUNBUFFERED="1"
ENV PATH="/app/.venv/bin:$PATH"
COPY --from=build --chown=1000:1000 ["/app","./"]
USER 1000:1000
CMD ["sh","-c","exec gunicorn --bind 0.0.0.0:$PORT app:app"]
