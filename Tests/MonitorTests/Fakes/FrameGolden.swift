import Console
import Foundation
import Testing

@testable import Monitor

/// Compares what a stage shows with the frame kept under `Goldens/`; UPDATE_GOLDENS=1 writes it instead.
func expectGolden(_ stage: Stage, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Goldens").appendingPathComponent(name + ".txt")
    let frame = stage.text + "\n"
    if ProcessInfo.processInfo.environment["UPDATE_GOLDENS"] == "1" {
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try frame.write(to: file, atomically: true, encoding: .utf8)
        return
    }
    let kept = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    #expect(frame == kept, "\(name) shows:\n\(frame)\nbut kept is:\n\(kept)", sourceLocation: sourceLocation)
}

/// The sizes and signs in which every screen has its frame kept.
enum GoldenView: String, CaseIterable, Sendable {
    case wide = "120x36"
    case narrow = "80x24"
    case wideASCII = "120x36-ascii"
    case narrowASCII = "80x24-ascii"

    func stage(_ screen: any Screen) -> Stage {
        switch self {
        case .wide: Stage(screen)
        case .narrow: Stage(screen, columns: 80, rows: 24)
        case .wideASCII: Stage(screen, ascii: true)
        case .narrowASCII: Stage(screen, columns: 80, rows: 24, ascii: true)
        }
    }
}
