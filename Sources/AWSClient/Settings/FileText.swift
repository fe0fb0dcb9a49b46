import AWSOperations
import Glibc

/// Reads small text files.
enum FileText {
    /// In bytes: no file of settings or credentials is larger; a device may never end.
    private static let largest = 16 << 20

    struct Unreadable: Error, Hashable {
        var path: String
        /// The system's own words.
        var reason: String
        /// Whether it is another user's.
        var isDenied: Bool

        /// A sentence without a full stop.
        var problem: String { "can't read \(VisibleText.show(path)): \(reason)" }

        var remedy: String {
            guard isDenied else { return "put a file there, or use another" }
            // What is in a directory that is another's is so too.
            let directory = path.folder
            let place = ShellWords.quoted(directory.isEmpty || access(directory, X_OK) == 0 ? path : directory)
            return "make it private: sudo chown -R \"$USER\" \(place) && chmod -R u+rwX,go= \(place)"
        }

        /// With `errno`.
        fileprivate init(path: String, error: Int32) {
            self.init(
                path: path, reason: String(cString: strerror(error)), isDenied: error == EACCES || error == EPERM)
        }

        init(path: String, reason: String, isDenied: Bool = false) {
            self.path = path
            self.reason = reason
            self.isDenied = isDenied
        }
    }

    /// The file's text; nil where there is no such file.
    static func read(_ path: String) throws(Unreadable) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            if errno == ENOTDIR {
                throw Unreadable(path: path, reason: "a part of its path is a file, not a directory")
            }
            throw Unreadable(path: path, error: errno)
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0 {
                if errno == EINTR { continue }
                throw Unreadable(path: path, error: errno)
            }
            if count == 0 { return String(decoding: bytes, as: UTF8.self) }
            bytes.append(contentsOf: buffer[..<count])
            guard bytes.count <= largest else {
                throw Unreadable(path: path, reason: "it is larger than \(largest >> 20) MB")
            }
        }
    }
}
