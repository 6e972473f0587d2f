# PHP, written for this build by the platform.
FROM php:8.4-apache-bookworm AS build
WORKDIR /app
COPY [".paas/php-extensions.sh","./.paas/"]
RUN ["sh",".paas/php-extensions.sh","?opcache"]

FROM php:8.4-apache-bookworm
RUN ["sh","-c","getent passwd 1000 >/dev/null || useradd --uid 1000 --user-group --no-create-home --home-dir /app --shell /bin/sh app; install -d -o 1000 -g 1000 /app"]
WORKDIR /app
ENV HOME="/app"
COPY --from=build ["/usr/local/etc/php/conf.d","/usr/local/etc/php/conf.d"]
COPY --from=build ["/usr/local/lib/php/extensions","/usr/local/lib/php/extensions"]
COPY --chown=1000:1000 [".","./"]
USER 1000:1000
CMD ["sh","-c","exec apache2 -d \"$PWD\" -C \"Define APP $PWD\" -f .paas/apache.conf -DFOREGROUND"]
