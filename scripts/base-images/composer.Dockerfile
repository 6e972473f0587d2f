FROM debian:bookworm-slim
ARG VERSION
COPY toolchain/ /usr/local/
RUN apt-get update \
    && apt-get install -y --no-install-recommends composer unzip ca-certificates \
    && rm -rf /var/lib/apt/lists/* \
    && COMPOSER_ALLOW_SUPERUSER=1 composer --version
CMD ["composer"]
