/**
 * Holds bills of materials: what an app's lock files name, as CycloneDX. Knows lock files. Must not
 * know how anything is built.
 */
@NullMarked
package paas.buildpacks.bom;

import org.jspecify.annotations.NullMarked;
