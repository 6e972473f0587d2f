@NullMarked
package paas.proxy.figures;

import org.jspecify.annotations.NullMarked;
