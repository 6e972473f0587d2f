# Python, written for this build by the platform.
FROM python:3.13-slim-bookworm AS build
WORKDIR /app
ENV FORWARDED_ALLOW_IPS="*"
ENV PYTHONUNBUFFERED="1"
ENV PDM_CHECK_UPDATE="false"
ENV PDM_IGNORE_ACTIVE_VENV="1"
ENV PDM_IGNORE_SAVED_PYTHON="1"
ENV PDM_NON_INTERACTIVE="1"
ENV PIP_DISABLE_PIP_VERSION_CHECK="1"
ENV PIP_NO_INPUT="1"
ENV PIP_PROGRESS_BAR="off"
ENV PIP_CACHE_DIR="/cache/pip"
ENV PDM_CACHE_DIR="/cache/pdm"
ENV PATH="/app/.venv/bin:$PATH"
RUN --mount=type=cache,id=paas-sample-pip,target=/cache/pip ["python3","-m","venv",".paas/pdm"]
RUN --mount=type=cache,id=paas-sample-pip,target=/cache/pip [".paas/pdm/bin/pip","install","pdm[locked]>=2.20,<3"]
COPY ["pyproject.toml","pdm.lock","./"]
RUN --mount=type=cache,id=paas-sample-pdm,target=/cache/pdm ["python3","-m","venv",".venv"]
RUN --mount=type=cache,id=paas-sample-pdm,target=/cache/pdm [".paas/pdm/bin/pdm","install","--prod","--check","--no-self"]

FROM python:3.13-slim-bookworm
RUN ["sh","-c","getent passwd 1000 >/dev/null || useradd --uid 1000 --user-group --no-create-home --home-dir /app --shell /bin/sh app; install -d -o 1000 -g 1000 /app"]
WORKDIR /app
ENV HOME="/app"
ENV FORWARDED_ALLOW_IPS="*"
ENV PYTHONUNBUFFERED="1"
ENV PATH="/app/.venv/bin:$PATH"
COPY --from=build --chown=1000:1000 ["/app/.venv","./.venv"]
COPY --chown=1000:1000 [".","./"]
USER 1000:1000
CMD ["sh","-c","exec python main.py"]
