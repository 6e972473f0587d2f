@NullMarked
package paas.proxy.http;

import org.jspecify.annotations.NullMarked;
