@NullMarked
package paas;

import org.jspecify.annotations.NullMarked;
