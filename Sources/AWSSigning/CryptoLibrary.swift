import COpenSSL

/// libcrypto as a whole.
public enum CryptoLibrary {
    /// Keeps it in use until the process is gone; to be called before anything else uses it.
    ///
    /// It otherwise frees its tables within `exit`, while a request on another thread may just be looking into them.
    public static func outlivesExit() { _ = flightdeck_keep_libcrypto() }
}
