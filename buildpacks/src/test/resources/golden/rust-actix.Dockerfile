# Rust, written for this build by the platform.
FROM rust:1-slim-bookworm AS build
WORKDIR /app
ENV CARGO_TERM_COLOR="never"
ENV CARGO_HOME="/cache/cargo"
ENV CARGO_TARGET_DIR="/cache/cargo-target"
ENV PATH="/app/target/release:$PATH"
COPY ["Cargo.toml","Cargo.lock","./"]
RUN --mount=type=cache,id=paas-sample-cargo,target=/cache/cargo --mount=type=cache,id=paas-sample-cargo-target,target=/cache/cargo-target ["mkdir","-p","src"]
RUN --mount=type=cache,id=paas-sample-cargo,target=/cache/cargo --mount=type=cache,id=paas-sample-cargo-target,target=/cache/cargo-target ["touch","src/main.rs"]
RUN --mount=type=cache,id=paas-sample-cargo,target=/cache/cargo --mount=type=cache,id=paas-sample-cargo-target,target=/cache/cargo-target ["cargo","fetch","--locked"]
COPY [".","./"]
RUN --mount=type=cache,id=paas-sample-cargo,target=/cache/cargo --mount=type=cache,id=paas-sample-cargo-target,target=/cache/cargo-target ["rm","rust-toolchain.toml"]
RUN --mount=type=cache,id=paas-sample-cargo,target=/cache/cargo --mount=type=cache,id=paas-sample-cargo-target,target=/cache/cargo-target ["find",".","-type","f","-exec","touch","{}","+"]
RUN --mount=type=cache,id=paas-sample-cargo,target=/cache/cargo --mount=type=cache,id=paas-sample-cargo-target,target=/cache/cargo-target ["cargo","build","--release","--locked","--bin","squares"]
RUN --mount=type=cache,id=paas-sample-cargo,target=/cache/cargo --mount=type=cache,id=paas-sample-cargo-target,target=/cache/cargo-target ["install","-D","-t","target/release","/cache/cargo-target/release/squares"]

FROM debian:bookworm-slim
RUN ["sh","-c","getent passwd 1000 >/dev/null || useradd --uid 1000 --user-group --no-create-home --home-dir /app --shell /bin/sh app; install -d -o 1000 -g 1000 /app"]
WORKDIR /app
ENV HOME="/app"
ENV PATH="/app/target/release:$PATH"
COPY --from=build ["/etc/ssl/certs/ca-certificates.crt","/etc/ssl/certs/ca-certificates.crt"]
COPY --chown=1000:1000 [".","./"]
COPY --from=build --chown=1000:1000 ["/app/target/release/squares","./target/release/squares"]
USER 1000:1000
CMD ["sh","-c","exec target/release/squares"]
