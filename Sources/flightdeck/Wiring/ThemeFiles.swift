import Monitor

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension ThemeSearch {
    /// A search over the real files, for the program as it runs.
    init(environment: [String: String]) {
        self.init(
            environment: environment, executable: executablePath(),
            read: { path throws(ThemeReadFailure) in try readText(path) }, list: fileNames(in:))
    }

    /// A small file of the user's: its text, nil if there is none.
    static func text(ofFileAt path: String) throws(ThemeReadFailure) -> String? { try readText(path) }
}

/// The absolute path of the running program; nil where the system does not say.
private func executablePath() -> String? {
    guard let resolved = realpath("/proc/self/exe", nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
}

/// No theme is larger; a larger file is a mistake, such as a link to a device.
private let largestTheme = 256 * 1024

private func readText(_ path: String) throws(ThemeReadFailure) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
        if errno == ENOENT || errno == ENOTDIR { return nil }
        throw systemFailure()
    }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 16 * 1024)
    while true {
        let count = read(descriptor, &chunk, chunk.count)
        if count < 0 { throw systemFailure() }
        if count == 0 { break }
        bytes += chunk[..<count]
        if bytes.count > largestTheme { throw ThemeReadFailure(words: "larger than \(largestTheme / 1024) KiB") }
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
        throw ThemeReadFailure(words: "not UTF-8 text in line \(LocalFiles.lineWithoutText(bytes))")
    }
    return text
}

private func systemFailure() -> ThemeReadFailure {
    ThemeReadFailure(words: String(cString: strerror(errno)))
}

private func fileNames(in folder: String) -> [String] {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
        names.append(
            withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
    }
    return names
}
