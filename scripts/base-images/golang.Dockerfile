FROM debian:bookworm-slim
COPY toolchain/ /usr/local/go/
ENV GOTOOLCHAIN=local GOPATH=/go PATH=/go/bin:/usr/local/go/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
RUN apt-get update \
    && apt-get install -y --no-install-recommends git gcc libc6-dev \
    && if [ ! -x /usr/local/go/bin/go ]; then \
      apt-get install -y --no-install-recommends golang-go && rmdir /usr/local/go && ln -s /usr/lib/go /usr/local/go; \
    fi \
    && rm -rf /var/lib/apt/lists/* \
    && mkdir -p /go/src /go/bin && chmod -R 1777 /go \
    && go version
WORKDIR /go
CMD ["bash"]
