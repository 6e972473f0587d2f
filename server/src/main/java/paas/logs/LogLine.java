package paas.logs;

import java.time.Instant;

public record LogLine(Instant at, String source, String process, int release, String text) {}
