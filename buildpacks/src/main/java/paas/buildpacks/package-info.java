@NullMarked
package paas.buildpacks;

import org.jspecify.annotations.NullMarked;
