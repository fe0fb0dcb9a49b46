/// Why the sandbox could not start.
public enum SandboxError: Error, Hashable, Sendable, CustomStringConvertible {
    case cannotListen(port: Int, reason: String)
    case unusableDirectory(path: String, reason: String)

    public var description: String {
        switch self {
        case .cannotListen(let port, let reason):
            "The sandbox cannot listen on 127.0.0.1:\(port): \(reason). Choose another port, or 0 for a free one."
        case .unusableDirectory(let path, let reason):
            "The sandbox cannot keep its data in \(path): \(reason). Choose another directory."
        }
    }
}
