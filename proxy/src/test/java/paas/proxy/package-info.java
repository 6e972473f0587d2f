@NullMarked
package paas.proxy;

import org.jspecify.annotations.NullMarked;
