// swift-tools-version: 6.1
import PackageDescription

/// Every Swift target is built in Swift 6 language mode.
let strict: [SwiftSetting] = [.swiftLanguageMode(.v6), .enableUpcomingFeature("ExistentialAny")]

/// Of targets whose functions no other target needs to inline: code for that would double the optimizer's work on them.
let closed = strict + [.unsafeFlags(["-disable-cmo"], .when(configuration: .release))]

let package = Package(
    name: "flightdeck",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "flightdeck", targets: ["flightdeck"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    ],
    targets: [
        // C libraries: a module map and inline shims each, no logic.
        .systemLibrary(name: "CNcurses"),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CBzip2", providers: [.apt(["libbz2-dev"])]),
        .target(name: "CThemes"),
        .target(name: "CMemory"),
        .target(name: "CSignals"),
        // Keeps Foundation's locale data out of the program.
        .target(name: "CLocaleData"),
        // Empty but under the thread sanitizer.
        .target(name: "SanitizedLocks", swiftSettings: strict),

        // Compressed files.
        .target(name: "ByteCompression", dependencies: ["CBzip2", "CZlib"], swiftSettings: strict),

        // What transforms write, read as it streams by.
        .target(name: "Predictions", dependencies: ["ByteCompression", "JSONCoding"], swiftSettings: strict),

        // The terminal.
        .target(name: "Console", swiftSettings: strict),
        .target(name: "CursesTerminal", dependencies: ["Console", "CNcurses"], swiftSettings: closed),

        // AWS.
        .target(name: "AWSOperations", swiftSettings: strict),
        .target(name: "AWSSigning", dependencies: ["COpenSSL", "SanitizedLocks"], swiftSettings: strict),
        .target(name: "JSONCoding", swiftSettings: strict),
        .target(
            name: "AWSClient",
            dependencies: [
                "AWSOperations", "AWSSigning", "CCurl", "JSONCoding", "SanitizedLocks",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: closed),

        // The domain and its store.
        .target(
            name: "BatchInference",
            dependencies: ["AWSOperations", "ByteCompression", "JSONCoding", "Predictions", "SanitizedLocks"],
            swiftSettings: closed),
        .target(
            name: "LocalStore",
            dependencies: [
                "AWSOperations", "BatchInference", "JSONCoding", .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: closed),

        // The embedded service.
        .target(
            name: "Sandbox",
            dependencies: ["AWSOperations", "AWSSigning", "ByteCompression"],
            swiftSettings: closed),

        // The user interface.
        .target(
            name: "Monitor",
            dependencies: [
                "Console", "CThemes", "BatchInference", "AWSOperations", "JSONCoding", "Predictions", "SanitizedLocks",
            ],
            swiftSettings: closed),
        .executableTarget(
            name: "flightdeck",
            dependencies: [
                "AWSClient", "AWSOperations", "AWSSigning", "BatchInference", "CLocaleData", "CMemory", "CSignals",
                "Console", "CursesTerminal", "JSONCoding", "LocalStore", "Monitor", "Predictions", "Sandbox",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            exclude: ["Manual"],
            swiftSettings: closed),

        // The Python that tests compare answers with.
        .target(
            name: "PythonOracle", dependencies: [.product(name: "Subprocess", package: "swift-subprocess")],
            path: "Tests/PythonOracle", swiftSettings: strict),

        // The random numbers of tests.
        .target(name: "SeededNumbers", path: "Tests/SeededNumbers", swiftSettings: strict),

        // Tests: one target a target, then the programs of others, then keys in a terminal.
        .testTarget(
            name: "ConsoleTests", dependencies: ["Console", "SeededNumbers"], exclude: ["Goldens", "WidthOracle"],
            swiftSettings: strict),
        .testTarget(name: "CursesTerminalTests", dependencies: ["CursesTerminal", "Console"], swiftSettings: strict),
        .testTarget(
            name: "AWSSigningTests",
            dependencies: ["AWSSigning", "PythonOracle", "SeededNumbers"],
            swiftSettings: strict),
        .testTarget(
            name: "ByteCompressionTests", dependencies: ["ByteCompression", "PythonOracle", "SeededNumbers"],
            swiftSettings: strict),
        .testTarget(
            name: "PredictionsTests",
            dependencies: ["Predictions", "ByteCompression", "PythonOracle", "SeededNumbers"],
            swiftSettings: strict),
        .testTarget(name: "JSONCodingTests", dependencies: ["JSONCoding", "SeededNumbers"], swiftSettings: strict),
        .testTarget(
            name: "AWSClientTests",
            dependencies: [
                "AWSClient", "AWSOperations", "AWSSigning", "JSONCoding", "PythonOracle", "SanitizedLocks",
                "SeededNumbers",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "BatchInferenceTests",
            dependencies: [
                "BatchInference", "AWSOperations", "ByteCompression", "JSONCoding", "Predictions", "PythonOracle",
                "SanitizedLocks", "SeededNumbers",
            ],
            exclude: ["GeneratedOutputs"],
            swiftSettings: strict),
        .testTarget(
            name: "LocalStoreTests",
            dependencies: [
                "LocalStore", "BatchInference", "AWSOperations", .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "SandboxTests",
            dependencies: [
                "Sandbox", "AWSOperations", "AWSSigning", "AWSClient", "BatchInference", "ByteCompression",
                "Predictions", "PythonOracle",
                .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            exclude: ["Conformance"],
            swiftSettings: strict),
        .testTarget(
            name: "MonitorTests",
            dependencies: [
                "Monitor", "Console", "BatchInference", "AWSOperations", "JSONCoding", "Predictions", "SanitizedLocks",
                "SeededNumbers",
            ],
            exclude: ["Goldens"],
            swiftSettings: strict),
        .testTarget(
            name: "CommandLineTests",
            dependencies: [
                "flightdeck", "AWSClient", "AWSOperations", "BatchInference", "JSONCoding", "Monitor", "SeededNumbers",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "EndToEndTests",
            dependencies: ["PythonOracle", .product(name: "Subprocess", package: "swift-subprocess")],
            swiftSettings: strict),
        .executableTarget(
            name: "ClientBenchmark",
            dependencies: ["AWSClient", "AWSOperations", "AWSSigning", "BatchInference"],
            path: "Tests/Benchmarks/ClientBenchmark",
            swiftSettings: strict),
        .executableTarget(
            name: "PredictionBenchmark", dependencies: ["Predictions"],
            path: "Tests/Benchmarks/PredictionBenchmark", swiftSettings: strict),
    ],
    // For #embed in CThemes.
    cLanguageStandard: .c2x
)
