import FoundationEssentials
import Subprocess

/// The Python that has botocore and moto: `FLIGHTDECK_PYTHON`, the one that `make test` sets up, or `python3`.
enum TestPython {
    static var executable: Executable {
        let environment = ProcessInfo.processInfo.environment
        if let path = environment["FLIGHTDECK_PYTHON"], !path.isEmpty { return .path(.init(path)) }
        // This file is Tests/TARGET/TestPython.swift below the package's root.
        let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let own = "/\(root)/.build/test-venv/bin/python3"
        return FileManager.default.isExecutableFile(atPath: own) ? .path(.init(own)) : .name("python3")
    }
}
