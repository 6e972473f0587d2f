package paas.logs;

import org.jspecify.annotations.Nullable;

public record LogFilter(@Nullable String process, @Nullable Integer release) {}
