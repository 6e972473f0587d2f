# Ruby, written for this build by the platform.
FROM ruby:3.4-bookworm AS build
WORKDIR /app
ENV APP_ENV="production"
ENV BUNDLE_DEPLOYMENT="true"
ENV BUNDLE_PATH="vendor/bundle"
ENV BUNDLE_WITHOUT="development:test"
ENV LANG="C.UTF-8"
ENV RACK_ENV="production"
ENV BUNDLE_GLOBAL_GEM_CACHE="true"
ENV BUNDLE_USER_CACHE="/cache/bundler"
COPY [".","./"]
RUN --mount=type=cache,id=paas-sample-bundler,target=/cache/bundler ["bundle","install"]
RUN --mount=type=cache,id=paas-sample-bundler,target=/cache/bundler ["mkdir","-p","vendor/bundle"]

FROM ruby:3.4-slim-bookworm
RUN ["sh","-c","getent passwd 1000 >/dev/null || useradd --uid 1000 --user-group --no-create-home --home-dir /app --shell /bin/sh app; install -d -o 1000 -g 1000 /app"]
WORKDIR /app
ENV HOME="/app"
ENV APP_ENV="production"
ENV BUNDLE_DEPLOYMENT="true"
ENV BUNDLE_PATH="vendor/bundle"
ENV BUNDLE_WITHOUT="development:test"
ENV LANG="C.UTF-8"
ENV RACK_ENV="production"
COPY --from=build --chown=1000:1000 ["/app","./"]
USER 1000:1000
CMD ["sh","-c","exec bundle exec ruby server.rb"]
