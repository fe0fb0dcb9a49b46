import Console
import Foundation
import Testing

/// Compares a frame with the one kept in `Goldens/`; UPDATE_GOLDENS=1 writes it instead.
func expectGolden(_ surface: Surface, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Goldens").appendingPathComponent(name + ".txt")
    let frame = SurfaceDump.textAndStyles(surface) + "\n"
    if ProcessInfo.processInfo.environment["UPDATE_GOLDENS"] == "1" {
        try frame.write(to: file, atomically: true, encoding: .utf8)
        return
    }
    let kept = try String(contentsOf: file, encoding: .utf8)
    #expect(frame == kept, "frame:\n\(frame)\nkept:\n\(kept)", sourceLocation: sourceLocation)
}
