# Beside it there may be others, for other parts of the app.
FROM debian:bookworm-slim
WORKDIR /srv
COPY hello.pl .
EXPOSE 7000
USER 1000
CMD ["perl", "hello.pl"]
