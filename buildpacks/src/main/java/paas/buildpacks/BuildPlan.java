package paas.buildpacks;

/** Placeholder until the plan's own module lands. */
public record BuildPlan(String language) {}
