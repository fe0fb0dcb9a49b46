import FoundationEssentials
import Testing

@Suite("The whole log at the shell")
struct LogsCommandTests {
    private static let ended = "penguins-species-mistaken-columns"

    @Test("every line in the order of time, chosen by text, stream and time, and as JSON as the service has it")
    func everyLine() async throws {
        try await Workplace.withSandbox { place in
            let all = try await place.flightdeck("logs", Self.ended)
            #expect(all.status == .exited(0), "\(all.error)")
            let times = all.lines.map { String($0.prefix(19)) }
            #expect(times == times.sorted() && times.allSatisfy { $0.contains(" ") && $0.hasPrefix("20") })
            let objects = try await place.flightdeck("logs", Self.ended, "--json").lines
            #expect(objects.count == all.lines.count && objects.count > 5)
            #expect(objects.allSatisfy { $0.contains("\"logStreamName\":\"\(Self.ended)/") })

            let chosen = try await place.flightdeck("logs", Self.ended, "--stream", "data-log")
            #expect(!chosen.lines.isEmpty && chosen.lines.allSatisfy { $0.contains("/data-log  ") })
            #expect(chosen.lines.count < all.lines.count)
            let pings = try await place.flightdeck("logs", Self.ended, "--filter", "get /ping")
            #expect(pings.lines.count == all.lines.count { $0.contains("GET /ping") } && !pings.lines.isEmpty)
            let late = try await place.flightdeck("logs", Self.ended, "--since", "1s")
            #expect(late.lines.isEmpty && late.error.contains("no matching lines"), "\(late.error)")
            let wrong = try await place.flightdeck("logs", Self.ended, "--since", "yesterday")
            #expect(wrong.status == .exited(2))
            let unknown = try await place.flightdeck("logs", "no-such-transform")
            #expect(unknown.status == .exited(1) && unknown.error.contains("no-such-transform"))
        }
    }

    @Test("followed from before its first line to after its last, each once")
    func followed() async throws {
        try await Workplace.withSandbox { place in
            let launched = try await place.flightdeck(
                "launch", "penguins-species", "--input", "s3://flightdeck-demo/inbox/march/", "--instance-type",
                "ml.m5.xlarge", "--yes")
            let name = try #require(launched.lines.first)
            let followed = try await place.flightdeck("logs", name, "--follow")
            #expect(followed.status == .exited(0), "\(followed.error)")
            let whole = try await place.flightdeck("logs", name)
            #expect(followed.lines.count == whole.lines.count && !whole.lines.isEmpty)
            #expect(Set(followed.lines) == Set(whole.lines))
        }
    }
}
