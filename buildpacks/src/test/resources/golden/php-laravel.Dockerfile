# PHP, written for this build by the platform.
FROM php:8.4-apache-bookworm AS build
RUN ["sh","-c","apt-get update -q && apt-get install -qy --no-install-recommends unzip libpq5 && rm -rf /var/lib/apt/lists/*"]
COPY --from=composer:2 ["/usr/bin/composer","/usr/bin/composer"]
COPY --from=node:24-bookworm-slim ["/usr/local/bin","/usr/local/bin"]
COPY --from=node:24-bookworm-slim ["/usr/local/lib/node_modules","/usr/local/lib/node_modules"]
WORKDIR /app
ENV APP_ENV="production"
ENV LOG_CHANNEL="stderr"
ENV COMPOSER_ALLOW_SUPERUSER="1"
ENV NODE_ENV="production"
ENV npm_config_audit="false"
ENV npm_config_fund="false"
ENV npm_config_update_notifier="false"
ENV COMPOSER_CACHE_DIR="/cache/composer"
ENV npm_config_cache="/cache/npm"
COPY [".paas/php-extensions.sh","./.paas/"]
RUN ["sh",".paas/php-extensions.sh","?opcache","?pdo_mysql","?pdo_pgsql"]
COPY ["composer.json","./"]
RUN --mount=type=cache,id=paas-sample-composer,target=/cache/composer ["composer","install","--no-dev","--no-interaction","--no-progress","--prefer-dist","--no-scripts","--no-autoloader"]
COPY ["package.json","./"]
RUN --mount=type=cache,id=paas-sample-npm,target=/cache/npm ["npm","install","--no-package-lock","--include=dev"]
COPY [".","./"]
RUN --mount=type=cache,id=paas-sample-npm,target=/cache/npm ["npm","run","build"]
RUN --mount=type=cache,id=paas-sample-composer,target=/cache/composer ["composer","install","--no-dev","--no-interaction","--no-progress","--prefer-dist","--optimize-autoloader"]
RUN ["rm","-rf","node_modules",".paas/tools"]

FROM php:8.4-apache-bookworm
RUN ["sh","-c","apt-get update -q && apt-get install -qy --no-install-recommends unzip libpq5 && rm -rf /var/lib/apt/lists/*"]
RUN ["sh","-c","getent passwd 1000 >/dev/null || useradd --uid 1000 --user-group --no-create-home --home-dir /app --shell /bin/sh app; install -d -o 1000 -g 1000 /app"]
WORKDIR /app
ENV HOME="/app"
ENV APP_ENV="production"
ENV LOG_CHANNEL="stderr"
COPY --from=build --chown=1000:1000 ["/app","./"]
COPY --from=build ["/usr/local/etc/php/conf.d","/usr/local/etc/php/conf.d"]
COPY --from=build ["/usr/local/lib/php/extensions","/usr/local/lib/php/extensions"]
USER 1000:1000
CMD ["sh","-c","exec apache2 -d \"$PWD\" -C \"Define APP $PWD\" -f .paas/apache.conf -DFOREGROUND"]
