package paas.buildpacks.language;

/**
 * What somebody said about an app.
 *
 * @param origin where: "paas.yml", "PAAS_BUILD_COMMAND"
 * @param line in the file, from 1; 0 where there is none
 */
public record Said(String value, String origin, int line) {}
