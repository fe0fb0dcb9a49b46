#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Looks for bytes that aren't UTF-8 in what the program was started with: Swift replaces them, and a file or folder would be
/// another than the one that was named.
enum StrayBytes {
    /// Throws `CommandFailure` for the first argument, or the first variable that names something, with such bytes.
    static func check() throws {
        let arguments = UnsafeBufferPointer(start: CommandLine.unsafeArgv, count: Int(CommandLine.argc))
        for (number, argument) in arguments.enumerated().dropFirst() {
            if let argument { try check(argument, called: "argument \(number)") }
        }
        var variable: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?> = environ
        while let entry = variable.pointee {
            let name = String(decoding: bytes(of: entry).prefix { $0 != UInt8(ascii: "=") }, as: UTF8.self)
            if names(name) { try check(entry, called: "the variable \(name)") }
            variable += 1
        }
    }

    /// Whether a variable names files, hosts or keys that are used.
    static func names(_ variable: String) -> Bool {
        ["HOME", "TMPDIR"].contains(variable) || variable.hasBytePrefix("XDG_") || variable.hasBytePrefix("AWS_")
            || variable.uppercased().hasByteSuffix("_PROXY")
    }

    /// Throws `CommandFailure` where a text isn't UTF-8; it isn't repeated, since it may be a secret.
    static func check(_ text: UnsafePointer<CChar>, called name: String) throws {
        guard String(validatingCString: text) == nil else { return }
        throw CommandFailure(
            .usage, "\(name) isn't UTF-8", remedy: "use names of files and folders in UTF-8, or rename them")
    }

    private static func bytes(of text: UnsafePointer<CChar>) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: text, count: strlen(text))
    }
}
