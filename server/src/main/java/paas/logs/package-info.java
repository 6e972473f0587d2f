@NullMarked
package paas.logs;

import org.jspecify.annotations.NullMarked;
