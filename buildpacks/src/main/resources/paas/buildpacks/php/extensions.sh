#!/bin/sh
# Written by the platform: sees to it that PHP has the extensions that are named. Those with a ? may be missing.
set -eu
# As PHP itself names them.
has() { php -m | tr 'A-Z' 'a-z' | sed 's/^zend //' | grep -qx "$1"; }
# What one is compiled with, in the official image.
libraries() {
  case $1 in
    bz2) echo libbz2-dev ;;
    gd) echo libfreetype6-dev libjpeg62-turbo-dev libpng-dev libwebp-dev ;;
    gmp) echo libgmp-dev ;;
    imagick) echo libmagickwand-dev ;;
    intl) echo libicu-dev ;;
    ldap) echo libldap2-dev ;;
    pgsql | pdo_pgsql) echo libpq-dev ;;
    soap) echo libxml2-dev ;;
    tidy) echo libtidy-dev ;;
    xsl) echo libxslt1-dev ;;
    zip) echo libzip-dev ;;
  esac
}
compile() {
  needed=$(libraries "$1")
  if [ -n "$needed" ]; then
    apt-get update -q
    # shellcheck disable=SC2086 # a list of names
    apt-get install -qy --no-install-recommends $needed
  fi
  case $1 in
    gd) docker-php-ext-configure gd --with-freetype --with-jpeg --with-webp && docker-php-ext-install gd ;;
    apcu | imagick | mongodb | redis) pecl install "$1" && docker-php-ext-enable "$1" ;;
    opcache) docker-php-ext-enable opcache ;;
    *) docker-php-ext-install "$1" ;;
  esac
}
for asked in "$@"; do
  name=${asked#\?}
  if has "$name"; then
    echo "$name is there"
  elif command -v docker-php-ext-install >/dev/null; then
    compile "$name"
  elif [ "$asked" = "$name" ]; then
    echo "PHP has no $name here: install the Debian package php-$name" >&2
    exit 1
  else
    echo "PHP has no $name here, which the app may do without"
  fi
done
