FROM debian:bookworm-slim
COPY toolchain/ /opt/java/openjdk/
ENV JAVA_HOME=/opt/java/openjdk PATH=/opt/java/openjdk/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
# A JDK has a list of authorities of its own; Debian's fills itself from the machine's.
RUN if [ ! -x /opt/java/openjdk/bin/java ]; then \
      mkdir -p /usr/share/man/man1 && apt-get update && apt-get install -y --no-install-recommends openjdk-17-jdk-headless && rm -rf /var/lib/apt/lists/* \
      && rm -r /opt/java/openjdk && ln -s /usr/lib/jvm/java-17-openjdk-* /opt/java/openjdk; \
    else \
      for certificate in /usr/local/share/ca-certificates/*.crt; do \
        [ ! -e "$certificate" ] || keytool -importcert -noprompt -cacerts -storepass changeit \
          -alias "${certificate##*/}" -file "$certificate" || exit 1; \
      done; \
    fi \
    && java --version
CMD ["jshell"]
