# Python, written for this build by the platform.
FROM python:3.13-slim-bookworm AS build
WORKDIR /app
ENV FORWARDED_ALLOW_IPS="*"
ENV PYTHONUNBUFFERED="1"
ENV PIP_DISABLE_PIP_VERSION_CHECK="1"
ENV PIP_NO_INPUT="1"
ENV PIP_PROGRESS_BAR="off"
ENV PIP_CACHE_DIR="/cache/pip"
ENV PATH="/app/.venv/bin:$PATH"
COPY ["requirements.txt","./"]
RUN --mount=type=cache,id=paas-sample-pip,target=/cache/pip ["python3","-m","venv",".venv"]
RUN --mount=type=cache,id=paas-sample-pip,target=/cache/pip [".venv/bin/pip","install","-r","requirements.txt"]

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
CMD ["sh","-c","exec python manage.py runserver --noreload 0.0.0.0:$PORT"]
