#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What lies where a file of ours belongs and can't be one: opening a pipe would wait for ever, and a device would take
/// everything and keep nothing.
public struct IrregularFile: Hashable, Sendable {
    public let path: String
    /// `a named pipe`, `a link to a file that doesn't exist`.
    public let kind: String
    /// What belongs there.
    private let wanted: mode_t

    /// Nil where a regular file, a link to one, or nothing is there.
    public init?(at path: String) {
        self.init(path, wanted: S_IFREG)
    }

    /// Nil where a folder, a link to one, or nothing is there.
    public init?(insteadOfFolder path: String) {
        self.init(path, wanted: S_IFDIR)
    }

    private init?(_ path: String, wanted: mode_t) {
        guard let kind = Self.kind(path, wanted: wanted) else { return nil }
        self.path = path
        self.kind = kind
        self.wanted = wanted
    }

    private static func kind(_ path: String, wanted: mode_t) -> String? {
        var own = stat()
        guard lstat(path, &own) == 0 else { return nil }
        guard own.st_mode & S_IFMT == S_IFLNK else {
            return own.st_mode & S_IFMT == wanted ? nil : name(own.st_mode)
        }
        var target = stat()
        guard stat(path, &target) == 0 else {
            switch errno {
            case ENOENT, ENOTDIR: return "a link to a file that doesn't exist"
            case ELOOP: return "a link that leads back to itself"
            // Its target can't be looked at, which is told where it is opened.
            default: return nil
            }
        }
        return target.st_mode & S_IFMT == wanted ? nil : "a link to \(name(target.st_mode))"
    }

    private static func name(_ mode: mode_t) -> String {
        switch mode & S_IFMT {
        case S_IFREG: "a file"
        case S_IFDIR: "a folder"
        case S_IFIFO: "a named pipe"
        case S_IFSOCK: "a socket"
        case S_IFCHR, S_IFBLK: "a device"
        default: "not a file"
        }
    }

    /// Gives it another name in its folder; returns a sentence that says so, nil where that can't be done.
    public func moveAside() -> String? {
        var aside = "\(path).broken"
        var number = 1
        while Self.isTaken(aside) {
            number += 1
            aside = "\(path).broken-\(number)"
        }
        // Another process may have moved it, and made a file in its place, since it was looked at.
        guard Self.kind(path, wanted: wanted) != nil, rename(path, aside) == 0 else { return nil }
        return "\(path) was \(kind) and is now in \(aside)"
    }

    /// Whether anything has the name, a link without a target too.
    static func isTaken(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }
}
