# Java, written for this build by the platform.
FROM eclipse-temurin:21-jdk AS build
WORKDIR /app
ENV JAVA_OPTS="-XX:MaxRAMPercentage=75.0"
COPY [".","./"]
RUN ["javac","-encoding","UTF-8","-d",".paas/classes","Greeting.java","Main.java"]

FROM eclipse-temurin:21-jre
RUN ["sh","-c","getent passwd 1000 >/dev/null || useradd --uid 1000 --user-group --no-create-home --home-dir /app --shell /bin/sh app; install -d -o 1000 -g 1000 /app"]
WORKDIR /app
ENV HOME="/app"
ENV JAVA_OPTS="-XX:MaxRAMPercentage=75.0"
COPY --chown=1000:1000 [".","./"]
COPY --from=build --chown=1000:1000 ["/app/.paas/classes","./.paas/classes"]
USER 1000:1000
CMD ["sh","-c","exec java $JAVA_OPTS -cp .paas/classes Main"]
