import FoundationEssentials
import Testing

@Suite("Instance types and clean-up with one-shot commands", .serialized)
struct InstancesAndCleanUpTests {
    private static let input = "s3://flightdeck-demo/inbox/march/"

    @Test("quota left falls while a transform runs, and prices are told")
    func instances() async throws {
        try await Workplace.withSandbox(slowly: true) { place in
            func entry() async throws -> JSONDocument {
                let document = try await place.flightdeck("instances", "--json", "--name-contains", "ml.m5.x").json()
                let entries = document["InstanceTypes"].elements
                #expect(entries.count == 1)
                return try #require(entries.first)
            }
            let before = try await entry()
            #expect(before["Quota"].number == 4 && before["QuotaLeft"].number == 4)
            #expect(before["QuotaCode"].text == "L-7939E4EC")
            #expect((before["PricePerHour"].number ?? 0) > 0 && before["Currency"].text == "USD")
            let launched = try await place.flightdeck(
                "launch", "penguins-species", "--input", Self.input, "--instance-type", "ml.m5.xlarge",
                "--instance-count", "3", "--yes")
            #expect(launched.status == .exited(0), "\(launched.error)")
            let during = try await entry()
            #expect(during["Running"].number == 3 && during["QuotaLeft"].number == 1)
            let table = try await place.flightdeck("instances", "--available")
            #expect(table.lines.first?.hasPrefix("TYPE") == true)
            #expect(!table.output.contains("ml.p3.2xlarge"))
        }
    }

    @Test("what may not be asked is unknown, with the action that is denied")
    func denied() async throws {
        try await Workplace.withSandbox { place in
            let config = "\(place.folder)/config"
            try """
            [profile launcher]
            role_arn = arn:aws:iam::111122223333:role/flightdeck-launcher
            credential_source = Environment
            """.write(toFile: config, atomically: true, encoding: .utf8)
            let narrow = place.with(["AWS_CONFIG_FILE": config])
            let listed = try await narrow.flightdeck("--profile", "launcher", "instances", "--name-contains", "m5.xl")
            #expect(listed.status == .exited(0), "\(listed.error)")
            #expect(listed.error.contains("quotas unknown: servicequotas:ListServiceQuotas is denied"))
            #expect(listed.error.contains("prices unknown: pricing:GetProducts is denied"))
            #expect(
                listed.lines.last?.hasPrefix("ml.m5.xlarge") == true && listed.lines.last?.hasSuffix("unknown") == true)
            let launched = try await narrow.flightdeck(
                "--profile", "launcher", "launch", "penguins-species", "--input", Self.input, "--instance-type",
                "ml.m5.xlarge", "--yes", "--wait")
            #expect(launched.status == .exited(0), "\(launched.error)")
        }
    }

    @Test("a model is deleted only after the end of the transform that uses it")
    func cleanUp() async throws {
        try await Workplace.withSandbox(slowly: true) { place in
            let launched = try await place.flightdeck(
                "launch", "penguins-species", "--input", Self.input, "--instance-type", "ml.m5.xlarge",
                "--model-name", "left-model", "--transform-job-name", "left-transform", "--yes")
            #expect(launched.status == .exited(0), "\(launched.error)")
            let used = try await place.flightdeck("clean-up", "--json").json()["Models"].elements
            #expect(used.map { $0["ModelName"].text } == ["left-model"])
            #expect(used.first?["Use"].text == "used by left-transform")
            let early = try await place.flightdeck("clean-up", "left-model", "--yes")
            #expect(early.status == .exited(1) && early.error.contains("used by left-transform"), "\(early.error)")
            let nothing = try await place.flightdeck("clean-up", "--all", "--yes")
            #expect(nothing.status == .exited(0) && nothing.error.contains("no leftover models"))
            let other = try await place.flightdeck("clean-up", "penguins-species-model", "--yes")
            #expect(other.status == .exited(1), "a model that no launch made")
            #expect(try await place.flightdeck("stop", "left-transform", "--yes", "--wait").status == .exited(0))
            let unasked = try await place.flightdeck("clean-up", "--all")
            #expect(unasked.status != .exited(0), "nobody can answer")
            let deleted = try await place.flightdeck("clean-up", "--all", "--yes")
            #expect(deleted.status == .exited(0) && deleted.lines == ["left-model"], "\(deleted.error)")
            let left = try await place.flightdeck("clean-up", "--json").json()["Models"].elements
            #expect(left.isEmpty)
        }
    }
}
