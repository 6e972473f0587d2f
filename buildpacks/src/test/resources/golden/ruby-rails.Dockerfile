# Ruby, written for this build by the platform.
FROM ruby:3.4-bookworm AS build
RUN ["sh","-c","apt-get update -q && apt-get install -qy --no-install-recommends libpq5 && rm -rf /var/lib/apt/lists/*"]
WORKDIR /app
ENV APP_ENV="production"
ENV BUNDLE_DEPLOYMENT="true"
ENV BUNDLE_PATH="vendor/bundle"
ENV BUNDLE_WITHOUT="development:test"
ENV LANG="C.UTF-8"
ENV RACK_ENV="production"
ENV RAILS_ENV="production"
ENV RAILS_LOG_TO_STDOUT="1"
ENV RAILS_SERVE_STATIC_FILES="1"
ENV BUNDLE_GLOBAL_GEM_CACHE="true"
ENV SECRET_KEY_BASE="only-while-the-app-is-built"
ENV SECRET_KEY_BASE_DUMMY="1"
ENV BUNDLE_USER_CACHE="/cache/bundler"
COPY ["Gemfile","Gemfile.lock","./"]
RUN --mount=type=cache,id=paas-sample-bundler,target=/cache/bundler ["bundle","install"]
RUN --mount=type=cache,id=paas-sample-bundler,target=/cache/bundler ["mkdir","-p","vendor/bundle"]
COPY [".","./"]
RUN ["bundle","exec","rails","assets:precompile"]

FROM ruby:3.4-slim-bookworm
RUN ["sh","-c","apt-get update -q && apt-get install -qy --no-install-recommends libpq5 && rm -rf /var/lib/apt/lists/*"]
RUN ["sh","-c","getent passwd 1000 >/dev/null || useradd --uid 1000 --user-group --no-create-home --home-dir /app --shell /bin/sh app; install -d -o 1000 -g 1000 /app"]
WORKDIR /app
ENV HOME="/app"
ENV APP_ENV="production"
ENV BUNDLE_DEPLOYMENT="true"
ENV BUNDLE_PATH="vendor/bundle"
ENV BUNDLE_WITHOUT="development:test"
ENV LANG="C.UTF-8"
ENV RACK_ENV="production"
ENV RAILS_ENV="production"
ENV RAILS_LOG_TO_STDOUT="1"
ENV RAILS_SERVE_STATIC_FILES="1"
COPY --from=build --chown=1000:1000 ["/app/vendor/bundle","./vendor/bundle"]
COPY --chown=1000:1000 [".","./"]
COPY --from=build --chown=1000:1000 ["/app/public/assets","./public/assets"]
USER 1000:1000
CMD ["sh","-c","exec bundle exec puma --bind tcp://0.0.0.0:$PORT"]
