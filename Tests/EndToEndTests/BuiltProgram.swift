import FoundationEssentials

/// The program that was built together with these tests.
enum BuiltProgram {
    /// Its path: beside the running test program, unless FLIGHTDECK_PROGRAM names another.
    static let path: String = {
        if let named = ProcessInfo.processInfo.environment["FLIGHTDECK_PROGRAM"], !named.isEmpty { return named }
        let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        let folder = tests.split(separator: "/").dropLast().joined(separator: "/")
        let beside = "/\(folder)/flightdeck"
        if FileManager.default.isExecutableFile(atPath: beside) { return beside }
        // Run by another tool than the tests' own program: this file is two folders below the package's root.
        let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        return "/\(root)/.build/debug/flightdeck"
    }()
}
