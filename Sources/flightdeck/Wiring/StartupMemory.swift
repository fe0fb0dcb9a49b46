#if canImport(Glibc)
    import Glibc
#endif

/// Gives back the memory that only start-up needed.
///
/// Looking up protocol conformances and setting up libraries touches code all over the program, which would stay
/// resident; what is needed again comes back from the page cache, without a read.
enum StartupMemory {
    static func release() {
        #if os(Linux) && canImport(Glibc)
            trimHeap()
            guard let program = program(), let file = fopen("/proc/self/maps", "r") else { return }
            defer { fclose(file) }
            var line: UnsafeMutablePointer<CChar>?
            var capacity = 0
            defer { free(line) }
            while getline(&line, &capacity, file) > 0, let text = line.map({ String(cString: $0) }) {
                // Code alone: it is never written, so that dropping it loses nothing. Other read-only parts hold
                // addresses that the loader has filled in.
                guard text.contains(" r-xp "), text.dropLast().hasSuffix(program) else { continue }
                let bounds = text.prefix { $0 != " " }.split(separator: "-").compactMap { UInt($0, radix: 16) }
                guard bounds.count == 2, bounds[0] < bounds[1] else { continue }
                madvise(UnsafeMutableRawPointer(bitPattern: bounds[0]), Int(bounds[1] - bounds[0]), MADV_DONTNEED)
            }
        #endif
    }

    #if os(Linux) && canImport(Glibc)
        /// The program's own path, as the kernel lists it.
        private static func program() -> String? {
            var path = [CChar](repeating: 0, count: Int(PATH_MAX))
            let length = readlink("/proc/self/exe", &path, path.count - 1)
            guard length > 0 else { return nil }
            return String(decoding: path[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }

        /// glibc keeps what was freed; its header is not in the module that Swift imports.
        private static func trimHeap() {
            typealias Trim = @convention(c) (Int) -> Int32
            guard let symbol = dlsym(nil, "malloc_trim") else { return }
            _ = unsafeBitCast(symbol, to: Trim.self)(0)
        }
    #endif
}
