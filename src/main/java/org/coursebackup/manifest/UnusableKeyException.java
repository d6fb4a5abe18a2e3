package org.coursebackup.manifest;

import java.io.IOException;

/** There is no key that manifests can be signed with. The message is for the administrator. */
public final class UnusableKeyException extends IOException {
    private static final long serialVersionUID = 1L;

    UnusableKeyException(IOException cause) {
        super(cause.getMessage(), cause);
    }
}
