@NullMarked
package paas.hooks;

import org.jspecify.annotations.NullMarked;
