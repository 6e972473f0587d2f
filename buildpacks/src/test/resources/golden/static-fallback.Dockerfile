# Static site, written for this build by the platform.
FROM debian:bookworm-slim
RUN ["sh","-c","getent passwd 1000 >/dev/null || useradd --uid 1000 --user-group --no-create-home --home-dir /app --shell /bin/sh app; install -d -o 1000 -g 1000 /app"]
WORKDIR /app
ENV HOME="/app"
COPY --chown=1000:1000 [".","./"]
USER 1000:1000
CMD ["sh","-c","exec perl .paas/serve.pl ."]
