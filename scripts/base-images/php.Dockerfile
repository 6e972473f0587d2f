FROM debian:bookworm-slim
ARG VERSION
COPY toolchain/ /usr/local/
# The official image has a place for extensions that an app adds; here the usual ones are there.
RUN apt-get update \
    && apt-get install -y --no-install-recommends apache2 libapache2-mod-php php-cli php-bcmath php-curl php-gd php-intl \
      php-mbstring php-mysql php-pgsql php-sqlite3 php-xml php-zip composer ca-certificates tzdata \
    && rm -rf /var/lib/apt/lists/* \
    && mkdir -p /usr/local/etc/php/conf.d /usr/local/lib/php/extensions \
    && php --version && apache2 -v
CMD ["php", "-a"]
