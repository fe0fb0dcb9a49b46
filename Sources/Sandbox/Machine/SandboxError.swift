#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Why the sandbox could not start.
public enum SandboxError: Error, Hashable, Sendable, CustomStringConvertible {
    case cannotListen(port: Int, reason: String)
    case unusableDirectory(path: String, reason: String)

    /// What is wrong, in one sentence without a full stop.
    public var problem: String {
        switch self {
        case .cannotListen(let port, let reason): "the sandbox can't listen on 127.0.0.1:\(port): \(reason)"
        case .unusableDirectory(let path, let reason): "the sandbox can't keep its data in \(path): \(reason)"
        }
    }

    public var remedy: String {
        switch self {
        case .cannotListen: "choose another port, or 0 for a free one"
        case .unusableDirectory(_, let reason) where Self.isFull(reason):
            "free space there, or choose another folder: TMPDIR names the one for temporary data"
        case .unusableDirectory: "choose another folder"
        }
    }

    /// Whether a system's reason is that there is no room.
    private static func isFull(_ reason: String) -> Bool {
        [ENOSPC, EDQUOT].contains { reason == String(cString: strerror($0)) }
    }

    public var description: String { "\(problem); \(remedy)" }

    /// Why something could not be done, in the system's words where it was the system that refused.
    static func reason(_ error: any Error) -> String {
        var next: (any Error)? = error
        while let current = next {
            if let error = current as? FileTree.WriteFailure { return String(cString: strerror(error.code)) }
            if let error = current as? POSIXError { return String(cString: strerror(error.code.rawValue)) }
            next = (current as? CocoaError)?.underlying
        }
        return "\(error)"
    }
}
