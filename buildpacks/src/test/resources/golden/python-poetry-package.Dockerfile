# Python, written for this build by the platform.
FROM python:3.13-slim-bookworm AS build
WORKDIR /app
ENV FORWARDED_ALLOW_IPS="*"
ENV PYTHONUNBUFFERED="1"
ENV PIP_DISABLE_PIP_VERSION_CHECK="1"
ENV PIP_NO_INPUT="1"
ENV PIP_PROGRESS_BAR="off"
ENV POETRY_NO_INTERACTION="1"
ENV POETRY_VIRTUALENVS_CREATE="true"
ENV POETRY_VIRTUALENVS_IN_PROJECT="true"
ENV PIP_CACHE_DIR="/cache/pip"
ENV POETRY_CACHE_DIR="/cache/poetry"
ENV PATH="/app/.venv/bin:$PATH"
RUN --mount=type=cache,id=paas-sample-pip,target=/cache/pip ["python3","-m","venv",".paas/poetry"]
RUN --mount=type=cache,id=paas-sample-pip,target=/cache/pip [".paas/poetry/bin/pip","install","poetry>=2,<3"]
COPY [".","./"]
RUN --mount=type=cache,id=paas-sample-poetry,target=/cache/poetry ["python3","-m","venv",".venv"]
RUN --mount=type=cache,id=paas-sample-poetry,target=/cache/poetry [".paas/poetry/bin/poetry","install","--only","main","--no-ansi"]
RUN ["rm","-rf",".paas/poetry"]

FROM python:3.13-slim-bookworm
RUN ["sh","-c","getent passwd 1000 >/dev/null || useradd --uid 1000 --user-group --no-create-home --home-dir /app --shell /bin/sh app; install -d -o 1000 -g 1000 /app"]
WORKDIR /app
ENV HOME="/app"
ENV FORWARDED_ALLOW_IPS="*"
ENV PYTHONUNBUFFERED="1"
ENV PATH="/app/.venv/bin:$PATH"
COPY --from=build --chown=1000:1000 ["/app","./"]
USER 1000:1000
CMD ["sh","-c","exec quotes"]
