# Python, written for this build by the platform.
FROM python:3.11-slim-bookworm AS build
WORKDIR /app
ENV FORWARDED_ALLOW_IPS="*"
ENV PYTHONUNBUFFERED="1"
ENV PIPENV_IGNORE_VIRTUALENVS="1"
ENV PIPENV_NOSPIN="1"
ENV PIPENV_VENV_IN_PROJECT="1"
ENV PIPENV_YES="1"
ENV PIP_DISABLE_PIP_VERSION_CHECK="1"
ENV PIP_NO_INPUT="1"
ENV PIP_PROGRESS_BAR="off"
ENV PIP_CACHE_DIR="/cache/pip"
ENV PIPENV_CACHE_DIR="/cache/pipenv"
ENV PATH="/app/.venv/bin:$PATH"
RUN --mount=type=cache,id=paas-sample-pip,target=/cache/pip ["python3","-m","venv",".paas/pipenv"]
RUN --mount=type=cache,id=paas-sample-pip,target=/cache/pip [".paas/pipenv/bin/pip","install","pipenv>=2024"]
COPY ["Pipfile","Pipfile.lock","./"]
RUN --mount=type=cache,id=paas-sample-pipenv,target=/cache/pipenv --mount=type=cache,id=paas-sample-pip,target=/cache/pip ["python3","-m","venv",".venv"]
RUN --mount=type=cache,id=paas-sample-pipenv,target=/cache/pipenv --mount=type=cache,id=paas-sample-pip,target=/cache/pip [".paas/pipenv/bin/pipenv","install","--deploy"]

FROM python:3.11-slim-bookworm
RUN ["sh","-c","getent passwd 1000 >/dev/null || useradd --uid 1000 --user-group --no-create-home --home-dir /app --shell /bin/sh app; install -d -o 1000 -g 1000 /app"]
WORKDIR /app
ENV HOME="/app"
ENV FORWARDED_ALLOW_IPS="*"
ENV PYTHONUNBUFFERED="1"
ENV PATH="/app/.venv/bin:$PATH"
COPY --from=build --chown=1000:1000 ["/app/.venv","./.venv"]
COPY --chown=1000:1000 [".","./"]
USER 1000:1000
CMD ["sh","-c","exec gunicorn --bind 0.0.0.0:$PORT app:app"]
