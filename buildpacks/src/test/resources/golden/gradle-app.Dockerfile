# Java, written for this build by the platform.
FROM gradle:8-jdk17 AS build
WORKDIR /app
ENV JAVA_OPTS="-XX:MaxRAMPercentage=75.0"
ENV GRADLE_USER_HOME="/cache/gradle"
COPY [".","./"]
RUN --mount=type=cache,id=paas-sample-gradle,target=/cache/gradle ["gradle","--no-daemon","--console=plain","installDist"]

FROM eclipse-temurin:17-jre
RUN ["sh","-c","getent passwd 1000 >/dev/null || useradd --uid 1000 --user-group --no-create-home --home-dir /app --shell /bin/sh app; install -d -o 1000 -g 1000 /app"]
WORKDIR /app
ENV HOME="/app"
ENV JAVA_OPTS="-XX:MaxRAMPercentage=75.0"
COPY --chown=1000:1000 [".","./"]
COPY --from=build --chown=1000:1000 ["/app/build/install","./build/install"]
USER 1000:1000
CMD ["sh","-c","exec build/install/sums/bin/sums"]
